"""The live session: one voice between devices, from `start` to `stop`, through lost devices and changed voices.

Threads: commands come on the host's thread; the worker runs in its own; a monitor thread sends telemetry about 20 times a second and
sees to lost devices. They share nothing but the streams (replaced whole) and the crossfader. What is heard, and how it changes, is in
changes.py.
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
from engine.errors import DeviceError
from engine.link.failures import failed
from engine.link.messages import (
    Event,
    FileState,
    LatencyPart,
    MonitorSet,
    Notice,
    PlayFile,
    Record,
    SetMonitor,
    Start,
    Started,
    Stopped,
)
from engine.runtime.changes import Changes
from engine.runtime.errands import Errands
from engine.runtime.live_streams import FileInput, LiveStreams, open_live_streams
from engine.runtime.memory import release_memory
from engine.runtime.recordings import Recordings
from engine.runtime.report import counters, latency_parts, telemetry_event
from engine.runtime.scope import Scope, Watcher
from engine.runtime.telemetry import TelemetryCounters, TelemetryReader

log = logging.getLogger(__name__)

TELEMETRY_S = 0.05
REOPEN_S = 1.0
LOOKS_A_CHECK = 40
"""Every two seconds somebody looks whether the virtual microphone is still there."""


@contextmanager
def suppressed(doing: str) -> Iterator[None]:
    """What fails here is logged, and the rest is done all the same."""
    try:
        yield
    except Exception:
        log.exception("could not %s", doing)


class Session:
    """A running voice. Constructing one checks the command; `start` opens devices and makes sound.

    Raises ConfigError, VoiceNotFound, DeviceError, AudioFileError.
    """

    def __init__(self, command: Start, emit: Callable[[Event], None], microphone: VirtualMicrophones) -> None:
        self._command, self._emit, self._microphone = command, emit, microphone
        self._telemetry = TelemetryCounters()
        self._reader = TelemetryReader(self._telemetry)
        self.changes = Changes(command, emit, self._telemetry)
        self._lock = threading.Lock()  # commands and the monitor thread; never taken by the worker
        self._closing = threading.Event()
        self._streams: LiveStreams | None = None
        self.recordings = Recordings(emit)
        self._scope = Scope()
        self._watcher: Watcher | None = None
        self._microphone_checks = Errands("urvc-microphone")
        self._looks = 0
        self._lost_counts: dict[str, int] = {}
        self._told: list[list[LatencyPart]] | None = None
        self.ended = False

    @property
    def streams(self) -> LiveStreams:
        """The open devices. Raises DeviceError `device.lost` while one is missing."""
        if self._streams is None:
            raise DeviceError("device.lost", "use the stream", self.changes.config.input or self.changes.config.output)
        return self._streams

    def start(self) -> None:
        """Opens everything and answers `started`."""
        command = self._command
        changes = self.changes
        changes.begin()
        self.recordings.begin_now(command.record_input, command.record_output)
        release_memory()  # before the microphone begins to fill its ring
        try:
            streams = self._open()
        except BaseException:
            self.recordings.give_up()
            raise
        self._emit(
            Started(
                reply_to=command.id,
                voice=changes.voice.id,
                input=streams.input_name,
                output=streams.output_name,
                monitor=streams.monitor_name,
                params=asdict(changes.params),
                config=asdict(changes.config),
                latency=latency_parts(changes.crossfader, streams, None),
                provider=changes.crossfader.current.pipeline.provider,
                file_s=streams.file().duration_s if command.input_file else 0.0,
            )
        )
        changes.say_if_not_as_asked(changes.crossfader.current.pipeline)
        self._streams = streams
        streams.start()
        changes.start()
        self._monitor = threading.Thread(target=self._watch, name="urvc-monitor")
        self._monitor.start()

    def leave(self) -> None:
        """No foreign graph is waited for any more; `start` raises InferenceError `inference.voice_left` if it is there. Any thread."""
        self.changes.leave()

    def record(self, command: Record) -> None:
        """Begins to write files; answers `recording` or `failed`."""
        self.recordings.begin(command)

    def stop_recording(self, reply_to: int) -> None:
        """Finishes the files, if any are being written; answers `recorded`."""
        self.recordings.finish(reply_to)

    def set_monitor(self, command: SetMonitor) -> None:
        """Opens, closes or levels the monitor while the voice goes on; while a device is missing, from its return on."""
        values: dict[str, JsonValue] = {"monitor": command.monitor, "monitor_gain_db": command.gain_db}
        config = with_values(self.changes.config, values)
        with self._lock:
            if self._streams is not None:
                self._streams.set_monitor(config, self.changes.crossfader.newest.pipeline.hop_ms)
            self.changes.note_devices(values)
            name = self._streams.monitor_name if self._streams is not None else ""
        self._emit(MonitorSet(reply_to=command.id, monitor=name, gain_db=config.monitor_gain_db))

    def play_file(self, command: PlayFile) -> None:
        """Moves within the input file. Raises EngineError `live.no_file`."""
        file = self.streams.file()
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
        self._watcher = Watcher(self._scope, self.changes.crossfader, self._emit, per_s) if per_s else None

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
        """Stops the sound, has the recordings finished and then answers `stopped`, without waiting for it here. Safe to call twice."""
        self._closing.set()
        self.leave()
        if threading.current_thread() is not self._monitor:
            self._monitor.join()
        with self._lock:
            self._finish(reason, reply_to)
        self.changes.close()

    # --- the monitor thread ------------------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """Whatever goes wrong here ends the stream with a sentence: without this thread nobody would see to lost devices."""
        try:
            while not self._closing.wait(TELEMETRY_S) and self._look():
                pass
        except Exception as fault:  # noqa: BLE001 - told as every fault of the stream
            self._fail(fault)

    def _look(self) -> bool:
        """One look at everything; whether there is more to come."""
        streams = self._streams
        self._looks += 1
        if self._plays_into_microphone and self._looks % LOOKS_A_CHECK == 0:
            self._microphone_checks.do(self._check_microphone)
        self.changes.tell()
        self.recordings.tell_if_behind()
        if streams is None:
            self._try_again()
        elif self._closing.is_set():
            return False  # what was not waited for is no fault
        elif streams.fault is not None:
            self._fail(streams.fault)
            return False
        elif streams.finished:
            with self._lock:
                self._finish("end of file", 0)
            return False
        elif lost := streams.lost_device:
            self._let_go(streams, lost)
        else:
            self._tell(streams)
        return True

    @property
    def _plays_into_microphone(self) -> bool:
        return self.changes.config.output == VIRTUAL_MICROPHONE and not self._command.silent

    def _check_microphone(self) -> None:
        """One that somebody has unloaded is made again, or programs would hear nothing; its output is then lost, and found again."""
        try:
            self._microphone.ensure()
        except DeviceError as error:
            log.info("the virtual microphone is not there: %s", error)

    def _tell(self, streams: LiveStreams) -> None:
        """What the stream does, and what was done to it."""
        if kept := streams.put_back():
            self._emit(Notice(code="device.kept", subject=kept))
        if microphone := streams.channels_cancel():
            self._emit(Notice(code="device.channels_cancel", subject=microphone))
        event = telemetry_event(self.changes.crossfader, streams, self._telemetry, self._reader.recent(), self._lost_counts)
        told = self._told
        if told is not None:
            told.append(event.latency)
        self._emit(event)
        self.changes.keep_pace(event.load)

    def _let_go(self, streams: LiveStreams, lost: str) -> None:
        """A device has vanished: say so, close the rest, wait for it."""
        self._emit(Notice(code="device.lost", subject=lost))
        with self._lock:
            self._keep_counts(streams)
            with suppressed("close the devices"):
                streams.close()
            self._streams = None

    def _try_again(self) -> None:
        if self._closing.wait(REOPEN_S):
            return
        try:
            with self._lock:
                streams = self._open()
                streams.start()
                self._streams = streams
        except DeviceError as error:
            log.info("still waiting: %s", error)
            return
        self._emit(Notice(code="device.back", subject=streams.input_name, facts={"output": streams.output_name}))

    def _fail(self, fault: BaseException) -> None:
        log.error("the worker stopped", exc_info=fault)
        with self._lock:
            self._finish("failed", 0)
        self._emit(failed(fault, subject=self.changes.voice.id))

    # --- shared ------------------------------------------------------------------------------------------------------------------------

    def _open(self) -> LiveStreams:
        file = FileInput(self._command.input_file, self._command.input_loop)
        config = self.changes.config
        if self._plays_into_microphone:
            # Asked at every opening: a sound server that has started anew has forgotten it.
            config = replace(config, output=self._microphone.ensure().output_id)
        return open_live_streams(config, self.changes.crossfader, self._telemetry, self._tap, file, self._command.silent)

    def _tap(self, block: Audio, out: Audio) -> None:
        """Worker: what is recorded and what is watched."""
        recorder = self.recordings.current
        if recorder is not None:
            recorder.take(block, out)
        if self._scope.watched:
            self._scope.take(block, out)

    def _keep_counts(self, streams: LiveStreams) -> None:
        for name, count in streams.counts().items():
            self._lost_counts[name] = self._lost_counts.get(name, 0) + count

    def _finish(self, reason: str, reply_to: int) -> None:
        if self.ended:
            return
        self.ended = True
        self._microphone_checks.end()
        self.watch(0)
        streams, self._streams = self._streams, None
        if streams is not None:
            with suppressed("close the devices"):
                streams.close()
            self._keep_counts(streams)
        seconds = self._telemetry.samples / SAMPLE_RATE_HZ
        counts = counters(self._telemetry, self.changes.crossfader, self._lost_counts)

        def tell(recorded: list[str], lost_samples: int) -> None:
            self._emit(
                Stopped(
                    reply_to=reply_to,
                    reason=reason,
                    seconds=seconds,
                    recorded=recorded,
                    recording_lost_samples=lost_samples,
                    counters=counts,
                )
            )

        self.recordings.end(tell)
