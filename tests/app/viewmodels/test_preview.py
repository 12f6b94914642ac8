"""InputLevels a voice before choosing it, with a real engine of its own, to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels import preview as preview_module
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.preview import PreviewVM
from models.builtin import find_voice
from tests.app.viewmodels.parts import DEMO, SignalLog, until


@pytest.fixture
def preview(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PreviewVM]:
    monkeypatch.setattr(preview_module, "OWN_S", 0.6)
    made = PreviewVM(SettingsKeeper(Settings()), silent=True)
    yield made
    made.close()


def test_one_voice_after_the_other_and_stop(qtbot: QtBot, preview: PreviewVM) -> None:
    playing, said = SignalLog(preview.playing), SignalLog(preview.message)
    preview.toggle(find_voice("robot"))
    preview.toggle(find_voice("child"))
    assert preview.voice_id == "child"
    preview.toggle(find_voice("child"))
    assert preview.voice_id == ""
    assert playing.values == ["robot", "", "child", ""]
    assert said.values == []


def test_own_seconds_are_recorded_and_played_to_their_end(qtbot: QtBot, preview: PreviewVM) -> None:
    own, recording = SignalLog(preview.own_recorded), SignalLog(preview.recording)
    preview.record_own(str(DEMO))
    until(qtbot, lambda: own.values)
    assert recording.values == [True, False]
    assert 0.3 < soundfile.info(preview.own).duration < 7.0
    playing = SignalLog(preview.playing)
    preview.play(find_voice("robot"))
    until(qtbot, lambda: playing.values == ["robot", ""])  # it ends by itself
    path = Path(preview.own)
    preview.close()
    assert not path.exists()


def test_what_cannot_be_played_is_said(qtbot: QtBot, preview: PreviewVM) -> None:
    said, playing = SignalLog(preview.message), SignalLog(preview.playing)
    preview.own = "/nowhere/own.wav"
    preview.play(find_voice("robot"))
    until(qtbot, lambda: said.codes)
    assert said.codes == ["file.not_found"]
    assert playing.values[-1] == ""
