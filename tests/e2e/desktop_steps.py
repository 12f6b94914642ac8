"""What needs a desktop: global keys, the tray, a second start. Run by test_desktop.py inside an X server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from app.hotkeys.contract import KeysUnavailable
from app.hotkeys.x11 import X11Keys
from app.settings.places import CONFIG_DIR_VARIABLE
from app.settings.record import Settings
from app.settings.store import SettingsFile
from app.viewmodels.actions_vm import ActionsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.hotkeys_vm import HotkeysVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.viewmodels.session import SessionVM
from app.viewmodels.single_instance import SingleInstance
from app.views.tray import Tray
from models.builtin import builtin_voices
from models.places import DATA_DIR_VARIABLE

LONG_MS = 20_000


@pytest.fixture
def keyboard() -> Iterator[Display]:
    display = Display()
    yield display
    display.close()


def press(keyboard: Display, *names: str) -> None:
    codes = [keyboard.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
    for code in codes:
        xtest.fake_input(keyboard, X.KeyPress, code)
    for code in reversed(codes):
        xtest.fake_input(keyboard, X.KeyRelease, code)
    keyboard.sync()


def test_keys_reach_the_program_whoever_has_the_focus(keyboard: Display, qtbot: QtBot) -> None:
    keeper = SettingsKeeper(Settings())
    keys = HotkeysVM(keeper)
    assert keys.why_not == ""
    keeper.set_preferences({"hotkey_power": "Ctrl+Alt+V", "hotkey_mute": "F9"})
    with qtbot.waitSignal(keys.pressed, timeout=LONG_MS) as pressed:
        press(keyboard, "Control_L", "Alt_L", "v")
    assert pressed.args == ["power"]
    with qtbot.waitSignal(keys.pressed, timeout=LONG_MS) as pressed:
        press(keyboard, "F9")
    assert pressed.args == ["mute"]
    keeper.set_preferences({"hotkey_mute": "Ctrl+F8"})
    heard: list[str] = []
    keys.pressed.connect(heard.append)
    press(keyboard, "F9")  # let go
    with qtbot.waitSignal(keys.pressed, timeout=LONG_MS):
        press(keyboard, "Control_L", "F8")
    assert heard == ["mute"]
    keys.close()


def test_what_is_held_is_told_when_it_is_let_go(keyboard: Display, qtbot: QtBot) -> None:
    """A key that is held repeats itself; it counts as pressed once, and as let go when it is up."""
    keeper = SettingsKeeper(Settings())
    keys = HotkeysVM(keeper)
    keeper.set_preferences({"hotkey_talk": "F10"})
    told: list[str] = []
    keys.pressed.connect(lambda name: told.append(f"{name} down"))
    keys.released.connect(lambda name: told.append(f"{name} up"))
    code = keyboard.keysym_to_keycode(XK.string_to_keysym("F10"))
    for _ in range(2):
        told.clear()
        xtest.fake_input(keyboard, X.KeyPress, code)
        keyboard.sync()
        qtbot.waitUntil(lambda: told == ["talk down"], timeout=LONG_MS)
        qtbot.wait(1000)  # time for the X server to repeat it
        assert told == ["talk down"]
        xtest.fake_input(keyboard, X.KeyRelease, code)
        keyboard.sync()
        qtbot.waitUntil(lambda: told == ["talk down", "talk up"], timeout=LONG_MS)
    keys.close()


def test_a_program_that_is_slow_takes_no_repeated_key_for_another_press(keyboard: Display) -> None:
    """What the key has repeated waits until it is up."""
    told: list[str] = []
    busy, ended = threading.Event(), threading.Event()

    def on_press(name: str) -> None:
        told.append(f"{name} down")
        busy.wait(LONG_MS / 1000)

    def on_release(name: str) -> None:
        told.append(f"{name} up")
        ended.set()

    keys = X11Keys(on_press, on_release)
    assert keys.bind({"talk": "F11"}) == {}
    code = keyboard.keysym_to_keycode(XK.string_to_keysym("F11"))
    xtest.fake_input(keyboard, X.KeyPress, code)
    keyboard.sync()
    QTest.qWait(1000)  # time for the X server to repeat it
    xtest.fake_input(keyboard, X.KeyRelease, code)
    keyboard.sync()
    busy.set()
    assert ended.wait(LONG_MS / 1000)
    keys.close()  # ends after what has come
    assert told == ["talk down", "talk up"]


def test_a_key_that_another_program_has_is_said(qtbot: QtBot) -> None:
    other = X11Keys(lambda name: None)
    assert other.bind({"theirs": "Ctrl+F7"}) == {}
    keeper = SettingsKeeper(Settings())
    keys = HotkeysVM(keeper)
    said: list[Message] = []
    keys.message.connect(said.append)
    keeper.set_preferences({"hotkey_bypass": "Ctrl+F7"})
    assert [message.code for message in said] == ["hotkey.taken"]
    other.close()
    keeper.set_preferences({"hotkey_bypass": "Ctrl+F6"})
    assert len(said) == 1
    keys.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "urvc-keys"]


def test_wayland_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(KeysUnavailable):
        X11Keys(lambda name: None)
    assert HotkeysVM(SettingsKeeper(Settings())).why_not


def test_the_tray_switches_and_chooses(qapp: QApplication, qtbot: QtBot) -> None:
    keeper, link = SettingsKeeper(Settings()), EngineLink()
    session = SessionVM(link, keeper)
    voices = builtin_voices()
    session.select(voices[0])
    tray = Tray(ActionsVM(session), lambda: voices)
    tray.fill()
    actions = tray.choices.actions()
    assert [action.isChecked() for action in actions] == [True] + [False] * (len(actions) - 1)
    actions[3].trigger()
    assert session.voice == voices[3]
    assert voices[3].name in tray.icon.toolTip()
    with qtbot.waitSignal(tray.quit_asked):
        tray.menu.actions()[-1].trigger()
    tray.switches["on"].trigger()
    assert session.on
    assert tray.switches["on"].isChecked()
    link.close()
    tray.close()


def test_a_second_start_raises_the_first_and_ends(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from app.viewmodels.single_instance import SingleInstance\n"
        "app = QCoreApplication([]); sys.exit(7 if SingleInstance(Path(sys.argv[1])).claim() else 3)\n"
    )
    second = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=os.environ)
    with qtbot.waitSignal(first.raised, timeout=LONG_MS):
        pass
    assert second.wait(20) == 3
    other = subprocess.run([sys.executable, "-c", code, str(tmp_path / "other")], check=False, timeout=20)
    assert other.returncode == 7
    first.close()
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=20).returncode == 7


def test_two_starts_of_the_whole_program_are_one_window(keyboard: Display, tmp_path: Path) -> None:
    folders = {CONFIG_DIR_VARIABLE: str(tmp_path / "config"), DATA_DIR_VARIABLE: str(tmp_path / "data")}
    SettingsFile(tmp_path / "config").save(Settings(first_run_done=True))
    command = [sys.executable, "-m", "app"]
    first = subprocess.Popen(command, env={**os.environ, **folders})
    deadline_s = time.monotonic() + 60
    while not has_window(keyboard, "URVC") and time.monotonic() < deadline_s:
        time.sleep(0.1)
    assert first.poll() is None
    assert subprocess.run(command, env={**os.environ, **folders}, check=False, timeout=60).returncode == 0
    assert first.poll() is None
    first.terminate()
    assert first.wait(30) == 0
    assert SettingsFile(tmp_path / "config").load().settings.window


def has_window(display: Display, name: str) -> bool:
    return any(window.get_wm_name() == name for window in display.screen().root.query_tree().children)


def test_a_crash_leaves_no_lock_behind(qapp: QApplication, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from app.viewmodels.single_instance import SingleInstance\n"
        "app = QCoreApplication([]); one = SingleInstance(Path(sys.argv[1])); assert one.claim()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=20).returncode == -9
    again = SingleInstance(tmp_path)
    assert again.claim()
    QTest.qWait(1)
    again.close()
