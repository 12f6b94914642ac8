"""Files behind the protocols of live devices, so that the live engine runs where there is no device at all.

Threads: one pump per stream, which may read and write files; the worker's side is a ring, as with a device.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Protocol

import numpy as np

from engine.audio.devices import Device
from engine.audio.files import AudioFileReader, AudioFileWriter
from engine.audio.playout import Playout
from engine.audio.ring import Ring, Samples
from engine.audio.streams import CALLS, MISSED, SAMPLES, XRUNS, Counters, StreamOptions, samples_of
from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import AudioFileError

BACKEND = "file"
ROOM_WAIT_S = 0.001
READ_BLOCKS = 16
DRAIN_SAMPLES = 4096


class Clock(Protocol):
    """What a file is paced by. Times are seconds from any fixed moment."""

    def now_s(self) -> float: ...

    def wait_until(self, due_s: float, stop: threading.Event) -> None:
        """Returns at `due_s`, or sooner when `stop` is set."""
        ...


class RealTime:
    """The machine's own clock."""

    def now_s(self) -> float:
        return time.monotonic()

    def wait_until(self, due_s: float, stop: threading.Event) -> None:
        stop.wait(max(0.0, due_s - time.monotonic()))


class FileStream:
    """What both directions share: a pump that ends by itself or by `close`. `fault` is the AudioFileError that made it `lost`.

    With a clock, samples pass at its pace, as with a device: a full ring drops, an empty one plays silence. With `clock=None` they pass as
    fast as the other side allows, and none are lost.
    """

    def __init__(self, device: Device, options: StreamOptions, clock: Clock | None) -> None:
        self.device = device
        self.rate_hz = SAMPLE_RATE_HZ
        self.ring = Ring(samples_of(options.ring_ms, SAMPLE_RATE_HZ))
        self.counters = Counters()
        self.fault: AudioFileError | None = None
        self._options = options
        self._clock = clock
        self._block_samples = samples_of(options.block_ms, SAMPLE_RATE_HZ)
        self._stop = threading.Event()
        self._pump = threading.Thread(target=self._run_pump, name=f"urvc file {device.direction}")

    @property
    def lost(self) -> bool:
        return self.fault is not None

    def latency_ms(self) -> float:
        """A file waits for nobody: 0."""
        return 0.0

    def start(self) -> None:
        self._pump.start()

    def close(self) -> None:
        self._stop.set()
        if self._pump.ident is not None:
            self._pump.join()

    def _run_pump(self) -> None:
        try:
            self._carry()
        except AudioFileError as error:
            self.fault = error
        self._notify()

    def _carry(self) -> None:
        raise NotImplementedError

    def _notify(self) -> None:
        if self._options.wakeup is not None:
            self._options.wakeup.set()


