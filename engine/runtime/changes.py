"""What is heard while a session runs, and how it changes: another voice, other settings, steps that keep pace, voices kept ready.

Threads: commands (the host's thread) only ask. Pipelines are made by a thread of their own, one at a time and in the order of asking, so
that nobody who mutes himself has to wait until a voice has been loaded. The worker takes up what is offered to the crossfader; the monitor
thread tells what has been heard, lets go of what is not heard any more, and judges the pace.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice

from pydantic import JsonValue

from engine.assemble import PipelineKey, assemble, opens_at_once, params_of, pipeline_key, shares_analysis
from engine.audio.priority import aside, raise_libraries
from engine.config import PROPOSED, EngineConfig, LiveParams, settings_of, settings_that_act, with_values
from engine.contracts import FRAME_SAMPLES
from engine.errors import EngineError
from engine.inference.asked import CODE as NOT_AS_ASKED
from engine.inference.asked import not_as_asked
from engine.kinds.voices import voice_kind
from engine.link.failures import failed
from engine.link.messages import Event, Notice, Params, SetConfig, SetParams, SetVoice, Start, Values, VoiceChanged
from engine.pipeline import LONG_SAMPLES, Pipeline
from engine.runtime.crossfader import Crossfader, RunningPipeline
from engine.runtime.pace import Pace, Verdict, lighter
from engine.runtime.pipeline_cache import PipelineCache
from engine.runtime.telemetry import TelemetryCounters
from engine.synth.rvc_open import check_speaker
from engine.tuning import base_config
from models.errors import ModelError
from models.voice import Voice
from models.voices import find_voice

log = logging.getLogger(__name__)

MONITOR = settings_that_act(EngineConfig, "at once")
"""What is changed by a command of its own."""
SPECIALISE_AFTER_HOPS = 4
"""After these a voice's blocks are all alike."""
MOST_READY = 4
"""Of full-size voices each holds some 80 to 250 MB beside the one that is heard."""

PATIENCE_S = 2.0
"""So long a voice is opened undisturbed while somebody waits for the next one."""


@dataclass(slots=True, eq=False)
class _Change:
    """Something to be made that was asked for by command `reply_to` (0: by nobody). `voice` is the one that will be heard, None the same
    as before; `later` the controls that were set since."""

    carry_out: Callable[[_Change], None]
    reply_to: int = 0
    voice: Voice | None = None
    later: dict[str, JsonValue] = field(default_factory=dict)
    asked_s: float = field(default_factory=time.perf_counter)


@dataclass(slots=True, eq=False)
class _Patience:
    """Whether to give up a foreign graph: when all of it ends, and while the graph is being opened when it has taken PATIENCE_S and others
    wait for it."""

    leaving: threading.Event
    others_wait: Callable[[], bool]
    made: bool = False
    since_s: float = field(default_factory=time.monotonic)

    def __call__(self) -> bool:
        return self.leaving.is_set() or (not self.made and time.monotonic() - self.since_s > PATIENCE_S and self.others_wait())


