"""What is heard while a session runs, and how it changes: another voice, other settings, steps that keep pace, voices kept ready.

Threads: commands (the host's thread) only ask. Pipelines are made by a thread of their own, one at a time and in the order of asking, so
that nobody who mutes himself has to wait until a voice has been loaded. The worker takes up what is offered to the slot; the monitor
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

from engine.assemble import Making, assemble, making_of, opens_at_once, params_of, shares_hearing
from engine.audio.priority import aside, raise_libraries
from engine.config import PROPOSED, EngineConfig, LiveParams, with_values
from engine.contracts import FRAME_SAMPLES
from engine.errors import EngineError
from engine.link.failures import failed
from engine.link.messages import Event, Notice, Params, SetConfig, SetParams, SetVoice, Start, Values, VoiceHeard
from engine.pipeline import LONG_SAMPLES, Pipeline
from engine.runtime.pace import Pace, Verdict, lighter
from engine.runtime.resting import Resting
from engine.runtime.slot import PipelineSlot, Running
from engine.runtime.telemetry import Telemetry
from engine.synth.rvc_open import check_speaker
from engine.tuning import base_config
from models.errors import ModelError
from models.shelf import find_voice
from models.voice import Voice

log = logging.getLogger(__name__)

DEVICE_SETTINGS = {"input", "output", "monitor", "monitor_gain_db", "backend", "margin_ms", "seed"}
MONITOR = {"monitor", "monitor_gain_db"}
SETTLE_HOPS = 4
"""After these a voice's blocks are all alike."""
MOST_READY = 4
"""Of full-size voices each holds some 80 to 250 MB beside the one that is heard."""


@dataclass(slots=True, eq=False)
class _Change:
    """Something to be made that was asked for by command `reply_to` (0: by nobody). `voice` is the one that will be heard, None the same
    as before; `later` the controls that were set since."""

    carry_out: Callable[[_Change], None]
    reply_to: int = 0
    voice: Voice | None = None
    later: dict[str, JsonValue] = field(default_factory=dict)
    asked_s: float = field(default_factory=time.perf_counter)


