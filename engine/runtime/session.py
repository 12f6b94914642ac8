"""The live session: one voice between devices, from `start` to `stop`, through lost devices and changed voices.

Threads: commands come on the host's thread; the worker runs in its own; a monitor thread sends telemetry about 20 times a second and
sees to lost devices. They share nothing but the rig (replaced whole) and the slot.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, replace

from pydantic import JsonValue

from engine.assemble import Making, assemble, making_of, params_of
from engine.audio.priority import aside
from engine.audio.virtual_mic.contract import VirtualMicrophones
from engine.config import VIRTUAL_MICROPHONE, EngineConfig, LiveParams, with_values
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio
from engine.errors import DeviceError, EngineError
from engine.link.failures import failed
from engine.link.messages import (
    Event,
    FileState,
    LatencyPart,
    MonitorSet,
    Notice,
    Params,
    PlayFile,
    Record,
    Recorded,
    Recording,
    SetConfig,
    SetMonitor,
    SetParams,
    SetVoice,
    Start,
    Started,
    Stopped,
    VoiceHeard,
)
from engine.pipeline import LONG_SAMPLES, Pipeline
from engine.runtime.memory import settle_memory
from engine.runtime.pace import Pace, Verdict, lighter
from engine.runtime.recorder import Recorder
from engine.runtime.report import counters, latency_parts, telemetry_event
from engine.runtime.resting import Resting
from engine.runtime.rig import FileInput, Rig, open_rig
from engine.runtime.scope import Scope, Watcher
from engine.runtime.slot import PipelineSlot, Running
from engine.runtime.telemetry import Telemetry, TelemetryReader
from engine.synth.rvc_open import check_speaker
from engine.tuning import base_config
from models.errors import ModelError
from models.shelf import find_voice
from models.voice import Voice

log = logging.getLogger(__name__)

TELEMETRY_S = 0.05
KEPT_LATENCIES = 2000
REOPEN_S = 1.0
SETTLE_HOPS = 4
"""After these a voice's blocks are all alike."""
DEVICE_SETTINGS = {"input", "output", "monitor", "monitor_gain_db", "backend", "margin_ms", "seed"}