class Changes:
    """The voice of a session, its settings and its controls. `begin` makes the first pipeline and `crossfader`; `close` ends the thread.

    Raises ConfigError, VoiceNotFound.
    """

    def __init__(self, command: Start, emit: Callable[[Event], None], telemetry: TelemetryCounters) -> None:
        self._emit, self._telemetry = emit, telemetry
        self.voice = find_voice(command.voice)
        self._given = dict(command.config)
        self.config = with_values(base_config(self.voice), self._given)
        self.params = check_speaker(self.voice, with_values(params_of(self.voice), command.params))
        self._lock = threading.Lock()  # between commands, the maker and the monitor thread; never taken by the worker
        self._asked: queue.SimpleQueue[_Change | None] = queue.SimpleQueue()
        self._pending: list[_Change] = []
        self._preloading = False
        self._ready = tuple(command.ready)
        self._kept_ready: frozenset[str] = frozenset()
        self._cannot_preload: set[PipelineKey] = set()
        self._took_over: deque[tuple[float, RunningPipeline, VoiceChanged]] = deque()  # from the worker, told by the monitor thread
        self._cache = PipelineCache()
        self._pace = Pace()
        self._before_steps: list[EngineConfig] = []
        self._specialising: threading.Thread | None = None
        self._closing = threading.Event()
        self._leaving = threading.Event()
        self._maker = threading.Thread(target=self._make, name="urvc-maker")

    def begin(self) -> None:
        """Makes what is heard first. Raises what `assemble` raises."""
        key = pipeline_key(self.config, self.voice)
        pipeline = assemble(self.config, self.voice, leave=self._leaving.is_set)
        self._cache.note(pipeline, key)
        self.crossfader = Crossfader(RunningPipeline(pipeline, pipeline.prepare(), self.params))

    def start(self) -> None:
        """From now on what is asked for is made."""
        self._maker.start()

    def leave(self) -> None:
        """A foreign graph is not waited for any more, neither one that is being opened nor one that speaks. Any thread."""
        self._leaving.set()

    def close(self) -> None:
        """Waits for what is being made; what has been asked for besides is left."""
        self._closing.set()
        self._asked.put(None)
        for thread in (self._maker, self._specialising):
            if thread is not None and thread.ident is not None:
                thread.join()

    # --- commands ----------------------------------------------------------------------------------------------------------------------

    def set_params(self, command: SetParams) -> None:
        """Live controls from the next block on. What a voice brings with it (its pitch and the like) waits for the voice that is being
        loaded, if there is one. Raises ConfigError."""
        with self._lock:  # `voice` and `params` events in the order of what they tell
            coming = next((change.voice for change in reversed(self._pending) if change.voice is not None), None)
            check_speaker(coming or self.voice, with_values(LiveParams(), command.params))
            for change in self._pending:
                change.later |= command.params
            self.params = with_values(self.params, {k: v for k, v in command.params.items() if coming is None or k not in PROPOSED})
            self.crossfader.set_params(self.params)
            self._emit(Params(reply_to=command.id, params=asdict(self.params)))

    def set_voice(self, command: SetVoice) -> None:
        """Another voice, as soon as it has been loaded. Raises VoiceNotFound, ConfigError."""
        voice = find_voice(command.voice)
        check_speaker(voice, with_values(params_of(voice), command.params))
        self._ask(_Change(partial(self._change_voice, values=command.params), command.id, voice))

    def set_config(self, command: SetConfig) -> None:
        """Other settings for the same voice. Raises ConfigError; EngineError `config.restart` for those of devices."""
        fixed = sorted(set(command.config) & settings_of(EngineConfig).keys() - settings_that_act(EngineConfig, "rebuild"))
        if fixed:
            raise EngineError("config.restart", "change while running", ", ".join(fixed))
        with_values(self.config, command.config)
        self._ask(_Change(partial(self._change_config, values=command.config), command.id))

    def keep_ready(self, voices: Sequence[str]) -> None:
        """The first MOST_READY of these that hear with the same models as the one that is heard are loaded beside it, so that a change to
        them takes a moment."""
        self._ready = tuple(voices)
        self._ask(_Change(lambda _: None))  # wakes the maker

    def note_devices(self, values: Values) -> None:
        """Settings that are in force already, and stay so for the next voices. Raises ConfigError."""
        with self._lock:
            self.config = with_values(self.config, values)
            self._given = {**self._given, **values}

    # --- the monitor thread ------------------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Says what is heard, and lets go of what is not any more."""
        while self._took_over:
            waited_s, running, news = self._took_over.popleft()
            with self._lock:  # the controls may have been changed since the voice was asked for
                self._emit(news.model_copy(update={"switch_ms": 1000 * waited_s, "params": asdict(running.params)}))
            self._let_specialise()
        while self.crossfader.retired:
            self._cache.put(self.crossfader.retired.popleft().pipeline, self._may_be_asked_for, self._is_ready)

    def keep_pace(self, load: float) -> None:
        """Only voices that have networks can be made lighter."""
        if not voice_kind(self.voice).tuned:
            return
        if self._pending or self._preloading or (self._specialising is not None and self._specialising.is_alive()):
            self._pace.disturbed(time.monotonic())
            return
        verdict = self._pace.observe(load, time.monotonic())
        if verdict == "slower" or (verdict == "faster" and self._before_steps):
            self.step(verdict)

    def step(self, verdict: Verdict) -> None:
        """Asks for lighter settings, or for those before."""
        self._ask(_Change(partial(self._step, verdict)))

    # --- the maker ---------------------------------------------------------------------------------------------------------------------

    def _ask(self, change: _Change) -> None:
        with self._lock:
            self._pending.append(change)
        self._asked.put(change)

    def _make(self) -> None:
        while (change := self._next()) is not None and not self._closing.is_set():
            try:
                change.carry_out(change)
            except (EngineError, ModelError) as error:
                self._emit(failed(error, change.reply_to))
            except Exception as error:
                log.exception("no change")
                self._emit(failed(error, change.reply_to, "change what is heard", self.voice.id))
            finally:
                with self._lock:
                    self._forget(change)

    def _next(self) -> _Change | None:
        """What is asked for comes before what may be."""
        while not self._closing.is_set():
            try:
                if not self._asked.empty() or not self._preload_next():
                    return self._asked.get()
            except Exception:  # nobody waits for a voice that is kept ready, and whoever asks for another must get it
                log.exception("no voice is kept ready any more")
                self._ready = ()
        return None

    def _forget(self, change: _Change) -> None:
        """`_lock` is held."""
        if change in self._pending:
            self._pending.remove(change)

    def _change_voice(self, change: _Change, values: Values) -> None:
        voice = change.voice
        assert voice is not None
        config = with_values(base_config(voice), self._given)
        self._swap(change, config, voice, lambda: with_values(params_of(voice, self.params), values))
        self.say_if_not_as_asked(self.crossfader.newest.pipeline)
        self._before_steps.clear()

    def _change_config(self, change: _Change, values: Values) -> None:
        self._swap(change, with_values(self.config, values), self.voice, lambda: self.params)
        if {"device", "runtime"} & set(values):
            self.say_if_not_as_asked(self.crossfader.newest.pipeline)
        with self._lock:
            self._given = {**self._given, **values}
        self._before_steps.clear()

    def say_if_not_as_asked(self, pipeline: Pipeline) -> None:
        """Tells whoever asked for a device that it computes nothing, and why."""
        missed = not_as_asked(self.config, pipeline.provider, pipeline.built_in)
        if missed:
            facts: dict[str, JsonValue] = {**missed}
            self._emit(Notice(code=NOT_AS_ASKED, subject=self.voice.id, facts=facts))

    def _step(self, verdict: Verdict, change: _Change) -> None:
        config = lighter(self.config) if verdict == "slower" else self._before_steps[-1] if self._before_steps else None
        if config is None:
            self._emit(Notice(code="pace.too_slow", subject=self.voice.id))
        else:
            self._take_step(verdict, config, change)
        self._pace.stepped(verdict, time.monotonic())

    def _take_step(self, verdict: Verdict, config: EngineConfig, change: _Change) -> None:
        before = self.config
        try:
            self._swap(change, config, self.voice, lambda: self.params)
        except (EngineError, ModelError) as error:
            log.warning("no step %s: %s", verdict, error)
            return
        if verdict == "slower":
            self._before_steps.append(before)
        else:
            self._before_steps.pop()
        facts: dict[str, JsonValue] = {"hop_ms": config.hop_ms, "context_s": config.context_s, "detector": config.detector}
        self._emit(Notice(code=f"pace.{verdict}", subject=self.voice.id, facts=facts))

    def _swap(self, change: _Change, config: EngineConfig, voice: Voice, params_now: Callable[[], LiveParams]) -> None:
        key = pipeline_key(config, voice)
        pipeline = self._cache.take(key) or self._made(config, voice)
        self._cache.note(pipeline, key)
        raise_libraries()
        state = pipeline.prepare(first_frame=self._telemetry.samples // FRAME_SAMPLES)

        def took_over(running: RunningPipeline) -> None:
            self._took_over.append((time.perf_counter() - change.asked_s, running, event))

        with self._lock:
            self._forget(change)
            params = with_values(params_now(), change.later)
            config = with_values(config, {name: self._given[name] for name in MONITOR & set(self._given)})
            event = VoiceChanged(
                reply_to=change.reply_to,
                voice=voice.id,
                params=asdict(params),
                config=asdict(config),
                switch_ms=0.0,
                provider=pipeline.provider,
            )
            self.voice, self.config, self.params = voice, config, params
            self.crossfader.offer(RunningPipeline(pipeline, state, params, took_over))

    def _made(self, config: EngineConfig, voice: Voice) -> Pipeline:
        """A new pipeline; what is heard meanwhile is told that it will take time from it."""
        self.crossfader.expect()
        patience = _Patience(self._leaving, self._others_wait)
        try:
            pipeline = assemble(config, voice, beside=self.crossfader.newest.pipeline, leave=patience)
        except BaseException:
            self.crossfader.expect(False)
            raise
        patience.made = True
        return pipeline

    def _others_wait(self) -> bool:
        """Whether something was asked for while a voice is made that is only kept ready, or another voice while this one is."""
        with self._lock:
            return any(self._preloading or (change is not self._pending[0] and change.voice is not None) for change in self._pending)

    def _preload_next(self) -> bool:
        """Whether one of the voices to be kept ready has been made just now, or found to be impossible."""
        if self.crossfader.newest.pipeline.analysis_key is None:
            return False
        keys = list(islice(self._keys_to_preload(), MOST_READY))
        self._kept_ready = frozenset(key.voice.id for key in keys)
        for key in keys:
            if key.voice == self.voice or key in self._cannot_preload or self._cache.knows(key):
                continue
            self._preloading = True
            try:
                pipeline = self._made(key.config, key.voice)
                self.crossfader.expect(False)
                self._cache.note(pipeline, key)
                self._cache.put(pipeline, self._may_be_asked_for, self._is_ready)
            except (EngineError, ModelError) as error:
                log.info("%s is not kept ready: %s", key.voice.id, error)
                self._cannot_preload.add(key)
            finally:
                self._preloading = False
            return True
        return False

    def _keys_to_preload(self) -> Iterator[PipelineKey]:
        """All but those that would hear with models of their own (a gigabyte at full size) and those that must be prepared first."""
        for name in self._ready:
            with suppress(EngineError, ModelError):
                voice = find_voice(name)
                config = with_values(base_config(voice), self._given)
                if shares_analysis(config, voice, self.crossfader.newest.pipeline) and opens_at_once(config, voice):
                    yield pipeline_key(config, voice)

    def _is_ready(self, key: PipelineKey) -> bool:
        return key.voice.id in self._kept_ready

    def _may_be_asked_for(self, key: PipelineKey) -> bool:
        """Whether a change to that voice, which is another one than now, would make it just so."""
        config = with_values(base_config(key.voice), self._given)
        return key.voice != self.voice and key == pipeline_key(config, key.voice)

    # --- specialising ------------------------------------------------------------------------------------------------------------------

    def _let_specialise(self) -> None:
        """A voice that is quick to compute gains nothing that would be worth what specialising takes of the processor meanwhile."""
        if self.crossfader.current.pipeline.cost.mean_samples < LONG_SAMPLES:
            return
        if self._specialising is None or not self._specialising.is_alive():
            self._specialising = threading.Thread(target=self._specialise, name="urvc-specialise")
            self._specialising.start()

    def _specialise(self) -> None:
        """What was not waited for before a new voice was heard: it is specialised while it speaks."""
        specialised = None
        while (pipeline := self.crossfader.current.pipeline) is not specialised:
            if self._closing.wait(SPECIALISE_AFTER_HOPS * pipeline.hop_ms / 1000):
                return
            if pipeline is self.crossfader.current.pipeline:
                aside(pipeline.specialise)
                raise_libraries()
                specialised = pipeline
