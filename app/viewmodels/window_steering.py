"""The window, steered from outside: app/control/steering.py's contract over the view models.

Threads: lives on the GUI's. `Steering`'s methods come from other threads: they hand their work over and wait until what they asked for
is in force.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.control.following import DROPOUTS, lasting
from app.control.listeners import Listeners
from app.control.steering import NOT_PARAMS, WAIT_S, Callback, Fault, ParamValue, Status, Unsubscribe, VoiceChoice, refuse_switches
from app.errors import AppError
from app.settings.record import MICROPHONE_PARAMS
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.viewmodels.session import SessionVM
from app.viewmodels.values import with_voice_value
from engine.config import NO_MONITOR, with_values
from engine.link.messages import AnyEvent, MonitorSet, Params, Started, Telemetry, VoiceHeard
from models.shelf import find_voice

TELL_EVERY_S = 0.5
AT_REST: Mapping[str, Any] = {"latency_ms": 0.0, "load": 0.0, "dropouts": 0}


@dataclass(frozen=True, slots=True)
class _Waiter:
    """Somebody who waits for `done`."""

    done: Callable[[], bool]
    future: Future[None]


class WindowSteering(QObject):
    """A `Steering`. `close` before the window goes: whoever waits is told."""

    _asked = Signal(object)

    def __init__(
        self,
        link: EngineLink,
        session: SessionVM,
        controls: ControlsVM,
        gallery: GalleryVM,
        keeper: SettingsKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._controls, self._gallery, self._keeper = session, controls, gallery, keeper
        self._lock = threading.Lock()  # the status and the callbacks' list
        self._listeners = Listeners()
        self._waiters: list[_Waiter] = []
        self._closed = False
        self._in_force: Mapping[str, Any] = {}
        self._monitor_heard = False
        self._figures: dict[str, Any] = dict(AT_REST)
        self._fault: Fault | None = None
        self._told_at = 0.0
        self._status = self._now()
        self._asked.connect(self._carry_out)
        link.said.connect(self._on_event)
        session.said.connect(self._on_message)
        for signal in (session.state_changed, session.voice_changed, session.busy_changed, session.bypass_changed, session.muted_changed):
            signal.connect(self._on_news)
        keeper.changed.connect(self._on_settings)

    # --- Steering: any thread but the GUI's ----------------------------------------------------------------------------------------------

    def status(self) -> Status:
        with self._lock:
            return self._status

    def voices(self) -> Sequence[VoiceChoice]:
        found: list[VoiceChoice] = []

        def gather() -> None:
            found.extend(VoiceChoice(card.id, card.voice.name, card.voice.description, card.ready) for card in self._gallery.cards)

        self._ask(gather, lambda: True)
        return found

    def select_voice(self, voice_id: str) -> None:
        voice = find_voice(voice_id)

        def select() -> None:
            if self._session.state == "waiting":
                raise AppError("control.no_device", "change the voice", voice.id)
            self._session.select(voice)

        self._ask(select, lambda: self._settled() and self._session.voice is not None and self._session.voice.id == voice.id)

    def set_on(self, on: bool) -> None:
        act = self._session.start if on else self._session.stop
        self._ask(act, lambda: self._session.state == ("live" if on else "off"))

    def set_bypass(self, bypass: bool) -> None:
        self._ask(lambda: self._session.set_bypass(bypass), lambda: self._heard({"bypass": bypass}))

    def set_muted(self, muted: bool) -> None:
        self._ask(lambda: self._session.set_muted(muted), lambda: self._heard({"muted": muted}))

    def set_monitor(self, monitor: bool) -> None:
        self._ask(lambda: self._controls.set("monitor", monitor), lambda: not self._session.on or self._monitor_heard == monitor)

    def set_params(self, values: Mapping[str, ParamValue]) -> None:
        refuse_switches(values)
        self._ask(lambda: self._put(values), lambda: self._heard(values))

    def subscribe(self, callback: Callback) -> Unsubscribe:
        return self._listeners.add(callback)

    def close(self) -> None:
        """Nothing can be asked any more. GUI thread."""
        with self._lock:
            self._closed = True
        self._fail_all(AppError("control.ended", "steer the voice"))

    def _ask(self, act: Callable[[], None], done: Callable[[], bool]) -> None:
        future: Future[None] = Future()
        with self._lock:
            if self._closed:
                raise AppError("control.ended", "steer the voice")
            self._asked.emit((act, _Waiter(done, future)))
        try:
            future.result(WAIT_S)
        except FutureTimeout:
            raise AppError("control.timeout", "steer the voice", facts={"seconds": WAIT_S}) from None

    # --- GUI thread ----------------------------------------------------------------------------------------------------------------------

    def _carry_out(self, order: tuple[Callable[[], None], _Waiter]) -> None:
        act, waiter = order
        self._waiters.append(waiter)
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whoever asked raises it, in a thread of theirs
            self._waiters = [other for other in self._waiters if other is not waiter]
            if not waiter.future.done():
                waiter.future.set_exception(error)
        if self._closed:
            self._fail_all(AppError("control.ended", "steer the voice"))
        self._on_news()

    def _put(self, values: Mapping[str, ParamValue]) -> None:
        voice = self._session.voice
        if voice is None:
            raise AppError("control.no_device", "change a control")
        checked = asdict(with_values(self._session.params(), values))
        self._keeper.set_microphone({name: checked[name] for name in values if name in MICROPHONE_PARAMS})
        settings = self._keeper.now
        for name in values:
            if name not in MICROPHONE_PARAMS:
                settings = with_voice_value(settings, voice, name, checked[name])
        self._keeper.change(voice_params=settings.voice_params)

    def _settled(self) -> bool:
        """Off, or live with the voice that was chosen."""
        return self._session.state == "off" or (self._session.state == "live" and not self._session.busy)

    def _heard(self, values: Mapping[str, Any]) -> bool:
        """Whether the engine has said that these values are in force; nobody need say so while the voice is off."""
        return not self._session.on or all(self._in_force.get(name) == value for name, value in values.items())

    def _on_event(self, event: AnyEvent) -> None:
        match event:
            case Telemetry():
                dropouts = sum(event.counters.get(name, 0) for name in DROPOUTS)
                self._figures = {"latency_ms": event.latency_ms, "load": event.load, "dropouts": dropouts}
            case Started():
                self._in_force, self._monitor_heard = event.params, bool(event.monitor)
            case VoiceHeard() | Params():
                self._in_force = event.params
            case MonitorSet():
                self._monitor_heard = bool(event.monitor)
            case _:
                return
        self._on_news()

    def _on_message(self, message: Message) -> None:
        if message.level == "good":
            self._fault = None
        elif message.code:
            self._fault = Fault(message.code, message.text)
        if message.level == "bad":
            self._fail_all(AppError(message.code, "steer the voice", message.text))
        self._on_news()

    def _on_settings(self, *_: object) -> None:
        self._on_news()

    def _on_news(self, *_: object) -> None:
        if self._session.state == "live" and self._fault is not None and self._fault.code != "device.lost":
            self._fault = None
        if not self._session.on:
            self._figures = dict(AT_REST)
        waiting, self._waiters = self._waiters, []
        for waiter in waiting:
            if waiter.done():
                waiter.future.set_result(None)
            else:
                self._waiters.append(waiter)
        self._tell()

    def _tell(self) -> None:
        before, now = self._status, self._now()
        with self._lock:
            self._status = now
        changed = lasting(now) != lasting(before)
        if changed or (now.on and time.monotonic() - self._told_at >= TELL_EVERY_S):
            self._told_at = time.monotonic()
            self._listeners.tell(lambda: now)

    def _now(self) -> Status:
        session = self._session
        params = asdict(session.params()) if session.voice is not None else {}
        return Status(
            on=session.on,
            bypass=session.bypass,
            muted=session.muted,
            monitor=self._keeper.now.engine.monitor != NO_MONITOR,
            voice_id=session.voice.id if session.voice is not None else "",
            voice_name=session.voice.name if session.voice is not None else "",
            params={name: value for name, value in params.items() if name not in NOT_PARAMS},
            error=self._fault,
            **self._figures,
        )

    def _fail_all(self, error: AppError) -> None:
        waiting, self._waiters = self._waiters, []
        for waiter in waiting:
            waiter.future.set_exception(error)
