"""The voice that runs or not: on, off, bypass, mute, which voice, from which input; and the engine kept in step with what is wanted.

`LiveSession.status` is the one record of how things stand. Commands go out through here, events of the engine come in through `handle`.

Thread: one, its owner's; app/live/steering.py is for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from math import inf
from typing import Any, Protocol

from app.error_text import error_text
from app.live.changes import ConfigChange, config_change, params_change
from app.live.news import News, news_of, news_of_notice
from app.live.status import LOST, NOT_PARAMS, Fault, ParamValue, State, Status, after, in_state
from app.live.wanted import WantedValues
from engine.config import NO_MONITOR, LiveParams, with_values
from engine.link.messages import (
    AnyCommand,
    AnyEvent,
    Failed,
    KeepReady,
    MicrophoneReady,
    Notice,
    ProvideMicrophone,
    SetVoice,
    Start,
    Started,
    Stop,
    Stopped,
)
from models.voice import Voice

DIED, HANGS = "engine.died", "engine.hangs"
STOP_S = 2.0
"""An engine that says nothing for so long after it was asked to stop is ended."""
NOT_RUNNING = "live.not_running"

Answer = Callable[[AnyEvent], None]


class Engine(Protocol):
    """An engine process. `ask` calls `answer` once with the event that answers the command, on the session's thread."""

    def send(self, command: AnyCommand) -> int: ...

    def ask(self, command: AnyCommand, answer: Answer) -> int: ...

    def end(self) -> None:
        """Ends an engine that does not listen any more; `died` is called when it has gone and another is on its way."""


class Observer(Protocol):
    """Who looks at a session; called on its thread."""

    def status_changed(self, now: Status, before: Status) -> None: ...

    def news(self, news: News) -> None: ...

    def stream_started(self, event: Started) -> None: ...

    def stream_stopped(self, event: Stopped) -> None: ...


def at_once(call: Callable[[], None]) -> None:
    """For sessions that need not gather changes."""
    call()


