"""The settings in force: who is told, when they are written, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.settings.store import SettingsFile, SettingsNotice
from app.viewmodels import keeper as keeper_module
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import coded
from engine.errors import ConfigError
from tests.app.viewmodels.parts import SignalLog, until


class CountedFile(SettingsFile):
    """A real file that counts how often it is written."""

    n_saves = 0

    def save(self, settings: Settings) -> SettingsNotice | None:
        self.n_saves += 1
        return super().save(settings)


def test_a_change_is_told_with_what_was_before_and_no_change_is_not_told(qtbot: QtBot) -> None:
    keeper = SettingsKeeper(Settings())
    changed = SignalLog(keeper.changed)
    keeper.set_preferences({"theme": "dark"})
    keeper.set_preferences({"theme": "dark"})
    keeper.change(last_voice=keeper.now.last_voice)
    ((now, before),) = changed.values
    assert (now, now.preferences.theme, before.preferences.theme) == (keeper.now, "dark", "system")


def test_many_changes_are_written_once_after_the_last(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper_module, "SAVE_AFTER_MS", 30)
    file = CountedFile(tmp_path)
    keeper = SettingsKeeper(file.load().settings, file)
    for gain_db in range(1, 21):  # a slider that is moved
        keeper.set_microphone({"input_gain_db": float(gain_db)})
    assert file.n_saves == 0
    until(qtbot, lambda: file.n_saves)
    assert SettingsFile(tmp_path).load().settings.microphone.input_gain_db == 20.0
    keeper.flush()
    assert file.n_saves == 1  # nothing was left to write


def test_everything_comes_back_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    keeper = SettingsKeeper(Settings(), SettingsFile(tmp_path))
    keeper.set_preferences({"language": "ko", "hotkey_mute": "Ctrl+Alt+M"})
    keeper.set_engine({"input": "pulse:usb", "hop_ms": 40})
    keeper.set_microphone({"gate_db": -41.0})
    keeper.change(last_voice="robot", favourites=("robot", "giant"), voice_params={"robot": {"pitch_st": -3.0}}, first_run_done=True)
    keeper.flush()  # as at the end of the program
    loaded = SettingsFile(tmp_path).load()
    assert loaded.settings == keeper.now
    assert not loaded.notices


def test_a_program_in_which_nothing_was_changed_writes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    keeper = SettingsKeeper(Settings(), SettingsFile(tmp_path / "new"))
    keeper.flush()
    assert not (tmp_path / "new").exists()


def test_a_value_that_cannot_be_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    keeper = SettingsKeeper(Settings(), SettingsFile(tmp_path))
    changed = SignalLog(keeper.changed)
    refusals: list[tuple[Callable[[Mapping[str, object]], None], dict[str, object], str]] = [
        (keeper.set_engine, {"margin_ms": 20.0, "hop_ms": 15}, "config.step"),  # not even the half that could be
        (keeper.set_microphone, {"gate_db": 1.0}, "config.range"),
        (keeper.set_preferences, {"theme": "neon"}, "config.choice"),
        (keeper.set_preferences, {"colour": "red"}, "config.unknown"),
    ]
    for change, values, code in refusals:
        with pytest.raises(ConfigError) as refused:
            change(values)
        assert refused.value.code == code
    keeper.flush()
    assert (keeper.now, changed.values, list(tmp_path.iterdir())) == (Settings(), [], [])


def test_a_broken_file_is_kept_and_what_is_changed_then_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    file.path.write_text('{"version": 1, "preferences"', encoding="utf-8")
    loaded = file.load()
    (notice,) = loaded.notices
    assert "settings.broken-1.json" in coded("warn", notice.code, notice.subject, notice.facts).text
    keeper = SettingsKeeper(loaded.settings, file)
    keeper.change(last_voice="giant")
    keeper.flush()
    assert SettingsFile(tmp_path).load().settings == Settings(last_voice="giant")


def test_settings_that_cannot_be_kept_hold_until_the_end_and_that_is_said_once(qtbot: QtBot, tmp_path: Path) -> None:
    """Even an administrator cannot make a folder below a file."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    file = SettingsFile(blocked / "below")
    keeper = SettingsKeeper(file.load().settings, file)
    notices = SignalLog(keeper.notice)
    for voice in ("robot", "giant"):
        keeper.change(last_voice=voice)
        keeper.flush()
    assert [notice.code for notice in notices.values] == ["settings.read_only"]
    assert keeper.now.last_voice == "giant"
    blocked.unlink()
    keeper.change(last_voice="child")
    keeper.flush()
    assert SettingsFile(blocked / "below").load().settings.last_voice == "child"
