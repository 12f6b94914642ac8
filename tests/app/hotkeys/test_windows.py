"""Windows' keys up to the border of the system: what is asked of user32, and what its messages become. user32 itself is not here."""

from __future__ import annotations

import ctypes
import queue
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from app.hotkeys.windows import IS_DOWN, WM_HOTKEY, WM_QUIT, WM_TIMER, WindowsKeys

WAIT_S = 10.0
F9 = 0x78


class User32:
    """Takes registrations, and gives the messages that the test posts."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
        self.registered: dict[int, tuple[int, int]] = {}
        self.down: set[int] = set()
        self.timers: list[str] = []

    def PeekMessageW(self, *_: object) -> int:
        return 0

    def GetMessageW(self, message: Any, *_: object) -> int:
        kind, number = self.messages.get(timeout=WAIT_S)
        message._obj.message, message._obj.wParam = kind, number
        return int(kind != WM_QUIT)

    def PostThreadMessageW(self, thread: int, kind: int, *_: object) -> None:
        self.messages.put((kind, 0))

    def RegisterHotKey(self, window: None, number: int, modifiers: int, key: int) -> int:
        self.registered[number] = (modifiers, key)
        return 1

    def UnregisterHotKey(self, window: None, number: int) -> None:
        del self.registered[number]

    def SetTimer(self, *_: object) -> int:
        self.timers.append("set")
        return 7

    def KillTimer(self, window: None, number: int) -> None:
        self.timers.append(f"kill {number}")

    def GetAsyncKeyState(self, key: int) -> int:
        return IS_DOWN if key in self.down else 0


class Windows:
    """The keys on that system, and what they tell."""

    def __init__(self, user32: User32) -> None:
        self.user32 = user32
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.keys = WindowsKeys(lambda name: self.told.put(f"{name} down"), lambda name: self.told.put(f"{name} up"))


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    user32 = User32()
    kernel32 = SimpleNamespace(GetCurrentThreadId=threading.get_ident)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32, kernel32=kernel32), raising=False)
    made = Windows(user32)
    yield made
    made.keys.close()
    assert user32.registered == {}


def test_a_key_is_told_when_it_is_pressed_and_when_it_is_let_go(windows: Windows) -> None:
    user32 = windows.user32
    assert windows.keys.bind({"talk": "F9", "mute": "Ctrl+F8"}) == {}
    user32.down.add(F9)
    user32.messages.put((WM_HOTKEY, 1))
    assert windows.told.get(timeout=WAIT_S) == "talk down"
    user32.messages.put((WM_TIMER, 7))  # still held
    user32.messages.put((WM_HOTKEY, 2))  # the other is let go at once
    assert windows.told.get(timeout=WAIT_S) == "mute down"
    user32.messages.put((WM_TIMER, 7))
    assert windows.told.get(timeout=WAIT_S) == "mute up"
    user32.down.clear()
    user32.messages.put((WM_TIMER, 7))
    assert windows.told.get(timeout=WAIT_S) == "talk up"
    assert windows.keys.bind({}) == {}  # everything before has been carried out
    assert user32.timers == ["set", "kill 7"]
