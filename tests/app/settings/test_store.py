"""The settings file on a real disk: nothing is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.error_text import SENTENCES
from app.settings.codec import encode
from app.settings.places import CONFIG_DIR_VARIABLE, config_dir
from app.settings.record import Preferences, Settings
from app.settings.store import SettingsFile

DARK = Settings(preferences=Preferences(theme="dark"))


def test_a_first_start_has_defaults_and_writes_nothing(tmp_path: Path) -> None:
    loaded = SettingsFile(tmp_path / "new").load()
    assert loaded.is_new
    assert loaded.settings == Settings()
    assert loaded.notices == ()
    assert not (tmp_path / "new").exists()


def test_saved_is_loaded_and_no_other_file_stays(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "a" / "b")
    assert file.save(DARK) is None
    assert file.save(replace(DARK, last_voice="robot")) is None
    assert SettingsFile(tmp_path / "a" / "b").load().settings == replace(DARK, last_voice="robot")
    assert [path.name for path in file.path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("content", "code", "name"),
    [
        (b'{"version": 1, "preferences": {"theme"', "settings.broken", "settings.broken-1.json"),
        (b"\xff\xfe\x00", "settings.broken", "settings.broken-1.json"),
        (b'{"version": 7, "preferences": {"theme": "neon"}}', "settings.future", "settings.version-7-1.json"),
        (b'{"version": 1, "preferences": {"theme": "neon"}, "last_voice": "robot"}', "settings.values", "settings.before-1.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_kept(tmp_path: Path, content: bytes, code: str, name: str) -> None:
    file = SettingsFile(tmp_path)
    file.path.write_bytes(content)
    loaded = file.load()
    assert [notice.code for notice in loaded.notices] == [code]
    assert loaded.notices[0].code in SENTENCES
    assert file.save(DARK) is None
    assert (tmp_path / name).read_bytes() == content
    assert SettingsFile(tmp_path).load().settings == DARK


def test_every_broken_file_is_kept_under_a_name_of_its_own(tmp_path: Path) -> None:
    for text in ("first", "second"):
        SettingsFile(tmp_path).path.write_text(text, encoding="utf-8")
        SettingsFile(tmp_path).load()
    assert {path.read_text(encoding="utf-8") for path in tmp_path.glob("settings.broken-*.json")} == {"first", "second"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own cannot be)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_read_only_file_is_used_and_left_alone_and_said_once(open_folder: Path) -> None:
    """Run by an ordinary user, as an administrator may write everything."""
    SettingsFile(open_folder).save(DARK)
    (open_folder / "settings.json").chmod(0o444)
    open_folder.chmod(0o555)
    code = (
        "import sys; from pathlib import Path; from app.settings.store import SettingsFile; from app.settings.record import Settings\n"
        f"file = SettingsFile(Path({str(open_folder)!r}))\n"
        "assert file.load().settings.preferences.theme == 'dark'\n"
        "first, second = file.save(Settings()), file.save(Settings())\n"
        "assert first is not None and first.code == 'settings.read_only', first\n"
        "assert second is None\n"
    )
    try:
        _as_ordinary_user(code)
        assert SettingsFile(open_folder).load().settings == DARK
    finally:
        open_folder.chmod(0o755)


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    file.path.mkdir()
    assert [notice.code for notice in file.load().notices] == ["settings.read_only"]
    assert file.save(DARK) is None
    assert file.path.is_dir()


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = SettingsFile(tmp_path)
    file.save(DARK)
    monkeypatch.setattr(os, "replace", _full_disk)
    notice = file.save(Settings())
    assert notice is not None
    assert notice.facts["reason"] == "No space left on device"
    assert file.path.read_text(encoding="utf-8") == encode(DARK)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_the_environment_moves_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_DIR_VARIABLE, str(tmp_path))
    assert config_dir() == tmp_path
    assert SettingsFile().path.parent == tmp_path
    monkeypatch.delenv(CONFIG_DIR_VARIABLE)
    assert config_dir().name == "urvc"


def _full_disk(source: object, target: object) -> None:
    raise OSError(28, "No space left on device")


def _as_ordinary_user(code: str) -> None:
    loaded = "import app.settings.store, app.settings.record\n"  # before the right to read the program's folder may be gone
    drop = "import os; os.setgid(65534); os.setuid(65534)\n" if os.geteuid() == 0 else ""
    result = subprocess.run([sys.executable, "-c", loaded + drop + code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
