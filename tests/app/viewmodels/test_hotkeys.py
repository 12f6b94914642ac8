"""Global keys beside the settings; the real keys of an X server are in tests/e2e/test_desktop.py."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping

import pytest
from pytestqt.qtbot import QtBot

from app.hotkeys.contract import Refused
from app.settings.record import Preferences, Settings
from app.viewmodels.actions_vm import ActionsVM
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.hotkeys_vm import HotkeysVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.viewmodels.session import SessionVM
from app.wiring import on_key
from tests.app.viewmodels.parts import SignalLog, until


class Keyboard:
    """The keys of a system on which `taken` belong to another program; `bound` is what was asked for, each time."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.why: Refused = "taken"
        self.bound: list[Mapping[str, str]] = []
        self.pressed: Callable[[str], None] = lambda name: None
        self.released: Callable[[str], None] = lambda name: None
        self.closed = False

    def make(self, pressed: Callable[[str], None], released: Callable[[str], None]) -> Keyboard:
        self.pressed, self.released = pressed, released
        return self

    def bind(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        self.bound.append(combos)
        return {name: self.why for name, keys in combos.items() if keys in self.taken}

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
    said = SignalLog(keys.message)  # the window connects when the keys have been made
    until(qtbot, lambda: said.values)
    (message,) = said.values
    assert isinstance(message, Message)
    assert (message.level, message.code) == ("warn", "hotkey.taken")
    assert "F10" in message.text


def test_a_key_is_bound_anew_when_it_is_changed_and_only_then(qtbot: QtBot) -> None:
    keyboard, settings = Keyboard("F8"), keeper(hotkey_power="F9")
    keys = HotkeysVM(settings, keyboard.make)
    said = SignalLog(keys.message)
    settings.set_preferences({"theme": "dark"})
    settings.set_engine({"hop_ms": 40})
    assert len(keyboard.bound) == 1
    settings.set_preferences({"hotkey_power": "F8", "hotkey_bypass": "F7"})
    assert keyboard.bound[1:] == [{"power": "F8", "bypass": "F7"}]
    assert [("F8" in text, "F7" in text) for text in said.texts] == [(True, False)]
    settings.set_preferences({"hotkey_power": "", "hotkey_bypass": ""})
    assert keyboard.bound[2:] == [{}]  # let go
    assert len(said.values) == 1


def test_a_voice_can_have_a_key(qtbot: QtBot) -> None:
    keyboard, settings = Keyboard(), keeper(hotkey_mute="F9")
    HotkeysVM(settings, keyboard.make)
    gallery = GalleryVM(settings, Background())
    gallery.set_key("robot", "Ctrl+F5")
    gallery.set_key("giant", "Ctrl+F6")
    gallery.set_key("giant", "")
    assert keyboard.bound[1] == {"mute": "F9", "voice:robot": "Ctrl+F5"}
    assert keyboard.bound[-1] == keyboard.bound[1]
    assert (gallery.key_of("robot"), gallery.key_of("giant")) == ("Ctrl+F5", "")


def test_the_key_of_a_voice_chooses_it_and_a_held_key_is_told_both_ways(qtbot: QtBot) -> None:
    settings = keeper()
    session, gallery = SessionVM(EngineLink(), settings), GalleryVM(settings, Background())
    actions = ActionsVM(session, lambda: gallery.cards)
    on_key(actions, "voice:giant", True)
    on_key(actions, "voice:giant", False)
    on_key(actions, "voice:gone", True)  # a voice that was deleted
    assert session.voice is not None
    assert session.voice.id == "giant"
    for down in (True, False):
        on_key(actions, "change", down)
        assert session.bypass is not down


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
    ("session", "platform", "word"), [("wayland", "linux", "shortcut"), ("x11", "linux", "X server"), ("", "darwin", "This system")]
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
    said = SignalLog(keys.message)
    assert keys.why_not
    assert word in keys.why_not
    settings.set_preferences({"hotkey_mute": "F10"})
    keys.close()
    assert said.values == []  # why_not stands beside the setting: one sentence is enough


@pytest.mark.parametrize(("why", "words"), [("no_key", "this keyboard has none"), ("twice", "chosen twice"), ("taken", "another program")])
def test_why_a_key_cannot_be_had_is_said(qtbot: QtBot, why: Refused, words: str) -> None:
    """A key that the keyboard has not is not "taken by another program"."""
    keyboard = Keyboard("F10")
    keyboard.why = why
    keys = HotkeysVM(keeper(hotkey_mute="F10"), keyboard.make)
    said = SignalLog(keys.message)
    until(qtbot, lambda: said.values)
    assert said.codes == [f"hotkey.{why}"]
    assert words in said.texts[0]
