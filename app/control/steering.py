"""What can be steered from outside: the one interface between the control channel and whoever runs the voice (the window, `urvc live`).

The contract of every `Steering`:

- Every method may be called from any thread at any time, also from several at once. None is ever called on the window's own thread by
  the control channel, so an implementation may hand its work to that thread and wait for it there.
- `status` and `voices` return at once or after a short disk access. `voices` may be slow enough that no user interface should wait for it.
- The others block until what was asked is in force, so that `status` shows it when they return, or raise an AppError, EngineError or
  ModelError that says why not (the old state then stays). They give up after WAIT_S with AppError `control.timeout`.
- Callbacks of `subscribe` are called on a thread of the implementation's choice with a fresh `Status` whenever anything but `latency_ms`,
  `load` and `dropouts` has changed, and about twice a second while on. They return quickly, never raise, and call nothing of `Steering`.
  After `unsubscribe` has returned, no further call begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import AppError

WAIT_S = 30.0

NOT_PARAMS = ("bypass", "muted")
"""Live controls that have switches of their own and are no entries of `Status.params`."""

ParamValue = float | int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong now: a stable code and the sentence for people (app/error_text.py)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """How things are. `params`: the live controls in force by name (engine/config.py `LiveParams`, without `bypass` and `muted`).

    on          the voice runs; while it is off, everything else says what will be in force when it is switched on
    monitor     the user hears the voice as well
    latency_ms  from microphone to output, 0 while off
    load        computing time over block time, 0 while off
    dropouts    underruns, overruns and late blocks since it was switched on
    error       what stopped it, or what it waits for (a device that has gone); None while all is well
    """

    on: bool
    bypass: bool
    muted: bool
    monitor: bool
    voice_id: str
    voice_name: str
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    latency_ms: float = 0.0
    load: float = 0.0
    dropouts: int = 0
    error: Fault | None = None


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice that can be selected: `id` is stable, `name` is for people, `ready` is False where a model it needs is missing."""

    id: str
    name: str
    description: str = ""
    ready: bool = True


Callback = Callable[[Status], None]
Unsubscribe = Callable[[], None]


class Steering(Protocol):
    """A running program, as the control channel sees it. See the contract above."""

    def status(self) -> Status: ...

    def voices(self) -> Sequence[VoiceChoice]: ...

    def select_voice(self, voice_id: str) -> None:
        """By id or name, in upper or lower case. Raises VoiceNotFound with the nearest, and what the engine says of a broken voice."""

    def set_on(self, on: bool) -> None: ...

    def set_bypass(self, bypass: bool) -> None: ...

    def set_muted(self, muted: bool) -> None: ...

    def set_monitor(self, monitor: bool) -> None: ...

    def set_params(self, values: Mapping[str, ParamValue]) -> None:
        """All or none. Raises ConfigError `config.unknown`, `config.type`, `config.range` or `config.step`."""

    def subscribe(self, callback: Callback) -> Unsubscribe: ...


def refuse_switches(values: Mapping[str, ParamValue]) -> None:
    """Raises AppError `control.switch` where `values` names a live control that has a switch of its own."""
    for name in NOT_PARAMS:
        if name in values:
            raise AppError("control.switch", "change a control", name)
