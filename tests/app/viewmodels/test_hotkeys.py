"""Global keys beside the settings; the real keys of an X server are in tests/e2e/test_desktop.py."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Preferences, Settings
from app.viewmodels.hotkeys_vm import HotkeysVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from tests.app.viewmodels.parts import Heard, until


class Keyboard:
    """The keys of a system on which `taken` belong to another program; `bound` is what was asked for, each time."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.bound: list[Mapping[str, str]] = []
        self.pressed: Callable[[str], None] = lambda name: None
        self.closed = False

    def make(self, pressed: Callable[[str], None]) -> Keyboard:
        self.pressed = pressed
        return self

    def bind(self, combos: Mapping[str, str]) -> list[str]:
        self.bound.append(combos)
        return [name for name, keys in combos.items() if keys in self.taken]

    def close(self) -> None:
        self.closed = True


def keeper(**preferences: str) -> SettingsKeeper:
    return SettingsKeeper(Settings(preferences=Preferences(**preferences)))  # type: ignore[arg-type]


def test_the_keys_of_last_time_are_bound_at_once_and_those_that_are_not_set_are_not(qtbot: QtBot) -> None:
    keyboard = Keyboard()
    HotkeysVM(keeper(hotkey_power="Ctrl+Alt+V", hotkey_mute="F9"), keyboard.make)
    assert keyboard.bound == [{"power": "Ctrl+Alt+V", "mute": "F9"}]


def test_a_key_that_is_taken_at_the_start_is_said_to_a_window_that_comes_later(qtbot: QtBot) -> None:
    keys = HotkeysVM(keeper(hotkey_power="F9", hotkey_mute="F10"), Keyboard("F10").make)
    said = Heard(keys.said)  # the window connects when the keys have been made
    until(qtbot, lambda: said.values)
    (message,) = said.values
    assert isinstance(message, Message)
    assert (message.level, message.code) == ("warn", "hotkey.taken")
    assert "F10" in message.text


def test_a_key_is_bound_anew_when_it_is_changed_and_only_then(qtbot: QtBot) -> None:
    keyboard, settings = Keyboard("F8"), keeper(hotkey_power="F9")
    keys = HotkeysVM(settings, keyboard.make)
    said = Heard(keys.said)
    settings.set_preferences({"theme": "dark"})
    settings.set_engine({"hop_ms": 40})
    assert len(keyboard.bound) == 1
    settings.set_preferences({"hotkey_power": "F8", "hotkey_bypass": "F7"})
    assert keyboard.bound[1:] == [{"power": "F8", "bypass": "F7"}]
    assert [("F8" in text, "F7" in text) for text in said.texts] == [(True, False)]
    settings.set_preferences({"hotkey_power": "", "hotkey_bypass": ""})
    assert keyboard.bound[2:] == [{}]  # let go
    assert len(said.values) == 1


def test_a_key_pressed_on_its_own_thread_arrives_on_the_windows(qtbot: QtBot) -> None:
    keyboard = Keyboard()
    keys = HotkeysVM(keeper(hotkey_mute="F9"), keyboard.make)
    arrived: list[tuple[str, int]] = []
    keys.pressed.connect(lambda name: arrived.append((name, threading.get_ident())))
    thread = threading.Thread(target=keyboard.pressed, args=("mute",))
    thread.start()
    thread.join()
    until(qtbot, lambda: arrived)
    assert arrived == [("mute", threading.get_ident())]


def test_every_key_is_let_go_at_the_end(qtbot: QtBot) -> None:
    keyboard, settings = Keyboard(), keeper(hotkey_mute="F9")
    keys = HotkeysVM(settings, keyboard.make)
    keys.close()
    settings.set_preferences({"hotkey_mute": "F10"})
    keys.close()
    assert keyboard.closed
    assert len(keyboard.bound) == 1


@pytest.mark.parametrize(
    ("session", "platform", "word"), [("wayland", "linux", "urvc ctl"), ("x11", "linux", "X server"), ("", "darwin", "This system")]
)
def test_where_there_are_no_keys_it_says_why_and_the_settings_go_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, session: str, platform: str, word: str
) -> None:
    """With the real keys of each system."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("XDG_SESSION_TYPE", session)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    settings = keeper(hotkey_mute="F9")
    keys = HotkeysVM(settings)
    said = Heard(keys.said)
    assert keys.why_not
    assert word in keys.why_not
    settings.set_preferences({"hotkey_mute": "F10"})
    keys.close()
    assert said.values == []  # why_not stands beside the setting: one sentence is enough
