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
from app.hotkeys.contract import KeysUnavailable, Refused, ignore
from app.hotkeys.physical import X_OFFSET, number_of

ANSWER_S = 3.0
KEYSYM_NAMES = {
    "Esc": "Escape",
    "Space": "space",
    "Backspace": "BackSpace",
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

NUMPAD_NAMES: dict[str, tuple[str, ...]] = {
    **{str(digit): (f"KP_{digit}",) for digit in range(10)},
    "Enter": ("KP_Enter",),
    "Return": ("KP_Enter",),
    "+": ("KP_Add",),
    "-": ("KP_Subtract",),
    "*": ("KP_Multiply",),
    "/": ("KP_Divide",),
    ".": ("KP_Decimal", "KP_Separator"),
    ",": ("KP_Separator", "KP_Decimal"),
    "Ins": ("KP_Insert",),
    "Del": ("KP_Delete",),
    "Home": ("KP_Home",),
    "End": ("KP_End",),
    "Up": ("KP_Up",),
    "Down": ("KP_Down",),
    "Left": ("KP_Left",),
    "Right": ("KP_Right",),
    "Clear": ("KP_Begin",),
    "PgUp": ("KP_Prior", "KP_Page_Up"),
    "PgDown": ("KP_Next", "KP_Page_Down"),
}
UNICODE_FROM, UNICODE_KEYSYM = 0x100, 0x01000000

Grab = tuple[int, int]
"""(key code, modifier mask)."""


class X11Keys:
    """Grabs keys on the root window. Raises KeysUnavailable where there is no X server, or where it is Wayland's, which tells of no key
    that goes to another program."""

    def __init__(self, pressed: Callable[[str], None], released: Callable[[str], None] = ignore) -> None:
        if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
            raise KeysUnavailable("wayland")
        self._display = _display()
        self._root = self._display.screen().root
        self._pressed, self._released = pressed, released
        self._held: dict[int, str] = {}  # key code -> what it is held for
        self._names: dict[Grab, str] = {}
        self._ahead: Any = None  # an event that was looked at before its turn
        self._orders: queue.SimpleQueue[Mapping[str, str] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, Refused]] = queue.SimpleQueue()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="urvc-keys", daemon=True)
        self._thread.start()

    def bind(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        self._orders.put(dict(combos))
        self._wake.send(b".")
        try:
            return self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            return dict.fromkeys(combos, "system")

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

        while (event := self._next_event()) is not None:
            if event.type == X.KeyPress:
                self._on_press(event.detail, self._names.get((event.detail, event.state & _relevant(X))))
            elif event.type == X.KeyRelease and not self._repeats(event):
                self._on_release(event.detail)
        ready, _, _ = select.select([self._display.fileno(), self._woken], [], [])
        if self._woken in ready:
            self._woken.recv(64)

    def _next_event(self) -> Any:
        """What has come, in order; None where there is nothing."""
        event, self._ahead = self._ahead, None
        if event is None and self._display.pending_events():
            event = self._display.next_event()
        return event

    def _repeats(self, release: Any) -> bool:
        """A key that is held is let go and pressed again in the same millisecond. Who comes late, when the key is up, sees it by that."""
        from Xlib import X

        self._ahead = following = self._next_event()
        same_key = following is not None and following.type == X.KeyPress and following.detail == release.detail
        return bool(same_key and following.time == release.time)

    def _on_press(self, keycode: int, name: str | None) -> None:
        """A key that is held repeats itself; that is told once."""
        if name is not None and keycode not in self._held:
            self._held[keycode] = name
            self._pressed(name)

    def _on_release(self, keycode: int) -> None:
        """A key that repeats itself is let go and pressed at once: the keyboard says whether it is still down."""
        if self._display.query_keymap()[keycode // 8] >> keycode % 8 & 1:
            return
        name = self._held.pop(keycode, None)
        if name is not None:
            self._released(name)

    def _grab(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        from Xlib import X
        from Xlib.error import CatchError

        self._root.ungrab_key(X.AnyKey, X.AnyModifier)
        self._names.clear()
        refused: dict[str, Refused] = {}
        for name, text in combos.items():
            grab = self._grab_of(text)
            if grab is None or grab in self._names:
                refused[name] = "no_key" if grab is None else "twice"
                continue
            error = CatchError()
            for locks in (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask):  # caps and num lock change the mask
                self._root.grab_key(grab[0], grab[1] | locks, True, X.GrabModeAsync, X.GrabModeAsync, onerror=error)
            self._display.sync()
            if error.get_error() is not None:
                refused[name] = "taken"
                for locks in (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask):
                    self._root.ungrab_key(grab[0], grab[1] | locks, onerror=CatchError())
                self._display.sync()
            else:
                self._names[grab] = name
        return refused

    def _keycode(self, combo: Combo) -> int:
        """The physical key. Keys that other layouts label otherwise are found wherever a layout has them; 0 for none."""
        codes = (self._display.keysym_to_keycode(keysym) for keysym in keysyms_of(combo))
        found = next((code for code in codes if code), 0)
        place = 0 if combo.numpad else number_of(combo.key)
        return found or (place + X_OFFSET if place else 0)

    def _grab_of(self, text: str) -> Grab | None:
        from Xlib import X

        try:
            combo = parse(text)
        except ValueError:
            return None
        keycode = self._keycode(combo)
        masks: dict[Modifier, int] = {"Ctrl": X.ControlMask, "Alt": X.Mod1Mask, "Shift": X.ShiftMask, "Meta": X.Mod4Mask}
        mask = 0
        for modifier in combo.modifiers:
            mask |= masks[modifier]
        return (keycode, mask) if keycode else None


def keysyms_of(combo: Combo) -> tuple[int, ...]:
    """The keysyms that stand for a key, the likeliest first. A key of the number pad is a digit with Num Lock and an arrow without."""
    from Xlib import XK

    names = NUMPAD_NAMES.get(combo.key, ()) if combo.numpad else (KEYSYM_NAMES.get(combo.key, combo.key), combo.key.lower())
    found = [int(XK.string_to_keysym(name)) for name in names]
    if not combo.numpad and len(combo.key) == 1 and not any(found):
        found.append(_keysym_of_character(combo.key))
    return tuple(dict.fromkeys(keysym for keysym in found if keysym))


def _keysym_of_character(character: str) -> int:
    """Of a character without a name of its own in X: Latin-1 ones are their own keysym, all others that of Unicode."""
    number = ord(character.lower())
    return number if number < UNICODE_FROM else UNICODE_KEYSYM + number


def _display() -> Any:
    from Xlib.display import Display
    from Xlib.error import DisplayError

    try:
        return Display()
    except (DisplayError, OSError) as error:
        raise KeysUnavailable("no_display") from error


def _relevant(x: Any) -> int:
    """The modifiers that tell combinations apart; locks and mouse buttons do not."""
    return int(x.ControlMask | x.Mod1Mask | x.ShiftMask | x.Mod4Mask)
