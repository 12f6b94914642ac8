"""Open devices with a worker between them: what is made when sound starts and thrown away when it stops or a device is lost.

Thread: made, read and closed by the session; the worker it starts runs in its own.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.audio.backends import Backend, choose_backend
from engine.audio.devices import Device, find_device
from engine.audio.priority import raise_libraries, raise_priority
from engine.audio.streams import CaptureStream, PlaybackStream, StreamOptions, Wakeup
from engine.audio.wav_stream import FileCapture
from engine.config import NO_MONITOR, EngineConfig
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.gain import db_to_factor
from engine.errors import DeviceError, EngineError
from engine.runtime.crossfader import Crossfader
from engine.runtime.device_buffers import STARTING_MS, CaptureBuffer, PlaybackBuffer
from engine.runtime.routing import Route, find_route, refuse_loops
from engine.runtime.telemetry import TelemetryCounters
from engine.runtime.worker import Worker

Tap = Callable[[Audio, Audio], None]

COUNTED = ("overruns", "overrun_samples", "underruns", "underrun_samples", "late_blocks", "late_samples")
SMALL_BLOCK_MS, LARGE_BLOCK_MS, LONG_HOP_MS = 5.0, 10.0, 40
SERVER_SHARE = 0.25
"""Of what the margin is wider than usual."""
SWITCH_INTERVAL_S = 0.0005
"""How long a thread may hold the interpreter against the others; Python's own 5 ms is a whole device block."""


