"""The live voice for everybody who is not on its thread: the control channel, and through it OBS, Stream Decks and `urvc ctl`.

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

import threading
import time
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Protocol

from app.actions import always
from app.errors import AppError
from app.live.listeners import Callback, Listeners, Unsubscribe
from app.live.news import News, Subject
from app.live.session import LiveSession
from app.live.status import LOST, NOT_PARAMS, ParamValue, Status, lasting
from engine.kinds.voices import can_speak
from engine.link.messages import Started, Stopped
from models.foundation import FoundationLibrary
from models.voice import Voice
from models.voices import all_voices, find_voice, needs_of

WAIT_S = 30.0
TELL_EVERY_S = 0.5
DOING = "steer the voice"


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice that can be selected: `id` is stable, `name` is for people, `ready` is False where a model it needs is missing."""

    id: str
    name: str
    description: str = ""
    ready: bool = True


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

    @property
    def offers(self) -> Container[str]:
        """What this program can beside steering the voice (app/actions.py)."""

    def do(self, name: str, until: Callable[[Status], bool] = always) -> None:
        """One of `offers`; returns when `until` holds."""

    def subscribe(self, callback: Callback) -> Unsubscribe: ...


@dataclass(eq=False, slots=True)
class _Waiter:
    """Somebody who waits until `done`; a failure about `about` is theirs."""

    about: Subject
    done: Callable[[], bool]
    future: Future[None]
    has_acted: bool = False


class LiveSteering:
    """A `Steering` of `session`. `close` before the session's thread goes: whoever waits is told.

    run  hands work to that thread, in order, and need not wait for it
    own  what the program can beside steering the voice, also on that thread
    """

    def __init__(
        self, session: LiveSession, run: Callable[[Callable[[], None]], None], own: Mapping[str, Callable[[], None]] | None = None
    ) -> None:
        self._session, self._run = session, run
        self.offers: Mapping[str, Callable[[], None]] = own or {}
        self._lock = threading.Lock()  # whoever waits; held for moments
        self._steps = threading.Lock()  # one change of on, voice or monitor at a time; held for as long as it takes
        self._waiters: list[_Waiter] = []
        self._closed = False
        self._listeners = Listeners()
        self._told_at = 0.0
        session.observe(self)

    # --- any thread ----------------------------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        return self._session.status

    def voices(self) -> Sequence[VoiceChoice]:
        foundation = FoundationLibrary()
        return [VoiceChoice(voice.id, voice.name, voice.description, _is_ready(voice, foundation)) for voice in all_voices()]

    def select_voice(self, voice_id: str) -> None:
        voice, session = find_voice(voice_id), self._session

        def select() -> None:
            error = session.status.error
            if session.status.on and error is not None and error.code == LOST:
                raise AppError("control.no_device", "change the voice", voice.id)
            session.select(voice)

        with self._steps:
            self._order("voice", select, self._is_settled)

    def set_on(self, on: bool) -> None:
        act = self._session.start if on else self._session.stop
        with self._steps:
            self._order("stream", act, lambda: self.status().state not in ("starting", "stopping"))

    def set_bypass(self, bypass: bool) -> None:
        self._order("controls", lambda: self._session.set_bypass(bypass), lambda: self._session.in_force(bypass=bypass))

    def set_muted(self, muted: bool) -> None:
        self._order("controls", lambda: self._session.set_muted(muted), lambda: self._session.in_force(muted=muted))

    def set_monitor(self, monitor: bool) -> None:
        session = self._session
        with self._steps:
            done = lambda: not session.status.on or session.status.monitor_in_force == monitor  # noqa: E731
            self._order("controls", lambda: session.set_monitor(monitor), done)

    def set_params(self, values: Mapping[str, ParamValue]) -> None:
        refuse_switches(values)

        def put() -> None:
            if self._session.voice is None:
                raise AppError("control.no_device", "change a control")
            self._session.put(values)

        self._order("controls", put, lambda: self._session.in_force(**values))

    def do(self, name: str, until: Callable[[Status], bool] = always) -> None:
        about: Subject = "recording" if name == "record" else "controls"
        self._order(about, self.offers[name], lambda: until(self.status()))

    def subscribe(self, callback: Callback) -> Unsubscribe:
        return self._listeners.add(callback)

    def close(self) -> None:
        """Nothing can be asked any more, and whoever waits is told."""
        with self._lock:
            self._closed = True
        self._fail(self._waiters, AppError("control.ended", DOING))

    def _order(self, about: Subject, act: Callable[[], None], done: Callable[[], bool]) -> None:
        """Carries out `act`, and returns when it is in force."""
        waiter = _Waiter(about, done, Future())
        with self._lock:
            if self._closed:
                raise AppError("control.ended", DOING)
            self._waiters.append(waiter)
        self._run(lambda: self._carry_out(waiter, act))
        try:
            waiter.future.result(WAIT_S)
        except FutureTimeout:
            self._forget(waiter)
            raise AppError("control.timeout", DOING, facts={"seconds": int(WAIT_S)}) from None

    def _forget(self, waiter: _Waiter) -> bool:
        """Whether it was still waiting."""
        with self._lock:
            if waiter not in self._waiters:
                return False
            self._waiters.remove(waiter)
            return True

    def _fail(self, waiters: Sequence[_Waiter], error: Exception) -> None:
        for waiter in list(waiters):
            if self._forget(waiter):
                waiter.future.set_exception(error)

    # --- the session's thread ------------------------------------------------------------------------------------------------------------

    def _carry_out(self, waiter: _Waiter, act: Callable[[], None]) -> None:
        if waiter.future.done():
            return  # closed meanwhile
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whoever asked raises it, in a thread of theirs
            self._fail([waiter], error)
        waiter.has_acted = True
        self._look()

    def _look(self) -> None:
        """Tells those whose wish has come true."""
        for waiter in list(self._waiters):
            if waiter.has_acted and waiter.done() and self._forget(waiter):
                waiter.future.set_result(None)

    def _is_settled(self) -> bool:
        """Off, or live with the voice that was chosen."""
        return self.status().state == "off" or (self.status().state == "live" and not self.status().busy)

    def status_changed(self, now: Status, before: Status) -> None:
        """Told by the session."""
        self._look()
        if lasting(now) != lasting(before) or (now.on and time.monotonic() - self._told_at >= TELL_EVERY_S):
            self._told_at = time.monotonic()
            self._listeners.tell(now)

    def news(self, news: News) -> None:
        """Told by the session: a failure is raised by whoever has asked for it."""
        if news.level == "bad":
            asked = [waiter for waiter in self._waiters if news.about in ("stream", waiter.about)]
            self._fail(asked, AppError(news.code, news.doing or DOING, news.subject, news.facts))

    def stream_started(self, event: Started) -> None:
        """The status says so."""

    def stream_stopped(self, event: Stopped) -> None:
        """The status says so."""


def refuse_switches(values: Mapping[str, ParamValue]) -> None:
    """Raises AppError `control.switch` where `values` names a live control that has a switch of its own."""
    for name in NOT_PARAMS:
        if name in values:
            raise AppError("control.switch", "change a control", name)


def _is_ready(voice: Voice, foundation: FoundationLibrary) -> bool:
    return can_speak(voice) and not any(need.required for need in needs_of(voice, foundation))