class FileCapture(FileStream):
    """Plays a file into the ring at 48 kHz, block by block. `ended` says that all of it is there.

    `seek`, `paused` and `loop` may be used by any one thread at any time; a paused file sends silence.
    Raises AudioFileError `file.not_found`, `file.empty`, `file.not_audio` or `file.unreadable`; damage met later makes the stream `lost`.
    """

    def __init__(
        self,
        path: Path,
        options: StreamOptions,
        clock: Clock | None = RealTime(),  # noqa: B008 - has no state
        loop: bool = False,
    ) -> None:
        self._path, self._read_samples = path, READ_BLOCKS * options.block_samples
        self._reader = AudioFileReader(path, self._read_samples)
        self.duration_s = self._reader.duration_s
        self.position_s = 0.0
        self.paused = False
        self.loop = loop
        self.ended = False
        self._wanted_s: float | None = None
        self._n_sent = 0
        super().__init__(_file_device(path, "input", self._reader.channels, self._reader.source_rate_hz), options, clock)

    def seek(self, position_s: float) -> None:
        """Goes on from there; past the end is the end."""
        self._wanted_s = min(position_s, self.duration_s)

    def close(self) -> None:
        super().close()
        self._reader.close()

    def _carry(self) -> None:
        self._started_s = self._clock.now_s() if self._clock is not None else 0.0
        while not self._stop.is_set():
            self._play_on()
            if self._wanted_s is None and self.loop:
                self._wanted_s = 0.0
            if self._wanted_s is None:
                break
            self._reader.close()
            self.position_s, self._wanted_s = self._wanted_s, None
            self._reader = AudioFileReader(self._path, self._read_samples, self.position_s)
        self.ended = not self._stop.is_set()

    def _play_on(self) -> None:
        """From where the reader stands to the end, or to a wish to be elsewhere."""
        silence = np.zeros(self._block_samples, np.float32)
        for read in self._reader:
            for start in range(0, len(read), self._block_samples):
                while self.paused and self._wanted_s is None and not self._stop.is_set():
                    self._send_due(silence)
                if self._wanted_s is not None or self._stop.is_set():
                    return
                block = read[start : start + self._block_samples]
                self.position_s += len(block) / SAMPLE_RATE_HZ
                self._send_due(block)

    def _send_due(self, block: Samples) -> None:
        self._n_sent += len(block)
        if self._clock is not None:
            # A device hands a block over when its last sample has been heard.
            self._clock.wait_until(self._started_s + self._n_sent / SAMPLE_RATE_HZ, self._stop)
        self._send(block)

    def _send(self, block: Samples) -> None:
        values = self.counters.values
        n = self.ring.write(block)
        while self._clock is None and n < len(block) and not self._stop.wait(ROOM_WAIT_S):
            n += self.ring.write(block[n:])
        values[CALLS] += 1
        values[SAMPLES] += n
        if n < len(block) and self._clock is not None:
            values[XRUNS] += 1
            values[MISSED] += len(block) - n
        self._notify()


class FilePlayback(FileStream):
    """Writes what the worker plays to a WAV or FLAC file (48 kHz mono), which is there once the stream has been closed.

    Raises AudioFileError `file.format` or `file.unwritable`; a fault met later makes the stream `lost` and leaves no file.
    """

    def __init__(self, path: Path, options: StreamOptions, clock: Clock | None = RealTime()) -> None:  # noqa: B008 - has no state
        self._writer = AudioFileWriter(path, SAMPLE_RATE_HZ)
        super().__init__(_file_device(path, "output", 1, SAMPLE_RATE_HZ), options, clock)
        self._playout = Playout(self.ring, self.counters, SAMPLE_RATE_HZ, options)

    def level_samples(self) -> float:
        return self._playout.level_samples() if self._clock is not None else float(self.ring.available)

    def close(self) -> None:
        """Ends the stream and finishes the file. Raises AudioFileError `file.unwritable`."""
        super().close()
        if self.fault is not None:
            self._writer.discard()
        else:
            self._writer.close()

    def _carry(self) -> None:
        if self._clock is None:
            self._drain()
        else:
            self._play(self._clock)

    def _play(self, clock: Clock) -> None:
        block = np.zeros(self._block_samples, dtype=np.float32)
        started_s = clock.now_s()
        while not self._stop.is_set():
            self._playout.fill(block)
            self._writer.write(block)
            self.counters.values[CALLS] += 1
            clock.wait_until(started_s + self._writer.n_written / SAMPLE_RATE_HZ, self._stop)

    def _drain(self) -> None:
        block = np.zeros(DRAIN_SAMPLES, dtype=np.float32)
        stopping = False
        while not stopping:
            stopping = self._stop.wait(ROOM_WAIT_S)  # looked at first, so that what came before `close` is still written
            while n := self.ring.read_into(block):
                self._writer.write(block[:n])
                self.counters.values[SAMPLES] += n
            self.counters.values[CALLS] += 1


def _file_device(path: Path, direction: str, channels: int, rate_hz: int) -> Device:
    """What stands for a file among the devices."""
    return Device(f"{BACKEND}:{path}", path.name, BACKEND, "input" if direction == "input" else "output", channels, rate_hz)