class Session:
    """A running voice. Constructing one checks the command; `start` opens devices and makes sound.

    Raises ConfigError, VoiceNotFound, DeviceError, AudioFileError.
    """

    def __init__(self, command: Start, emit: Callable[[Event], None], microphone: VirtualMicrophones) -> None:
        self._command, self._emit, self._microphone = command, emit, microphone
        self._voice = find_voice(command.voice)
        self._given = dict(command.config)
        self._config = with_values(base_config(self._voice), self._given)
        self._params = check_speaker(self._voice, with_values(params_of(self._voice), command.params))
        self._telemetry = Telemetry()
        self._reader = TelemetryReader(self._telemetry)
        self._lock = threading.Lock()  # commands and the monitor thread; never taken by the worker
        self._closing = threading.Event()
        self._rig: Rig | None = None
        self._recorder: Recorder | None = None
        self._recorded: list[str] = []
        self._scope = Scope()
        self._watcher: Watcher | None = None
        self._heard: deque[tuple[float, Running, VoiceHeard]] = deque()  # from the worker, told by the monitor thread
        self._lost_counts: dict[str, int] = {}
        self._swapping = threading.Lock()  # one pipeline is built at a time: by a command, or by the pace
        self._resting = Resting()
        self._pace = Pace()
        self._before_steps: list[EngineConfig] = []
        self._stepping: threading.Thread | None = None
        self._settling: threading.Thread | None = None
        self.latencies: deque[list[LatencyPart]] = deque(maxlen=KEPT_LATENCIES)
        """The newest delays, step by step, as they were told."""
        self.ended = False

    @property
    def rig(self) -> Rig:
        """The open devices. Raises DeviceError `device.lost` while one is missing."""
        if self._rig is None:
            raise DeviceError("device.lost", "use the stream", self._config.input or self._config.output)
        return self._rig

    def start(self) -> None:
        """Opens everything and answers `started`."""
        command = self._command
        making = making_of(self._config, self._voice)
        pipeline = assemble(self._config, self._voice)
        self._resting.note(pipeline, making)
        self._slot = PipelineSlot(Running(pipeline, pipeline.prepare(), self._params))
        if command.record_input or command.record_output:
            self._recorder = Recorder(command.record_input, command.record_output)
        settle_memory()  # before the microphone begins to fill its ring
        try:
            rig = self._open()
        except BaseException:
            if self._recorder is not None:
                self._recorder.discard()
            raise
        self._emit(
            Started(
                reply_to=command.id,
                voice=self._voice.id,
                input=rig.input_name,
                output=rig.output_name,
                monitor=rig.monitor_name,
                params=asdict(self._params),
                config=asdict(self._config),
                latency=latency_parts(self._slot, rig, None),
                provider=pipeline.provider,
                file_s=rig.file().duration_s if command.input_file else 0.0,
            )
        )
        self._rig = rig
        rig.start()
        self._monitor = threading.Thread(target=self._watch, name="urvc-monitor")
        self._monitor.start()

    def set_params(self, command: SetParams) -> None:
        """Live controls from the next block on."""
        self._params = check_speaker(self._voice, with_values(self._params, command.params))
        with self._lock:  # `voice` and `params` events in the order of what they tell
            self._slot.set_params(self._params)
            self._emit(Params(reply_to=command.id, params=asdict(self._params)))

    def set_voice(self, command: SetVoice) -> None:
        """Prepares the voice here, off the worker, and lets the worker fade over."""
        voice = find_voice(command.voice)
        with self._swapping:
            params = check_speaker(voice, with_values(params_of(voice, self._params), command.params))
            self._swap(command.id, with_values(base_config(voice), self._given), voice, params)
            self._before_steps.clear()

    def set_config(self, command: SetConfig) -> None:
        """Rebuilds the pipeline for another detector, hop or noise suppression. Devices are chosen at the start."""
        fixed = sorted(DEVICE_SETTINGS & set(command.config))
        if fixed:
            raise EngineError("config.restart", "change while running", ", ".join(fixed))
        with self._swapping:
            self._swap(command.id, with_values(self._config, command.config), self._voice, self._params)
            self._given |= command.config
            self._before_steps.clear()

    def record(self, command: Record) -> None:
        """Begins to write files. Raises EngineError `live.recording`, AudioFileError."""
        if self._recorder is not None:
            raise EngineError("live.recording", "record", command.output or command.input)
        self._recorder = Recorder(command.input, command.output)
        self._emit(Recording(reply_to=command.id, paths=[path for path in (command.input, command.output) if path]))

    def stop_recording(self, reply_to: int) -> None:
        """Finishes the files, if any are being written."""
        recorder, self._recorder = self._recorder, None
        paths = recorder.close() if recorder is not None else []
        self._recorded += paths
        self._emit(Recorded(reply_to=reply_to, paths=paths, lost_samples=recorder.lost_samples if recorder is not None else 0))

    def set_monitor(self, command: SetMonitor) -> None:
        """Opens, closes or levels the monitor while the voice goes on; while a device is missing, from its return on."""
        config = with_values(self._config, {"monitor": command.monitor, "monitor_gain_db": command.gain_db})
        with self._lock:
            if self._rig is not None:
                self._rig.set_monitor(config, self._slot.newest.pipeline.hop_ms)
            self._config = config
            name = self._rig.monitor_name if self._rig is not None else ""
        self._emit(MonitorSet(reply_to=command.id, monitor=name, gain_db=config.monitor_gain_db))

    def play_file(self, command: PlayFile) -> None:
        """Moves within the input file. Raises EngineError `live.no_file`."""
        file = self.rig.file()
        file.loop = file.loop if command.loop is None else command.loop
        file.paused = file.paused if command.paused is None else command.paused
        if command.position_s is not None:
            file.seek(command.position_s)
        position_s = file.position_s if command.position_s is None else min(command.position_s, file.duration_s)
        state = FileState(reply_to=command.id, position_s=position_s, length_s=file.duration_s, paused=file.paused, loop=file.loop)
        self._emit(state)

    def watch(self, per_s: int) -> None:
        """Pictures of the sound so often a second; 0 ends them."""
        if self._watcher is not None:
            self._watcher.close()
        self._watcher = Watcher(self._scope, self._slot, self._emit, per_s) if per_s else None

    def close(self, reason: str, reply_to: int = 0) -> None:
        """Stops the sound, finishes the recordings, answers `stopped`. Safe to call twice."""
        self._closing.set()
        if threading.current_thread() is not self._monitor:
            self._monitor.join()
        for thread in (self._stepping, self._settling):
            if thread is not None:
                thread.join()
        with self._lock:
            self._finish(reason, reply_to)

    # --- the monitor thread ------------------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._closing.wait(TELEMETRY_S):
            rig = self._rig
            while self._heard:
                self._tell_heard(*self._heard.popleft())
                self._let_settle()
            while self._slot.gone:
                self._resting.rest(self._slot.gone.popleft().pipeline, self._may_be_asked_for)
            if rig is None:
                self._try_again()
            elif rig.fault is not None:
                self._fail(rig.fault)
                return
            elif rig.finished:
                with self._lock:
                    self._finish("end of file", 0)
                return
            elif lost := rig.lost_device:
                self._let_go(rig, lost)
            else:
                event = telemetry_event(self._slot, rig, self._telemetry, self._reader.recent(), self._lost_counts)
                self.latencies.append(event.latency)
                self._emit(event)
                self._keep_pace(event.load)

    def _keep_pace(self, load: float) -> None:
        """Only voices that have networks can be made lighter; a step is built in a thread of its own."""
        if self._voice.kind == "vocoder" or (self._stepping is not None and self._stepping.is_alive()):
            return
        if self._swapping.locked() or (self._settling is not None and self._settling.is_alive()):
            self._pace.disturbed(time.monotonic())
            return
        verdict = self._pace.observe(load, time.monotonic())
        if verdict == "slower" or (verdict == "faster" and self._before_steps):
            self._stepping = threading.Thread(target=self._step, args=(verdict,), name="urvc-pace")
            self._stepping.start()

    def _step(self, verdict: Verdict) -> None:
        with self._swapping:
            config = lighter(self._config) if verdict == "slower" else self._before_steps[-1] if self._before_steps else None
            if config is None:
                self._emit(Notice(code="pace.too_slow", subject=self._voice.id))
            else:
                self._take_step(verdict, config)
        self._pace.stepped(verdict, time.monotonic())

    def _take_step(self, verdict: Verdict, config: EngineConfig) -> None:
        before = self._config
        try:
            self._swap(0, config, self._voice, self._params)
        except (EngineError, ModelError) as error:
            log.warning("no step %s: %s", verdict, error)
            return
        if verdict == "slower":
            self._before_steps.append(before)
        else:
            self._before_steps.pop()
        facts: dict[str, JsonValue] = {"hop_ms": config.hop_ms, "context_s": config.context_s, "detector": config.detector}
        self._emit(Notice(code=f"pace.{verdict}", subject=self._voice.id, facts=facts))

    def _tell_heard(self, waited_s: float, running: Running, news: VoiceHeard) -> None:
        """The controls may have been changed since the voice was asked for."""
        with self._lock:
            self._emit(news.model_copy(update={"switch_ms": 1000 * waited_s, "params": asdict(running.params)}))

    def _let_settle(self) -> None:
        """A voice that is quick to compute gains nothing that would be worth what settling takes of the processor meanwhile."""
        if self._slot.current.pipeline.cost.mean_samples < LONG_SAMPLES:
            return
        if self._settling is None or not self._settling.is_alive():
            self._settling = threading.Thread(target=self._settle, name="urvc-settle")
            self._settling.start()

    def _settle(self) -> None:
        """What was not waited for before a new voice was heard: it settles while it speaks."""
        settled = None
        while (pipeline := self._slot.current.pipeline) is not settled:
            if self._closing.wait(SETTLE_HOPS * pipeline.hop_ms / 1000):
                return
            if pipeline is self._slot.current.pipeline:
                aside(pipeline.settle)
                settled = pipeline

    def _let_go(self, rig: Rig, lost: str) -> None:
        """A device has vanished: say so, close the rest, wait for it."""
        self._emit(Notice(code="device.lost", subject=lost))
        with self._lock:
            self._keep_counts(rig)
            rig.close()
            self._rig = None

    def _try_again(self) -> None:
        if self._closing.wait(REOPEN_S):
            return
        try:
            with self._lock:
                rig = self._open()
                rig.start()
                self._rig = rig
        except DeviceError as error:
            log.info("still waiting: %s", error)
            return
        self._emit(Notice(code="device.back", subject=rig.input_name, facts={"output": rig.output_name}))

    def _fail(self, fault: BaseException) -> None:
        log.error("the worker stopped", exc_info=fault)
        with self._lock:
            self._finish("failed", 0)
        self._emit(failed(fault, subject=self._voice.id))

    # --- shared ------------------------------------------------------------------------------------------------------------------------

    def _open(self) -> Rig:
        file = FileInput(self._command.input_file, self._command.input_loop)
        config = self._config
        if config.output == VIRTUAL_MICROPHONE and not self._command.silent:
            # Asked at every opening: a sound server that has started anew has forgotten it.
            config = replace(config, output=self._microphone.ensure().output_id)
        return open_rig(config, self._slot, self._telemetry, self._tap, file, self._command.silent)

    def _tap(self, block: Audio, out: Audio) -> None:
        """Worker: what is recorded and what is watched."""
        recorder = self._recorder
        if recorder is not None:
            recorder.take(block, out)
        if self._scope.watched:
            self._scope.take(block, out)

    def _swap(self, reply_to: int, config: EngineConfig, voice: Voice, params: LiveParams) -> None:
        """`_swapping` is held."""
        asked = time.perf_counter()
        making = making_of(config, voice)
        pipeline = self._resting.take(making) or self._made(config, voice)
        self._resting.note(pipeline, making)
        state = pipeline.prepare(first_frame=self._telemetry.samples // FRAME_SAMPLES)

        def heard(running: Running) -> None:
            self._heard.append((time.perf_counter() - asked, running, event))

        event = VoiceHeard(
            reply_to=reply_to,
            voice=voice.id,
            params=asdict(params),
            config=asdict(config),
            switch_ms=0.0,
            provider=pipeline.provider,
        )
        self._voice, self._config, self._params = voice, config, params
        self._slot.offer(Running(pipeline, state, params, heard))

    def _made(self, config: EngineConfig, voice: Voice) -> Pipeline:
        """A new pipeline; what is heard meanwhile is told that it will take time from it."""
        self._slot.expect()
        try:
            return assemble(config, voice, beside=self._slot.newest.pipeline)
        except BaseException:
            self._slot.expect(False)
            raise

    def _may_be_asked_for(self, making: Making) -> bool:
        """Whether a change to that voice, which is another one than now, would make it just so."""
        config = with_values(base_config(making.voice), self._given)
        return making.voice != self._voice and making == making_of(config, making.voice)

    def _keep_counts(self, rig: Rig) -> None:
        for name, count in rig.counts().items():
            self._lost_counts[name] = self._lost_counts.get(name, 0) + count

    def _finish(self, reason: str, reply_to: int) -> None:
        if self.ended:
            return
        self.ended = True
        self.watch(0)
        if self._rig is not None:
            self._rig.close()
            self._keep_counts(self._rig)
            self._rig = None
        if self._recorder is not None:
            self._recorded += self._recorder.close()
        seconds = self._telemetry.samples / SAMPLE_RATE_HZ
        counts = counters(self._telemetry, self._slot, self._lost_counts)
        self._emit(Stopped(reply_to=reply_to, reason=reason, seconds=seconds, recorded=self._recorded, counters=counts))