class LiveStreams:
    """A running set of streams. `start` once, `close` once."""

    def __init__(
        self,
        capture: CaptureStream,
        source: CaptureBuffer,
        outputs: list[tuple[PlaybackStream, PlaybackBuffer]],
        worker: Worker,
        margin_ms: float,
    ) -> None:
        self._capture, self._source, self._worker = capture, source, worker
        self._outputs = list(outputs)
        self._gone: Counter[str] = Counter()  # what outputs that were taken away have counted
        self.margin_ms = margin_ms
        self._put_back: dict[str, int] = {}
        self._fault: BaseException | None = None
        self._final_counts: dict[str, int] | None = None
        self._thread = threading.Thread(target=self._work, name="urvc-worker")

    @property
    def _playbacks(self) -> list[PlaybackStream]:
        return [playback for playback, _ in self._outputs]

    @property
    def input_device(self) -> Device:
        return self._capture.device

    @property
    def output_device(self) -> Device:
        """Raises DeviceError `device.none` for a stream that plays nowhere."""
        if not self._playbacks:
            raise DeviceError("device.none", "use the output", "output")
        return self._playbacks[0].device

    @property
    def input_name(self) -> str:
        return self._capture.device.name

    @property
    def output_name(self) -> str:
        return self._playbacks[0].device.name if self._playbacks else ""

    @property
    def monitor_name(self) -> str:
        return self._playbacks[1].device.name if len(self._playbacks) > 1 else ""

    @property
    def fault(self) -> BaseException | None:
        """What ended the worker, or the reading of a file, if anything did."""
        return self._fault or getattr(self._capture, "fault", None)

    @property
    def finished(self) -> bool:
        """Whether an input that ends has been spoken and played to its end."""
        return self._worker.finished and not any(playback.ring.available for playback in self._playbacks)

    @property
    def lost_device(self) -> str:
        """The name of a device that has gone, or nothing."""
        return next((stream.device.name for stream in (self._capture, *self._playbacks) if stream.lost), "")

    def put_back(self) -> str:
        """The name of a device whose stream the system had carried to another one and that has it back, since this was asked last."""
        for stream in (self._capture, *self._playbacks):
            n_times = getattr(stream, "times_put_back", 0)  # only sound servers that move streams count it
            if n_times > self._put_back.get(stream.device.id, 0):
                self._put_back[stream.device.id] = n_times
                return stream.device.name
        return ""

    def channels_cancel(self) -> str:
        """The name of the microphone where its channels have just been found to cancel each other; chooses anew which are heard."""
        mixer = getattr(self._capture, "mixer", None)  # only devices with several channels have one
        return self._capture.device.name if mixer is not None and mixer.choose() else ""

    def capture_ms(self) -> float:
        """From the microphone to the worker's queue."""
        return self._capture.latency_ms() + self._source.delay_ms

    def playback_ms(self) -> float:
        return self._playbacks[0].latency_ms() if self._playbacks else 0.0

    def counts(self) -> dict[str, int]:
        """Overruns of the input, underruns and late blocks of the outputs (events), and the samples they cost, up to the worker's last
        block: an output that runs dry after it has not dropped anything."""
        if self._final_counts is not None:
            return self._final_counts
        lost = self._capture.counters.snapshot()
        counts = Counter({"overruns": lost.xruns, "overrun_samples": lost.missed_samples})
        counts.update(self._gone)
        for output in self._outputs:
            counts.update(_counts_of(output))
        return {name: counts[name] for name in COUNTED}

    def set_monitor(self, config: EngineConfig, hop_ms: int) -> None:
        """Makes the monitor what `config` says, while the main output plays on: opens, closes, or changes the level of one that is there.

        Raises DeviceError; what was heard before then goes on.
        """
        now = self._outputs[1] if len(self._outputs) > 1 else None
        backend = choose_backend(config.backend)
        device = None if config.monitor == NO_MONITOR else find_device(backend.list_devices(), config.monitor, "output")
        if device is not None and not self._outputs:
            raise DeviceError("device.none", "listen along", "output")
        if device is not None:
            refuse_loops(Route(self._capture.device, self._playbacks[0].device, device))
        if now is not None and device is not None and now[0].device.id == device.id:
            now[1].gain = db_to_factor(config.monitor_gain_db)
            return
        opened = None if device is None else _open_monitor(backend, device, config, hop_ms)
        self._outputs = [*self._outputs[:1], *([opened] if opened else [])]
        self._worker.sinks = tuple(buffer for _, buffer in self._outputs)
        if now is not None:
            # The worker may be in a hop that still feeds it: a closed stream takes no harm from that.
            self._gone.update(_counts_of(now))
            now[0].close()

    def file(self) -> FileCapture:
        """The file in the microphone's place. Raises EngineError `live.no_file`."""
        if not isinstance(self._capture, FileCapture):
            raise EngineError("live.no_file", "move within the file", self._capture.device.name)
        return self._capture

    @property
    def file_s(self) -> float:
        """Where the file in the microphone's place is; 0 where there is none."""
        return self._capture.position_s if isinstance(self._capture, FileCapture) else 0.0

    def start(self) -> None:
        """Lets the worker follow the input."""
        self._thread.start()

    def close(self) -> None:
        """Ends the worker, then lets the devices go."""
        self._worker.stop()
        if self._thread.ident is not None:
            self._thread.join()
        for stream in (self._capture, *self._playbacks):
            stream.close()

    def _work(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        raise_priority(computes=True)  # until the worker knows better
        raise_libraries()
        try:
            self._worker.run()
            self._final_counts = self.counts()
        except Exception as error:  # noqa: BLE001 - the session's monitor thread reports it; a silent worker is the worst end
            self._fault = error


def _options(prefill_ms: float, hop_ms: int, wakeup: Wakeup | None = None, channel: int = 0) -> StreamOptions:
    """The device's fragment is small beside the hop. Where the hop is long, a larger one costs next to nothing and forgives more."""
    block_ms = LARGE_BLOCK_MS if hop_ms >= LONG_HOP_MS else SMALL_BLOCK_MS
    return StreamOptions(wakeup=wakeup, prefill_ms=prefill_ms, starting_ms=STARTING_MS, hop_ms=hop_ms, block_ms=block_ms, channel=channel)


def _of_playback(options: StreamOptions, margin_ms: float) -> StreamOptions:
    """With more in the sound server too where the margin is wider than usual: on such a machine the server's own thread comes late as well,
    and what lies in our ring is of no use then. It is delay beyond the margin, told with that of the playback."""
    beyond_ms = max(0.0, margin_ms - EngineConfig().margin_ms)
    return replace(options, server_ms=SERVER_SHARE * beyond_ms)


def _counts_of(output: tuple[PlaybackStream, PlaybackBuffer]) -> dict[str, int]:
    playback, buffer = output
    played = playback.counters.snapshot()
    return {
        "underruns": played.xruns,
        "underrun_samples": played.missed_samples,
        "late_blocks": buffer.late_blocks,
        "late_samples": buffer.late_samples,
    }


def _open_monitor(backend: Backend, device: Device, config: EngineConfig, hop_ms: int) -> tuple[PlaybackStream, PlaybackBuffer]:
    playback = backend.open_playback(device, _of_playback(_options(config.margin_ms + hop_ms, hop_ms), config.margin_ms))
    buffer = PlaybackBuffer(playback, config.margin_ms, db_to_factor(config.monitor_gain_db), starting_ms=STARTING_MS)
    try:
        playback.start()
    except BaseException:
        playback.close()
        raise
    return playback, buffer


@dataclass(frozen=True, slots=True)
class FileInput:
    """What takes the microphone's place: a file ("" for none), begun again at its end if it is to `loop`."""

    path: str = ""
    loop: bool = False


def open_live_streams(
    config: EngineConfig,
    crossfader: Crossfader,
    telemetry: TelemetryCounters,
    tap: Tap | None,
    file: FileInput = FileInput(),
    silent: bool = False,
) -> LiveStreams:
    """Opens what `config` names and puts a worker between. Nothing stays open when one of them fails.

    Raises DeviceError, AudioFileError.
    """
    wakeup = Wakeup()
    opened: list[CaptureStream | PlaybackStream] = []
    try:
        capture, playbacks = _streams(config, crossfader, wakeup, file, silent)
        buffers = [
            PlaybackBuffer(playback, config.margin_ms, gain, crossfader.reserve_samples, STARTING_MS) for playback, gain in playbacks
        ]
        # Outputs first: a microphone that starts to fill its ring should find somewhere for it to go.
        for stream in (*(playback for playback, _ in playbacks), capture):
            opened.append(stream)
            stream.start()
    except BaseException:
        for stream in opened:
            stream.close()
        raise
    source = CaptureBuffer(capture)
    starting_samples = 0 if isinstance(capture, FileCapture) else SAMPLE_RATE_HZ
    worker = Worker(source, buffers, crossfader, telemetry, tap, wakeup.wait, starting_samples=starting_samples, prioritise=raise_priority)
    outputs = [(playback, buffer) for (playback, _), buffer in zip(playbacks, buffers, strict=True)]
    return LiveStreams(capture, source, outputs, worker, config.margin_ms)


def _streams(
    config: EngineConfig, crossfader: Crossfader, wakeup: Wakeup, file: FileInput, silent: bool
) -> tuple[CaptureStream, list[tuple[PlaybackStream, float]]]:
    """(input, outputs with their gains), not started."""
    hop_ms = crossfader.newest.pipeline.hop_ms
    reserve_ms = 1000 * crossfader.reserve_samples / SAMPLE_RATE_HZ
    prefill_ms = config.margin_ms + reserve_ms + hop_ms
    options = _options(prefill_ms, hop_ms, wakeup, config.channel)
    if file.path and silent:
        return FileCapture(Path(file.path), options, loop=file.loop), []
    backend = choose_backend(config.backend)
    route = find_route(backend.list_devices(), config, from_file=bool(file.path), silent=silent)
    wanted = ((route.output, 1.0), (route.monitor, db_to_factor(config.monitor_gain_db)))
    played = _of_playback(options, config.margin_ms)
    playbacks: list[tuple[PlaybackStream, float]] = [(backend.open_playback(d, played), gain) for d, gain in wanted if d is not None]
    if route.microphone is None:
        return FileCapture(Path(file.path), options, loop=file.loop), playbacks
    return backend.open_capture(route.microphone, options), playbacks