class LiveSession:
    """One voice. `soon` calls what it is given a moment later, so that the many steps of a slider go out as one; `translate` is what faults
    are worded with."""

    def __init__(
        self,
        engine: Engine,
        wanted: WantedValues,
        soon: Callable[[Callable[[], None]], None] = at_once,
        translate: Callable[[str], str] | None = None,
    ) -> None:
        self._engine, self._wanted, self._soon, self._translate = engine, wanted, soon, translate
        self._observers: list[Observer] = []
        self.voice: Voice | None = None
        self.silent = self.loop_file = False
        self.file = ""
        self._spoken: Voice | None = None  # the voice that is heard
        self._asked: Voice | None = None  # the voice that the engine is preparing
        self._sent = LiveParams()
        self._sent_config = wanted.config
        self._sent_ready: list[str] = []
        self._gathering = False
        self._quiet_from_s = inf  # how long it had been quiet already when it was asked to stop
        self._waits_for_microphone = False
        self._no_microphone: News | None = None
        self.status = Status()
        self.status = self._with_wanted(self.status)

    def observe(self, observer: Observer) -> None:
        """Tells `observer` from now on."""
        self._observers.append(observer)

    def begin(self, command: Start, started: Started, voice: Voice) -> None:
        """Takes over a stream that `command` has begun."""
        self.file, self.loop_file, self.silent = command.input_file, command.input_loop, command.silent
        self.voice = self._spoken = voice
        params = with_values(LiveParams(), started.params)
        self._note_sent(params)
        status = replace(after(self.status, started), bypass=params.bypass, muted=params.muted)
        self._set(in_state(self._with_wanted(status), "live"))

    # --- what can be asked ---------------------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """On, or off."""
        if self.status.on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Switches the voice on."""
        if self.voice is None or self.status.on:
            return
        self._set_state("starting")
        if self._wanted.config.output or self.silent:
            self._start()
        else:
            self._waits_for_microphone = True
            self._engine.ask(ProvideMicrophone(), self._on_microphone)

    def stop(self) -> None:
        """Switches the voice off."""
        if self.status.on:
            hangs, self._quiet_from_s = self._hangs, inf
            self._set_state("stopping")
            self._engine.ask(Stop(), self._on_stopped)
            if hangs:
                self._engine.end()

    def select(self, voice: Voice) -> None:
        """Chooses `voice`; while live, it is heard as soon as it is ready, and the old one goes on until then."""
        if self.voice is not None and voice.id == self.voice.id:
            self.voice = voice
            self._refresh()
            return
        self.voice = voice
        self._wanted.choose(voice)
        self._refresh()
        if self.status.on and self._asked is None:
            self._ask_voice()

    def set_bypass(self, bypass: bool) -> None:
        """Your own voice, at the same delay (A/B)."""
        self._set(replace(self.status, bypass=bypass))
        self._gather()

    def set_muted(self, muted: bool) -> None:
        """Silence."""
        hangs = self._hangs
        self._set(replace(self.status, muted=muted))
        self._gather()
        if hangs and muted:
            self._engine.end()

    def set_monitor(self, monitor: bool) -> None:
        """Whether the user hears the voice as well."""
        if monitor != self.status.monitor:
            self._wanted.set_monitor(monitor)
            self.sync()

    def put(self, values: Mapping[str, ParamValue]) -> None:
        """Changes live controls: all or none. Raises ConfigError."""
        assert self.voice is not None
        self._wanted.put(self.voice, values)
        self.sync()

    def set_file(self, path: str, loop: bool = False) -> None:
        """Puts a file in the microphone's place and switches on; "" goes back to the microphone."""
        self.file, self.loop_file = path, loop
        if self.status.on:
            self._restart()
        elif path:
            self.start()

    @property
    def known_voices(self) -> tuple[Voice, ...]:
        """The one that is selected, the one that is heard and the one that is being prepared."""
        return tuple(voice for voice in (self.voice, self._spoken, self._asked) if voice is not None)

    def report(self, news: News) -> None:
        """Tells what went wrong with something that belongs to this session and is done elsewhere."""
        self._say(news)

    # --- towards the engine --------------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether another voice is being prepared."""
        return self._asked is not None

    def params(self) -> LiveParams:
        """The live controls that should be in force."""
        assert self.voice is not None
        return replace(self._wanted.params(self.voice), bypass=self.status.bypass, muted=self.status.muted)

    def in_force(self, **values: Any) -> bool:
        """Whether the engine has confirmed these controls; nobody need say so while the voice is off."""
        return not self.status.on or all(self.status.in_force.get(name) == value for name, value in values.items())

    def sync(self) -> None:
        """Sends the engine what is wanted and differs from what it has been told."""
        self._refresh()
        if not self.status.on or self._waits_for_microphone:
            return
        before, now = self._sent_config, self._wanted.config
        if now != before:
            self._sent_config = now
            self._send_config(config_change(now, before))
        if self._wanted.ready != self._sent_ready:
            self._sent_ready = self._wanted.ready
            self._engine.send(KeepReady(voices=self._sent_ready))
        self._gather()

    def _start(self) -> None:
        assert self.voice is not None
        self._set_asked(None)
        self._set(replace(self.status, in_force={}, recording=False))
        asked, command = self.voice, self._wanted.start(self.voice)
        self._note_sent(self.params())
        update = {"params": asdict(self._sent), "input_file": self.file, "input_loop": self.loop_file, "silent": self.silent}
        self._engine.ask(command.model_copy(update=update), lambda event: self._on_started(event, asked))

    def _note_sent(self, params: LiveParams) -> None:
        self._sent, self._sent_config, self._sent_ready = params, self._wanted.config, self._wanted.ready

    def _restart(self) -> None:
        """With other devices, or another input."""
        self._set_state("starting")
        self._engine.send(Stop())
        self._start()

    def _ask_voice(self) -> None:
        assert self.voice is not None
        asked = self.voice
        self._set_asked(asked)
        self._sent = self.params()
        self._engine.ask(SetVoice(voice=asked.id, params=asdict(self._sent)), lambda event: self._on_switched(event, asked))

    def _gather(self) -> None:
        if self.status.on and not self._gathering:
            self._gathering = True
            self._soon(self._send_params)

    def _send_params(self) -> None:
        self._gathering = False
        if not self.status.on or self.voice is None or (self._asked is not None and self._asked.id != self.voice.id):
            return
        command, self._sent = params_change(self.params(), self._sent), self.params()
        if command is not None:
            self._engine.ask(command, self._complain)

    def _send_config(self, change: ConfigChange) -> None:
        if change.restart:
            self._restart()
        if change.monitor is not None:
            self._engine.ask(change.monitor, self._on_monitor)
        if change.rebuild is not None:
            self._engine.ask(change.rebuild, self._complain)

    # --- from the engine -----------------------------------------------------------------------------------------------------------------

    def handle(self, event: AnyEvent) -> None:
        """Takes in one event; those that answer a question come to its `answer` as well, afterwards."""
        self._set(after(self.status, event))
        match event:
            case Stopped():
                for observer in self._observers:
                    observer.stream_stopped(event)
                if self.status.state == "stopping" or event.reply_to == 0:
                    self._set_asked(None)
                    self._set_state("off")
            case Notice():
                self._say(news_of_notice(event))
            case Failed(reply_to=0):
                self._say(news_of(event))

    def hear_quiet(self, seconds: float) -> None:
        """The engine says nothing, for so long by now; 0: it speaks again. What it plays is not known then, so it is said; and switching
        off ends it."""
        state = self.status.state
        if not seconds:
            if self._hangs:
                self._say(News("good", "engine.speaks"), in_state(self.status, "live"))
        elif state == "live":
            self._say(News("bad", HANGS), replace(in_state(self.status, "waiting"), latency_ms=0.0, load=0.0))
        elif state == "stopping":
            self._quiet_from_s = min(self._quiet_from_s, seconds)
            if seconds - self._quiet_from_s >= STOP_S:
                self._engine.end()

    @property
    def _hangs(self) -> bool:
        return self.status.state == "waiting" and self.status.error is not None and self.status.error.code == HANGS

    def died(self) -> None:
        """The engine has ended by itself, and another one is there: everything is asked of it again."""
        if self.status.on:
            self._say(News("warn", DIED))
            self._set_state("starting")
            self._start()
        elif self.status.state == "stopping":
            self._set_state("off")

    def given_up(self) -> None:
        """The engine has ended again and again: no other will come by itself."""
        self._asked = None
        self._say(News("bad", DIED), in_state(self._with_wanted(self.status), "off"))

    def _on_microphone(self, event: AnyEvent) -> None:
        """Nobody has chosen an output: the voice goes where other programs hear it, and only where that cannot be to the loudspeakers."""
        if isinstance(event, MicrophoneReady):
            self._wanted.use_virtual_microphone()
        elif isinstance(event, Failed):
            self._no_microphone = news_of(event, level="warn")
        self._waits_for_microphone = False
        if self.status.state == "starting":
            self._start()

    def _on_started(self, event: AnyEvent, asked: Voice) -> None:
        if isinstance(event, Started):
            self._spoken = asked
            self._wanted.confirm(asked)
            if self.status.state == "starting":
                self._set_state("live")
                for observer in self._observers:
                    observer.stream_started(event)
                if self._no_microphone is not None:
                    self._say(self._no_microphone)  # nobody else hears the voice
            self._no_microphone = None
            if self.voice is not None and self.voice.id != asked.id and self._asked is None:
                self._ask_voice()
        elif isinstance(event, Failed) and event.code != DIED:
            self._no_microphone = None
            self._say(news_of(event), in_state(self.status, "off"))

    def _on_switched(self, event: AnyEvent, asked: Voice) -> None:
        if isinstance(event, Failed) and event.code == DIED:
            return
        wanted = self.voice
        is_last = wanted is not None and wanted.id == asked.id
        if isinstance(event, Failed):
            if is_last and self._spoken is not None:
                self.voice = wanted = self._spoken
                self._wanted.take_back(self._spoken)
            self._asked = None
            self._say(news_of(event, "voice"), self._with_wanted(self.status))
            if is_last:
                return
        else:
            self._spoken = asked
            if is_last:
                self._wanted.confirm(asked)
            self._set_asked(None)
        if self.status.on and wanted is not None and wanted.id != asked.id:
            self._ask_voice()
        else:
            self._gather()

    def _on_monitor(self, event: AnyEvent) -> None:
        """A monitor that cannot be opened is not wanted any more."""
        if isinstance(event, Failed) and event.code not in (DIED, NOT_RUNNING):
            if self.status.monitor and not self.status.monitor_in_force:
                self._sent_config = replace(self._sent_config, monitor=NO_MONITOR)
                self._wanted.set_monitor(False)
                self._refresh()
            self._complain(event)

    def _on_stopped(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and self.status.state == "stopping":
            self._set_state("off")

    def _complain(self, event: AnyEvent) -> None:
        if isinstance(event, Failed) and event.code != DIED and (self.status.on or event.code != NOT_RUNNING):
            self._say(news_of(event, "controls"))

    # --- the record ----------------------------------------------------------------------------------------------------------------------

    def _say(self, news: News, status: Status | None = None) -> None:
        """Tells `news`, with the `status` that comes of it (None: it stays). A fault stays in the status until it is mended; what passes by
        while the voice runs on does not. Whoever waits hears of the fault before they hear that things have settled."""
        before, status = self.status, status or self.status
        if news.level == "good":
            if news.about == "stream":  # a recording that goes on brings no device back
                status = replace(status, error=None)
        elif status.state != "live" or news.code == LOST:
            text = error_text(news.code, news.doing or "go on", news.subject, news.facts, self._translate)
            status = replace(status, error=Fault(news.code, text))
        self.status = status
        for observer in self._observers:
            observer.news(news)
        self._tell(before)

    def _with_wanted(self, status: Status) -> Status:
        status = replace(status, monitor=self._wanted.config.monitor != NO_MONITOR, busy=self.busy)
        if self.voice is None:
            return status
        params = {name: value for name, value in asdict(self._wanted.params(self.voice)).items() if name not in NOT_PARAMS}
        return replace(status, voice_id=self.voice.id, voice_name=self.voice.name, params=params)

    def _refresh(self) -> None:
        self._set(self._with_wanted(self.status))

    def _set_state(self, state: State) -> None:
        status = in_state(self.status, state)
        self._set(replace(status, error=None) if state == "live" else status)

    def _set_asked(self, voice: Voice | None) -> None:
        self._asked = voice
        self._refresh()

    def _set(self, status: Status) -> None:
        before, self.status = self.status, status
        self._tell(before)

    def _tell(self, before: Status) -> None:
        now = self.status
        if now != before:
            for observer in self._observers:
                observer.status_changed(now, before)
