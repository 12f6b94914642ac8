"""What a person can do with the voice: one table of verbs, read by the window's keys, the tray, the global keys, `urvc ctl`, the control
channel and the script in OBS.

A new verb is a row here, and its function. Imports nothing heavy: `urvc ctl` starts with it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.errors import AppError

Takes = Literal["nothing", "switch", "hold", "voice"]
"""The argument: none; on, off or toggle; true while it is held; a voice by id or name."""
Value = bool | str | None
TOGGLE = "toggle"


def always(_: object) -> bool:
    """For what is done at once."""
    return True


class VoiceRow(Protocol):
    """A voice, as far as choosing it needs."""

    @property
    def id(self) -> str: ...

    @property
    def ready(self) -> bool: ...


class Stands(Protocol):
    """How the voice stands (app/live/status.py), as far as actions look at it; a switch looks at its own field."""

    @property
    def on(self) -> bool: ...

    @property
    def voice_id(self) -> str: ...

    @property
    def recording(self) -> bool: ...


class Live(Protocol):
    """What actions act on: the live voice, seen from the window's thread or from another (app/live/steering.py). `offers` names what only
    some programs can do, and `do` does it."""

    @property
    def offers(self) -> Container[str]: ...

    def status(self) -> Stands: ...

    def voices(self) -> Sequence[VoiceRow]: ...

    def select_voice(self, voice_id: str) -> None: ...

    def set_on(self, on: bool) -> None: ...

    def set_bypass(self, bypass: bool) -> None: ...

    def set_muted(self, muted: bool) -> None: ...

    def set_monitor(self, monitor: bool) -> None: ...

    def do(self, name: str, until: Callable[[Any], bool] = ...) -> None: ...


Run = Callable[[Live, Any], None]


@dataclass(frozen=True, slots=True)
class Action:
    """One verb.

    label    short, for buttons and menus; `about` says what it does
    takes    its argument; of a switch, `field` is the field of Status that it turns
    key      its key in the window, in Qt's portable text
    hotkey   the name of its setting among the global keys ("" where it has none); `hotkey_label` and `hotkey_help` are of that setting
    off      of a switch, the verb of `urvc ctl` that switches it off, where `name` alone switches on
    offered  only some programs can do it: see `Live.offers`
    tray     it is in the tray's menu
    remote   other programs may ask for it
    """

    name: str
    label: str
    about: str
    run: Run
    takes: Takes = "nothing"
    field: str = ""
    key: str = ""
    hotkey: str = ""
    hotkey_label: str = ""
    hotkey_help: str = "In every program"
    off: str = ""
    offered: bool = False
    tray: bool = False
    remote: bool = True

    def is_possible(self, live: Live) -> bool:
        """Whether this program can do it."""
        return not self.offered or self.name in live.offers


def perform(action: Action, live: Live, value: Value = None) -> None:
    """Does it; a switch without a value is turned over. Raises AppError `control.not_here`, and what the live voice raises."""
    if not action.is_possible(live):
        raise AppError("control.not_here", action.about, action.name)
    if action.takes == "switch" and not isinstance(value, bool):
        value = not getattr(live.status(), action.field)
    action.run(live, value)


def _step(live: Live, by: int) -> None:
    """The next voice that can speak, or the one before."""
    ids = [voice.id for voice in live.voices() if voice.ready]
    now = live.status().voice_id
    if ids:
        live.select_voice(ids[(ids.index(now) + by) % len(ids)] if now in ids else ids[0])


def _record(live: Live, recording: bool) -> None:
    if recording and not live.status().on:
        raise AppError("live.not_running", "record")
    if live.status().recording != recording:
        live.do("record", until=lambda status: status.recording == recording)


def _ask(name: str) -> Run:
    return lambda live, _: live.do(name)


ACTIONS: tuple[Action, ...] = (
    Action(
        "on",
        "Voice on",
        "Switches the voice on or off",
        lambda live, on: live.set_on(on),
        takes="switch",
        field="on",
        key="Ctrl+P",
        hotkey="power",
        hotkey_label="Key for on and off",
        off="off",
        tray=True,
    ),
    Action(
        "bypass",
        "Bypass",
        "Your own voice at the same delay, to compare",
        lambda live, bypass: live.set_bypass(bypass),
        takes="switch",
        field="bypass",
        key="Ctrl+B",
        hotkey="bypass",
        hotkey_label="Key for your own voice (bypass)",
        tray=True,
    ),
    Action(
        "mute",
        "Mute",
        "Silence for the others",
        lambda live, muted: live.set_muted(muted),
        takes="switch",
        field="muted",
        key="Ctrl+M",
        hotkey="mute",
        hotkey_label="Key for mute",
        tray=True,
    ),
    Action(
        "talk",
        "Push to talk",
        "Speaks while it is held, and is silent otherwise",
        lambda live, held: live.set_muted(not held),
        takes="hold",
        hotkey="talk",
        hotkey_label="Push to talk",
        hotkey_help="The voice is heard while this is held, also in a game, and muted when it is let go",
    ),
    Action(
        "change",
        "Push to change",
        "The other voice while it is held, and your own otherwise",
        lambda live, held: live.set_bypass(not held),
        takes="hold",
        hotkey="change",
        hotkey_label="Push to change",
        hotkey_help="The other voice is heard while this is held, also in a game, and your own when it is let go",
    ),
    Action(
        "monitor",
        "Hear yourself",
        "Hear yourself in the headphones",
        lambda live, monitor: live.set_monitor(monitor),
        takes="switch",
        field="monitor",
        hotkey="monitor",
        hotkey_label="Key for hearing yourself",
    ),
    Action("voice", "Voice", "Chooses a voice by name", lambda live, voice: live.select_voice(voice), takes="voice"),
    Action(
        "next",
        "Next voice",
        "Chooses the next voice",
        lambda live, _: _step(live, 1),
        key="Ctrl+PgDown",
        hotkey="next",
        hotkey_label="Key for the next voice",
    ),
    Action(
        "previous",
        "Previous voice",
        "Chooses the voice before",
        lambda live, _: _step(live, -1),
        key="Ctrl+PgUp",
        hotkey="previous",
        hotkey_label="Key for the voice before",
    ),
    Action("undo", "Undo", "Takes back the last change of a control", _ask("undo"), key="Ctrl+Z", offered=True),
    Action("record", "Record", "Writes the voice to a file", _record, takes="switch", field="recording", key="Ctrl+R", offered=True),
    Action("search", "Search", "Searches among the voices", _ask("search"), key="Ctrl+F", offered=True, remote=False),
    Action("quit", "Quit", "Ends the program", _ask("quit"), key="Ctrl+Q", offered=True),
)
BY_NAME = {action.name: action for action in ACTIONS}
REMOTE = tuple(action for action in ACTIONS if action.remote)
