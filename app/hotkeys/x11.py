"""Global keys through the X server.

Thread: one of its own holds the connection; `bind` and `close` come from the GUI's and wait for it.
"""

from __future__ import annotations

import os
import queue
import select
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

from app.hotkeys.combo import Combo, Modifier, parse
from app.hotkeys.contract import KeysUnavailable

ANSWER_S = 3.0
KEYSYM_NAMES = {
    "Esc": "Escape",
    "Space": "space",
    "Backspace": "BackSpace",
    "Enter": "KP_Enter",
    "Ins": "Insert",
    "Del": "Delete",
    "PgUp": "Prior",
    "PgDown": "Next",
    "Print": "Print",
    "CapsLock": "Caps_Lock",
    "ScrollLock": "Scroll_Lock",
    "+": "plus",
    "-": "minus",
    "*": "asterisk",
    "/": "slash",
    "\\": "backslash",
    ",": "comma",
    ".": "period",
    ";": "semicolon",
    "=": "equal",
    "`": "grave",
    "'": "apostrophe",
    "[": "bracketleft",
    "]": "bracketright",
}

Grab = tuple[int, int]
"""(key code, modifier mask)."""


class X11Keys:
    """Grabs keys on the root window. Raises KeysUnavailable where there is no X server, or where it is Wayland's, which tells of no key
    that goes to another program."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
            raise KeysUnavailable("wayland")
        self._display = _display()
        self._root = self._display.screen().root
        self._pressed = pressed
        self._names: dict[Grab, str] = {}
        self._orders: queue.SimpleQueue[Mapping[str, str] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="urvc-keys", daemon=True)
        self._thread.start()

    def bind(self, combos: Mapping[str, str]) -> list[str]:
        self._orders.put(dict(combos))
        self._wake.send(b".")
        try:
            return self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            return list(combos)

    def close(self) -> None:
        if self._thread.is_alive():
            self._orders.put(None)
            self._wake.send(b".")
            self._thread.join(ANSWER_S)
        self._wake.close()
        self._woken.close()

    def _run(self) -> None:
        from Xlib.error import ConnectionClosedError

        try:
            while self._obey():
                self._listen()
        except (ConnectionClosedError, OSError):
            return  # the X server has gone, and the window with it
        self._display.close()

    def _obey(self) -> bool:
        """Whether to go on."""
        while not self._orders.empty():
            order = self._orders.get()
            if order is None:
                return False
            self._answers.put(self._grab(order))
        return True

    def _listen(self) -> None:
        from Xlib import X

        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.KeyPress:
                name = self._names.get((event.detail, event.state & _relevant(X)))
                if name is not None:
                    self._pressed(name)
        ready, _, _ = select.select([self._display.fileno(), self._woken], [], [])
        if self._woken in ready:
            self._woken.recv(64)

    def _grab(self, combos: Mapping[str, str]) -> list[str]:
        from Xlib import X
        from Xlib.error import CatchError

        self._root.ungrab_key(X.AnyKey, X.AnyModifier)
        self._names.clear()
        refused: list[str] = []
        for name, text in combos.items():
            grab = self._grab_of(text)
            if grab is None or grab in self._names:
                refused.append(name)
                continue
            error = CatchError()
            for locks in (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask):  # caps and num lock change the mask
                self._root.grab_key(grab[0], grab[1] | locks, True, X.GrabModeAsync, X.GrabModeAsync, onerror=error)
            self._display.sync()
            if error.get_error() is not None:
                refused.append(name)
                for locks in (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask):
                    self._root.ungrab_key(grab[0], grab[1] | locks, onerror=CatchError())
                self._display.sync()
            else:
                self._names[grab] = name
        return refused

    def _grab_of(self, text: str) -> Grab | None:
        from Xlib import X

        try:
            combo = parse(text)
        except ValueError:
            return None
        keycode = self._display.keysym_to_keycode(_keysym(combo))
        masks: dict[Modifier, int] = {"Ctrl": X.ControlMask, "Alt": X.Mod1Mask, "Shift": X.ShiftMask, "Meta": X.Mod4Mask}
        mask = 0
        for modifier in combo.modifiers:
            mask |= masks[modifier]
        return (keycode, mask) if keycode else None


def _display() -> Any:
    from Xlib.display import Display
    from Xlib.error import DisplayError

    try:
        return Display()
    except (DisplayError, OSError) as error:
        raise KeysUnavailable("no_display") from error


def _keysym(combo: Combo) -> int:
    from Xlib import XK

    name = KEYSYM_NAMES.get(combo.key, combo.key)
    return int(XK.string_to_keysym(name) or XK.string_to_keysym(name.lower()) or 0)


def _relevant(x: Any) -> int:
    """The modifiers that tell combinations apart; locks and mouse buttons do not."""
    return int(x.ControlMask | x.Mod1Mask | x.ShiftMask | x.Mod4Mask)
