"""Global keys through Windows' RegisterHotKey, which sends its messages to the thread that registered.

Thread: one of its own; `bind` and `close` come from the GUI's and wait for it.
"""

from __future__ import annotations

import ctypes
import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any

from app.hotkeys.combo import Combo, parse
from app.hotkeys.contract import KeysUnavailable, Refused, ignore

ANSWER_S = 3.0
MODIFIER_BITS = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Meta": 0x8}
NO_REPEAT = 0x4000
WM_QUIT, WM_TIMER, WM_HOTKEY, WM_APP = 0x0012, 0x0113, 0x0312, 0x8000
IS_DOWN = 0x8000
LOOK_MS = 20
VIRTUAL_KEYS = {
    "Backspace": 0x08,
    "Tab": 0x09,
    "Return": 0x0D,
    "Pause": 0x13,
    "Esc": 0x1B,
    "Space": 0x20,
    "PgUp": 0x21,
    "PgDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Print": 0x2C,
    "Ins": 0x2D,
    "Del": 0x2E,
    ";": 0xBA,
    "=": 0xBB,
    "+": 0xBB,
    ",": 0xBC,
    "-": 0xBD,
    ".": 0xBE,
    "/": 0xBF,
    "`": 0xC0,
    "[": 0xDB,
    "\\": 0xDC,
    "]": 0xDD,
    "'": 0xDE,
}
NUMPAD_KEYS = {
    **{str(digit): 0x60 + digit for digit in range(10)},
    "*": 0x6A,
    "+": 0x6B,
    "-": 0x6D,
    ".": 0x6E,
    ",": 0x6E,
    "/": 0x6F,
    "Enter": 0x0D,
    "Return": 0x0D,
    "Clear": 0x0C,
    **{name: VIRTUAL_KEYS[name] for name in ("PgUp", "PgDown", "End", "Home", "Left", "Up", "Right", "Down", "Ins", "Del")},
}
NO_SUCH_KEY = 0xFFFF
F1, LAST_F = 0x70, 24


class WindowsKeys:
    """Registers keys for the whole session. Raises KeysUnavailable on another system."""

    def __init__(self, pressed: Callable[[str], None], released: Callable[[str], None] = ignore) -> None:
        windows: Any = getattr(ctypes, "windll", None)
        if windows is None:
            raise KeysUnavailable("system")
        self._user32: Any = windows.user32
        self._kernel32: Any = windows.kernel32
        self._pressed, self._released = pressed, released
        self._codes: dict[str, int] = {}  # name -> virtual key
        self._held: set[str] = set()
        self._timer = 0
        self._names: dict[int, str] = {}
        self._orders: queue.SimpleQueue[Mapping[str, str]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, Refused]] = queue.SimpleQueue()
        self._ready = threading.Event()
        self._thread_id = 0
        self._thread = threading.Thread(target=self._run, name="urvc-keys", daemon=True)
        self._thread.start()
        self._ready.wait(ANSWER_S)

    def bind(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        self._orders.put(dict(combos))
        self._user32.PostThreadMessageW(self._thread_id, WM_APP, 0, 0)
        try:
            return self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            return dict.fromkeys(combos, "system")

    def close(self) -> None:
        self._user32.PostThreadMessageW(self._thread_id, WM_QUIT, 0, 0)
        self._thread.join(ANSWER_S)

    def _run(self) -> None:
        from ctypes import wintypes

        message = wintypes.MSG()
        self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # makes the thread's message queue
        self._thread_id = self._kernel32.GetCurrentThreadId()
        self._ready.set()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY and message.wParam in self._names:
                self._on_press(self._names[message.wParam])
            elif message.message == WM_TIMER:
                self._look_for_releases()
            elif message.message == WM_APP:
                while not self._orders.empty():
                    self._answers.put(self._register(self._orders.get()))
        self._register({})

    def _on_press(self, name: str) -> None:
        """Windows does not tell when a hot key is let go: the keyboard is looked at while one is held."""
        if not self._held:
            self._timer = self._user32.SetTimer(None, 0, LOOK_MS, None)
        self._held.add(name)
        self._pressed(name)

    def _look_for_releases(self) -> None:
        for name in [held for held in self._held if not self._user32.GetAsyncKeyState(self._codes.get(held, 0)) & IS_DOWN]:
            self._held.remove(name)
            self._released(name)
        if not self._held:
            self._user32.KillTimer(None, self._timer)

    def _register(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        for number in self._names:
            self._user32.UnregisterHotKey(None, number)
        self._names.clear()
        refused: dict[str, Refused] = {}
        bound: set[tuple[int, int]] = set()
        for number, (name, text) in enumerate(combos.items(), 1):
            codes = codes_of(text, self._key_of)
            if codes is None or codes in bound:
                refused[name] = "no_key" if codes is None else "twice"
            elif not self._user32.RegisterHotKey(None, number, codes[0] | NO_REPEAT, codes[1]):
                refused[name] = "taken"
            else:
                self._names[number] = name
                self._codes[name] = codes[1]
                bound.add(codes)
        return refused

    def _key_of(self, character: str) -> int:
        """The virtual key that types a character in the layout in use; 0 where none does."""
        scan = int(self._user32.VkKeyScanW(ord(character))) & 0xFFFF
        return 0 if scan == NO_SUCH_KEY else scan & 0xFF


def codes_of(text: str, key_of: Callable[[str], int] = lambda character: 0) -> tuple[int, int] | None:
    """(modifier bits, virtual key) of a combination; None for a key that this keyboard has not. `key_of`: that of a character."""
    try:
        combo = parse(text)
    except ValueError:
        return None
    key = _virtual_key(combo) or (key_of(combo.key) if len(combo.key) == 1 and not combo.numpad else 0)
    return (sum(MODIFIER_BITS[modifier] for modifier in combo.modifiers), key) if key else None


def _virtual_key(combo: Combo) -> int:
    key = combo.key
    if combo.numpad:
        return NUMPAD_KEYS.get(key, 0)
    if len(key) == 1 and key.isascii() and key.isalnum():
        return ord(key.upper())
    if key.startswith("F") and key[1:].isdecimal() and 1 <= int(key[1:]) <= LAST_F:
        return F1 + int(key[1:]) - 1
    return VIRTUAL_KEYS.get(key, 0)