class Changes:
    """The voice of a session, its settings and its controls. `begin` makes the first pipeline and `slot`; `close` ends the thread.

    Raises ConfigError, VoiceNotFound.
    """

    def __init__(self, command: Start, emit: Callable[[Event], None], telemetry: Telemetry) -> None:
        self._emit, self._telemetry = emit, telemetry
        self.voice = find_voice(command.voice)
        self._given = dict(command.config)
        self.config = with_values(base_config(self.voice), self._given)
        self.params = check_speaker(self.voice, with_values(params_of(self.voice), command.params))
        self._lock = threading.Lock()  # between commands, the maker and the monitor thread; never taken by the worker
        self._asked: queue.SimpleQueue[_Change | None] = queue.SimpleQueue()
        self._pending: list[_Change] = []
        self._making_ready = False
        self._ready = tuple(command.ready)
        self._kept_ready: frozenset[str] = frozenset()
        self._cannot_be_ready: set[Making] = set()
        self._heard: deque[tuple[float, Running, VoiceHeard]] = deque()  # from the worker, told by the monitor thread
        self._resting = Resting()
        self._pace = Pace()
        self._before_steps: list[EngineConfig] = []
        self._settling: threading.Thread | None = None
        self._closing = threading.Event()
        self._maker = threading.Thread(target=self._make, name="urvc-maker")

    def begin(self) -> None:
        """Makes what is heard first. Raises what `assemble` raises."""
        making = making_of(self.config, self.voice)
        pipeline = assemble(self.config, self.voice)
        self._resting.note(pipeline, making)
        self.slot = PipelineSlot(Running(pipeline, pipeline.prepare(), self.params))

    def start(self) -> None:
        """From now on what is asked for is made."""
        self._maker.start()

    def close(self) -> None:
        """Waits for what is being made; what has been asked for besides is left."""
        self._closing.set()
        self._asked.put(None)
        for thread in (self._maker, self._settling):
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
            self.slot.set_params(self.params)
            self._emit(Params(reply_to=command.id, params=asdict(self.params)))

    def set_voice(self, command: SetVoice) -> None:
        """Another voice, as soon as it has been loaded. Raises VoiceNotFound, ConfigError."""
        voice = find_voice(command.voice)
        check_speaker(voice, with_values(params_of(voice), command.params))
        self._ask(_Change(partial(self._change_voice, values=command.params), command.id, voice))

    def set_config(self, command: SetConfig) -> None:
        """Other settings for the same voice. Raises ConfigError; EngineError `config.restart` for those of devices."""
        fixed = sorted(DEVICE_SETTINGS & set(command.config))
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
        while self._heard:
            waited_s, running, news = self._heard.popleft()
            with self._lock:  # the controls may have been changed since the voice was asked for
                self._emit(news.model_copy(update={"switch_ms": 1000 * waited_s, "params": asdict(running.params)}))
            self._let_settle()
        while self.slot.gone:
            self._resting.rest(self.slot.gone.popleft().pipeline, self._may_be_asked_for, self._is_ready)

    def keep_pace(self, load: float) -> None:
        """Only voices that have networks can be made lighter."""
        if self.voice.kind == "vocoder":
            return
        if self._pending or self._making_ready or (self._settling is not None and self._settling.is_alive()):
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
                if not self._asked.empty() or not self._made_ready():
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
        self._before_steps.clear()

    def _change_config(self, change: _Change, values: Values) -> None:
        self._swap(change, with_values(self.config, values), self.voice, lambda: self.params)
        with self._lock:
            self._given = {**self._given, **values}
        self._before_steps.clear()

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
        making = making_of(config, voice)
        pipeline = self._resting.take(making) or self._made(config, voice)
        self._resting.note(pipeline, making)
        raise_libraries()
        state = pipeline.prepare(first_frame=self._telemetry.samples // FRAME_SAMPLES)

        def heard(running: Running) -> None:
            self._heard.append((time.perf_counter() - change.asked_s, running, event))

        with self._lock:
            self._forget(change)
            params = with_values(params_now(), change.later)
            config = with_values(config, {name: self._given[name] for name in MONITOR & set(self._given)})
            event = VoiceHeard(
                reply_to=change.reply_to,
                voice=voice.id,
                params=asdict(params),
                config=asdict(config),
                switch_ms=0.0,
                provider=pipeline.provider,
            )
            self.voice, self.config, self.params = voice, config, params
            self.slot.offer(Running(pipeline, state, params, heard))

    def _made(self, config: EngineConfig, voice: Voice) -> Pipeline:
        """A new pipeline; what is heard meanwhile is told that it will take time from it."""
        self.slot.expect()
        try:
            return assemble(config, voice, beside=self.slot.newest.pipeline)
        except BaseException:
            self.slot.expect(False)
            raise

    def _made_ready(self) -> bool:
        """Whether one of the voices to be kept ready has been made just now, or found to be impossible."""
        if self.voice.kind == "vocoder":
            return False
        makings = list(islice(self._makings_ready(), MOST_READY))
        self._kept_ready = frozenset(making.voice.id for making in makings)
        for making in makings:
            if making.voice == self.voice or making in self._cannot_be_ready or self._resting.knows(making):
                continue
            self._making_ready = True
            try:
                pipeline = self._made(making.config, making.voice)
                self.slot.expect(False)
                self._resting.note(pipeline, making)
                self._resting.rest(pipeline, self._may_be_asked_for, self._is_ready)
            except (EngineError, ModelError) as error:
                log.info("%s is not kept ready: %s", making.voice.id, error)
                self._cannot_be_ready.add(making)
            finally:
                self._making_ready = False
            return True
        return False

    def _makings_ready(self) -> Iterator[Making]:
        """All but those that would hear with models of their own (a gigabyte at full size) and those that must be prepared first."""
        for name in self._ready:
            with suppress(EngineError, ModelError):
                voice = find_voice(name)
                config = with_values(base_config(voice), self._given)
                if shares_hearing(config, voice, self.slot.newest.pipeline) and opens_at_once(config, voice):
                    yield making_of(config, voice)

    def _is_ready(self, making: Making) -> bool:
        return making.voice.id in self._kept_ready

    def _may_be_asked_for(self, making: Making) -> bool:
        """Whether a change to that voice, which is another one than now, would make it just so."""
        config = with_values(base_config(making.voice), self._given)
        return making.voice != self.voice and making == making_of(config, making.voice)

    # --- settling ----------------------------------------------------------------------------------------------------------------------

    def _let_settle(self) -> None:
        """A voice that is quick to compute gains nothing that would be worth what settling takes of the processor meanwhile."""
        if self.slot.current.pipeline.cost.mean_samples < LONG_SAMPLES:
            return
        if self._settling is None or not self._settling.is_alive():
            self._settling = threading.Thread(target=self._settle, name="urvc-settle")
            self._settling.start()

    def _settle(self) -> None:
        """What was not waited for before a new voice was heard: it settles while it speaks."""
        settled = None
        while (pipeline := self.slot.current.pipeline) is not settled:
            if self._closing.wait(SETTLE_HOPS * pipeline.hop_ms / 1000):
                return
            if pipeline is self.slot.current.pipeline:
                aside(pipeline.settle)
                raise_libraries()
                settled = pipeline
