"""Steering over an engine that runs beside: what `urvc live --control` offers.

Threads: one thread reads the engine's events and gives each to `hear`; that thread must not call the other methods, which wait for
events. Callbacks are called on it, and on the thread of whoever changes something while the voice is off.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, fields, replace
from pathlib import Path

from app.control.following import after, at_start, lasting, with_controls
from app.control.listeners import Listeners
from app.control.steering import WAIT_S, Callback, ParamValue, Status, Unsubscribe, VoiceChoice, refuse_switches
from app.engine_client import EngineClient
from app.errors import AppError
from engine.config import NO_MONITOR, LiveParams, with_values
from engine.link.messages import (
    AnyCommand,
    AnyEvent,
    Failed,
    MonitorSet,
    Params,
    SetMonitor,
    SetParams,
    SetVoice,
    Start,
    Started,
    Stop,
    Stopped,
    Telemetry,
    VoiceHeard,
)
from models.foundation import FoundationShelf
from models.shelf import all_voices, find_voice, needs_of, speakable
from models.voice import Voice, VoiceDefaults

TELL_EVERY_S = 0.5
SYSTEM_OUTPUT = ""
PROPOSED = tuple(f.name for f in fields(VoiceDefaults) if f.name in {p.name for p in fields(LiveParams)})


class EngineSteering:
    """A `Steering` (app/control/steering.py) of the stream that `start` began and `started` answered."""

    def __init__(self, engine: EngineClient, start: Start, started: Started) -> None:
        self._engine, self._start = engine, start
        asked = str(start.config.get("monitor", NO_MONITOR))
        self._monitor_device = SYSTEM_OUTPUT if asked == NO_MONITOR else asked
        self._state = threading.Lock()  # what is below; held for moments
        self._steps = threading.Lock()  # one change of on, voice or monitor at a time; held for as long as it takes
        self._listeners = Listeners()
        self._waiting: dict[int, Future[AnyEvent]] = {}
        self._ended = False
        self._n_starts = 1
        self._told_at = 0.0
        self._known = at_start(started, asked != NO_MONITOR)

    # --- Steering ------------------------------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        with self._state:
            return self._known.status

    def voices(self) -> Sequence[VoiceChoice]:
        foundation = FoundationShelf()
        return [VoiceChoice(v.id, v.name, v.description, _ready(v, foundation)) for v in all_voices()]

    def select_voice(self, voice_id: str) -> None:
        voice = find_voice(voice_id)
        with self._steps:
            if not self.status().on:
                self._choose(voice)
                return
            fault = self.status().error
            if fault is not None and fault.code == "device.lost":
                raise AppError("control.no_device", "change the voice", voice.id)
            self._ask(SetVoice(voice=voice.id), VoiceHeard)

    def set_on(self, on: bool) -> None:
        with self._steps:
            if on and not self.status().on:
                self._ask(self._next_start(), Started)
            elif not on and self.status().on:
                self._ask(Stop(), Stopped)

    def set_bypass(self, bypass: bool) -> None:
        self._set({"bypass": bypass})

    def set_muted(self, muted: bool) -> None:
        self._set({"muted": muted})

    def set_monitor(self, monitor: bool) -> None:
        with self._steps:
            if self.status().on and self.status().monitor != monitor:
                gain_db = self._start.config.get("monitor_gain_db", 0.0)
                assert isinstance(gain_db, (int, float))
                self._ask(SetMonitor(monitor=self._monitor_device if monitor else NO_MONITOR, gain_db=float(gain_db)), MonitorSet)
            elif not self.status().on:
                with self._state:
                    self._known = replace(self._known, status=replace(self._known.status, monitor=monitor))
                self._tell()

    def set_params(self, values: Mapping[str, ParamValue]) -> None:
        refuse_switches(values)
        self._set(values)

    def subscribe(self, callback: Callback) -> Unsubscribe:
        return self._listeners.add(callback)

    # --- the thread that reads the engine ------------------------------------------------------------------------------------------------

    def hear(self, event: AnyEvent) -> bool:
        """Takes in one event of the engine; says whether it answers something that was asked here."""
        with self._state:
            before, self._known = self._known.status, after(self._known, event)
            now = self._known.status
            waiting = self._waiting.pop(event.reply_to, None)
            told = lasting(before) != lasting(now) or (isinstance(event, Telemetry) and time.monotonic() - self._told_at >= TELL_EVERY_S)
        if told:
            self._tell()
        if waiting is not None:
            waiting.set_result(event)
        return waiting is not None

    def end(self) -> None:
        """The engine is going: whoever waits for it is told, and nothing can be asked any more."""
        with self._state:
            self._ended = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for future in waiting:
            future.set_exception(AppError("control.ended", "steer the voice"))

    # --- inside --------------------------------------------------------------------------------------------------------------------------

    def _set(self, values: Mapping[str, ParamValue]) -> None:
        with_values(LiveParams(), values)
        while not self._set_while_off(values):
            try:
                self._ask(SetParams(params=dict(values)), Params)
            except AppError as error:
                if error.code != "live.not_running" or self.status().on:
                    raise
                continue  # it has been switched off meanwhile
            return

    def _set_while_off(self, values: Mapping[str, ParamValue]) -> bool:
        """Keeps `values` for the next start; says whether it is off."""
        with self._state:
            if self._known.status.on:
                return False
            self._known = with_controls(self._known.status, with_values(self._known.params, values))
        self._tell()
        return True

    def _choose(self, voice: Voice) -> None:
        """The voice, with what it proposes, for the next start."""
        proposed = {name: getattr(voice.defaults, name) for name in PROPOSED}
        with self._state:
            status = replace(self._known.status, voice_id=voice.id, voice_name=voice.name)
            self._known = with_controls(status, with_values(self._known.params, proposed))
        self._tell()

    def _next_start(self) -> Start:
        """The first command again, with what has changed since; a recording goes into a new file."""
        with self._state:
            self._n_starts += 1
            status, start = self._known.status, self._start
            monitor = self._monitor_device if status.monitor else NO_MONITOR
            return start.model_copy(
                update={
                    "voice": status.voice_id,
                    "params": asdict(self._known.params),
                    "config": {**start.config, "monitor": monitor},
                    "record_input": _numbered(start.record_input, self._n_starts),
                    "record_output": _numbered(start.record_output, self._n_starts),
                }
            )

    def _ask(self, command: AnyCommand, *wanted: type[AnyEvent]) -> None:
        answer: Future[AnyEvent] = Future()
        with self._state:
            if self._ended:
                raise AppError("control.ended", "steer the voice")
            sent = self._engine.send(command)
            self._waiting[sent] = answer
        try:
            event = answer.result(WAIT_S)
        except TimeoutError:
            with self._state:
                self._waiting.pop(sent, None)
            raise AppError("control.timeout", "steer the voice", command.type, {"seconds": int(WAIT_S)}) from None
        if isinstance(event, Failed):
            raise AppError(event.code, event.doing, event.subject, event.facts)
        assert isinstance(event, wanted)

    def _tell(self) -> None:
        def newest() -> Status:
            self._told_at = time.monotonic()
            return self.status()

        self._listeners.tell(newest)


def _ready(voice: Voice, foundation: FoundationShelf) -> bool:
    return speakable(voice) and not any(need.required for need in needs_of(voice, foundation))


def _numbered(path: str, n: int) -> str:
    if not path:
        return path
    file = Path(path)
    return str(file.with_name(f"{file.stem}-{n}{file.suffix}"))
