"""The live session: one voice between devices, from `start` to `stop`, through lost devices and changed voices.

Threads: commands come on the host's thread; the worker runs in its own; a monitor thread sends telemetry about 20 times a second and
sees to lost devices. They share nothing but the rig (replaced whole) and the slot. What is heard, and how it changes, is in changes.py.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from pydantic import JsonValue

from engine.audio.virtual_mic.contract import VirtualMicrophones
from engine.config import VIRTUAL_MICROPHONE, with_values
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import DeviceError, EngineError
from engine.link.failures import failed
from engine.link.messages import (
    Event,
    FileState,
    LatencyPart,
    MonitorSet,
    Notice,
    PlayFile,
    Record,
    Recorded,
    Recording,
    SetMonitor,
    Start,
    Started,
    Stopped,
)
from engine.runtime.changes import Changes
from engine.runtime.memory import settle_memory
from engine.runtime.recorder import Recorder
from engine.runtime.report import counters, latency_parts, telemetry_event
from engine.runtime.rig import FileInput, Rig, open_rig
from engine.runtime.scope import Scope, Watcher
from engine.runtime.telemetry import Telemetry, TelemetryReader

log = logging.getLogger(__name__)

TELEMETRY_S = 0.05
REOPEN_S = 1.0


class Session:
    """A running voice. Constructing one checks the command; `start` opens devices and makes sound.

    Raises ConfigError, VoiceNotFound, DeviceError, AudioFileError.
    """

    def __init__(self, command: Start, emit: Callable[[Event], None], microphone: VirtualMicrophones) -> None:
        self._command, self._emit, self._microphone = command, emit, microphone
        self._telemetry = Telemetry()
        self._reader = TelemetryReader(self._telemetry)
        self.changes = Changes(command, emit, self._telemetry)
        self._lock = threading.Lock()  # commands and the monitor thread; never taken by the worker
        self._closing = threading.Event()
        self._rig: Rig | None = None
        self._recorder: Recorder | None = None
        self._recorded: list[str] = []
        self._scope = Scope()
        self._watcher: Watcher | None = None
        self._lost_counts: dict[str, int] = {}
        self._told: list[list[LatencyPart]] | None = None
        self.ended = False

    @property
    def rig(self) -> Rig:
        """The open devices. Raises DeviceError `device.lost` while one is missing."""
        if self._rig is None:
            raise DeviceError("device.lost", "use the stream", self.changes.config.input or self.changes.config.output)
        return self._rig

    def start(self) -> None:
        """Opens everything and answers `started`."""
        command = self._command
        changes = self.changes
        changes.begin()
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
                voice=changes.voice.id,
                input=rig.input_name,
                output=rig.output_name,
                monitor=rig.monitor_name,
                params=asdict(changes.params),
                config=asdict(changes.config),
                latency=latency_parts(changes.slot, rig, None),
                provider=changes.slot.current.pipeline.provider,
                file_s=rig.file().duration_s if command.input_file else 0.0,
            )
        )
        self._rig = rig
        rig.start()
        changes.start()
        self._monitor = threading.Thread(target=self._watch, name="urvc-monitor")
        self._monitor.start()

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
        values: dict[str, JsonValue] = {"monitor": command.monitor, "monitor_gain_db": command.gain_db}
        config = with_values(self.changes.config, values)
        with self._lock:
            if self._rig is not None:
                self._rig.set_monitor(config, self.changes.slot.newest.pipeline.hop_ms)
            self.changes.note_devices(values)
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
        self._watcher = Watcher(self._scope, self.changes.slot, self._emit, per_s) if per_s else None

    @contextmanager
    def telling_latency(self) -> Iterator[list[list[LatencyPart]]]:
        """Fills with the delays, step by step, as they are told meanwhile. Nobody keeps them otherwise."""
        told: list[list[LatencyPart]] = []
        self._told = told
        try:
            yield told
        finally:
            self._told = None

    def close(self, reason: str, reply_to: int = 0) -> None:
        """Stops the sound, finishes the recordings, answers `stopped`. Safe to call twice."""
        self._closing.set()
        if threading.current_thread() is not self._monitor:
            self._monitor.join()
        with self._lock:
            self._finish(reason, reply_to)
        self.changes.close()

    # --- the monitor thread ------------------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._closing.wait(TELEMETRY_S):
            rig = self._rig
            self.changes.tell()
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
                event = telemetry_event(self.changes.slot, rig, self._telemetry, self._reader.recent(), self._lost_counts)
                told = self._told
                if told is not None:
                    told.append(event.latency)
                self._emit(event)
                self.changes.keep_pace(event.load)

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
        self._emit(failed(fault, subject=self.changes.voice.id))

    # --- shared ------------------------------------------------------------------------------------------------------------------------

    def _open(self) -> Rig:
        file = FileInput(self._command.input_file, self._command.input_loop)
        config = self.changes.config
        if config.output == VIRTUAL_MICROPHONE and not self._command.silent:
            # Asked at every opening: a sound server that has started anew has forgotten it.
            config = replace(config, output=self._microphone.ensure().output_id)
        return open_rig(config, self.changes.slot, self._telemetry, self._tap, file, self._command.silent)

    def _tap(self, block: Audio, out: Audio) -> None:
        """Worker: what is recorded and what is watched."""
        recorder = self._recorder
        if recorder is not None:
            recorder.take(block, out)
        if self._scope.watched:
            self._scope.take(block, out)

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
        counts = counters(self._telemetry, self.changes.slot, self._lost_counts)
        self._emit(Stopped(reply_to=reply_to, reason=reason, seconds=seconds, recorded=self._recorded, counters=counts))
