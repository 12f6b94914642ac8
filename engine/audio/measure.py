"""How long sound really takes through a running voice changer, found with chirps from outside of it.

Chirps are played into the device that feeds the input. Two recorders of one kind listen to the input itself and to the output; what lies
between the same chirp in both is the delay of everything in between, and the recorders' own delay drops out.

Threads: the caller's, and one per recorder.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.audio.backends import Backend
from engine.audio.devices import Device
from engine.audio.ring import Samples
from engine.audio.streams import CaptureStream, StreamOptions, Wakeup
from engine.errors import DeviceError
from jobs.context import JobContext

RATE_HZ = 48_000
CHIRP_MS = 40
CHIRP_LEVEL = 0.35
CHIRP_HZ = (300.0, 6000.0)
SPACING_S = 0.7
LONGEST_S = 0.6
"""Delays up to this are told apart from the next chirp."""
SETTLE_S = 0.6
EARLY_S = 0.05
NEAR_S = 0.2
RING_MS = 3000.0
LEAST_LIKENESS = 0.5
"""Normalised correlation below which what was heard is not the chirp; a voice in bypass reaches 0.95 and more."""


@dataclass(frozen=True, slots=True)
class LatencyReport:
    """Delays of the chirps that were heard, in ms, and how many were played."""

    delays_ms: tuple[float, ...]
    played: int

    @property
    def median_ms(self) -> float:
        return float(np.median(self.delays_ms))

    @property
    def min_ms(self) -> float:
        return min(self.delays_ms)

    @property
    def max_ms(self) -> float:
        return max(self.delays_ms)


@dataclass(frozen=True, slots=True)
class Loop:
    """Where to play, and which two inputs to record: `reference` hears what the voice changer hears, `listen` what it says."""

    play_into: Device
    reference: Device
    listen: Device


@dataclass(frozen=True, slots=True)
class TimedSamples:
    """[n] float32 at 48 kHz, sample 0 heard at about `started_s` by `time.monotonic`. `marks` [m, 2] float64 says it exactly: how many
    samples were there in all after each block, and when."""

    samples: Samples
    started_s: float
    marks: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))

    def time_s(self, sample: float) -> float:
        """When `sample` was heard. Judged by the blocks around it: an audio system that changes its period hands samples over earlier or
        later from then on. Waking up can only be late, so the earliest of them is nearest to the truth."""
        near = self.marks[np.abs(self.marks[:, 0] - sample) < NEAR_S * RATE_HZ]
        began_s = float((near[:, 1] - near[:, 0] / RATE_HZ).min()) if len(near) else self.started_s
        return began_s + sample / RATE_HZ


def find_loop(devices: Sequence[Device], microphone: Device, output: Device) -> Loop:
    """The loop around a voice changer that runs from `microphone` to `output`, where both are sinks or their monitors (as with PulseAudio).

    Raises DeviceError `device.no_loop`: a real microphone hears nothing that could be played into it from here.
    """
    doing = "measure the delay"
    sink = next((d for d in devices if d.direction == "output" and f"{d.bare_id}.monitor" == microphone.bare_id), None)
    if sink is None:
        raise DeviceError("device.no_loop", doing, microphone.name, reason="this input is not the monitor of an output")
    listen = next((d for d in devices if d.direction == "input" and d.bare_id == f"{output.bare_id}.monitor"), None)
    if listen is None:
        raise DeviceError("device.no_loop", doing, output.name, reason="this output has no monitor to listen to")
    return Loop(sink, microphone, listen)


def measure_latency(backend: Backend, loop: Loop, n_chirps: int = 10, context: JobContext | None = None) -> LatencyReport:
    """Plays `n_chirps` (0.7 s each) and compares both recordings. The voice changer runs meanwhile, elsewhere, in bypass.

    Raises DeviceError `device.not_heard` when fewer than half of the chirps are heard again, whatever opening the devices raises,
    and WorkCancelled.
    """
    delays_ms = delays_between(*record_chirps(backend, loop, n_chirps, context), n_chirps)
    if 2 * len(delays_ms) < n_chirps:
        raise DeviceError("device.not_heard", "measure the delay", loop.listen.name, heard=len(delays_ms), repeats=n_chirps)
    return LatencyReport(tuple(delays_ms), n_chirps)


def record_chirps(backend: Backend, loop: Loop, n_chirps: int, context: JobContext | None = None) -> tuple[TimedSamples, TimedSamples]:
    """Plays `n_chirps`: what `loop.reference` and `loop.listen` heard, for `delays_between`. Raises whatever opening the devices raises,
    and WorkCancelled.
    """
    signal, _ = chirp_train(n_chirps)
    reference = DeviceRecorder(backend, loop.reference)
    listen = DeviceRecorder(backend, loop.listen)
    try:
        reference.start()
        listen.start()
        _play(backend, loop.play_into, signal, context or JobContext())
        time.sleep(LONGEST_S)
    finally:
        reference.close()
        listen.close()
    return reference.recording(), listen.recording()


def chirp() -> Samples:
    """A rising tone of 40 ms in a Hann window, [n] float32."""
    n = RATE_HZ * CHIRP_MS // 1000
    at_s = np.arange(n) / RATE_HZ
    low_hz, high_hz = CHIRP_HZ
    phase = 2 * np.pi * (low_hz * at_s + (high_hz - low_hz) * at_s**2 * RATE_HZ / (2 * n))
    return (CHIRP_LEVEL * np.hanning(n) * np.sin(phase)).astype(np.float32)


def chirp_train(n_chirps: int) -> tuple[Samples, list[int]]:
    """Silence, then chirps at uneven distances (so that they meet the blocks at different points): [n] float32 and where each starts."""
    spread_ms = 40.0
    golden = 0.618034
    starts = [round((SETTLE_S + index * SPACING_S + (index * golden % 1.0) * spread_ms / 1000) * RATE_HZ) for index in range(n_chirps)]
    sound = chirp()
    signal = np.zeros(starts[-1] + len(sound) + RATE_HZ // 10, dtype=np.float32)
    for start in starts:
        signal[start : start + len(sound)] = sound
    return signal, starts


def delays_between(reference: TimedSamples, listen: TimedSamples, n_chirps: int) -> list[float]:
    """The delay of each chirp that is in both recordings, in ms."""
    in_reference = _likeness(reference.samples)
    in_listen = _likeness(listen.samples)
    shift = (listen.started_s - reference.started_s) * RATE_HZ
    delays = []
    for at in _peaks(in_reference, n_chirps):
        first = max(0, round(at - shift - EARLY_S * RATE_HZ))
        window = in_listen[first : first + round((EARLY_S + LONGEST_S) * RATE_HZ)]
        if len(window) and window.max() >= LEAST_LIKENESS:
            delays.append(1000 * (listen.time_s(first + _fine_peak(window)) - reference.time_s(at)))
    return delays


class DeviceRecorder:
    """Keeps everything an input delivers after it has settled, and when: a burst at the start would spoil the time of every sample."""

    def __init__(self, backend: Backend, device: Device) -> None:
        self._wakeup = Wakeup()
        options = StreamOptions(rate_hz=RATE_HZ, ring_ms=RING_MS, wakeup=self._wakeup)
        self._stream: CaptureStream = backend.open_capture(device, options)
        self._blocks: list[Samples] = []
        self._n = 0
        self._started_s = np.inf
        self._marks: list[tuple[float, float]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"urvc recorder {device.name}")

    def start(self) -> None:
        """Opens the device. Raises DeviceError."""
        self._stream.start()
        self._thread.start()

    def close(self) -> None:
        """May be called twice, and without `start`."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._stream.close()

    def recording(self) -> TimedSamples:
        """What was heard; after `close`."""
        samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, dtype=np.float32)
        return TimedSamples(samples, float(self._started_s), np.array(self._marks).reshape(-1, 2))

    def _run(self) -> None:
        buffer = np.zeros(RATE_HZ, dtype=np.float32)
        settled_s = time.monotonic() + SETTLE_S / 2
        while not self._stop.is_set():
            self._wakeup.wait(0.1)
            now_s = time.monotonic()
            n = self._stream.ring.read_into(buffer)
            if n and now_s >= settled_s:
                self._blocks.append(buffer[:n].copy())
                self._n += n
                self._marks.append((self._n, now_s))
                self._started_s = min(self._started_s, now_s - self._n / RATE_HZ)


def _play(backend: Backend, device: Device, signal: Samples, context: JobContext) -> None:
    """Plays all of `signal` and returns when the device has taken it. Raises WorkCancelled."""
    options = StreamOptions(rate_hz=RATE_HZ, ring_ms=1000.0 * (len(signal) + RATE_HZ) / RATE_HZ, prefill_ms=20.0)
    stream = backend.open_playback(device, options)
    try:
        stream.start()
        # A device of another rate would shift every chirp alike in both recordings, which does no harm.
        stream.ring.write(signal)
        deadline_s = time.monotonic() + 2 * len(signal) / RATE_HZ + 5.0
        while stream.ring.available and not stream.lost and time.monotonic() < deadline_s:
            context.step(1.0 - stream.ring.available / len(signal), "listening to test sounds")
            time.sleep(0.02)
    finally:
        stream.close()


def _likeness(samples: Samples) -> NDArray[np.float64]:
    """[n] 0..1: how much the 40 ms from each sample on are a chirp, whatever its level and sign."""
    sound = chirp().astype(np.float64)
    n_window = len(sound)
    if len(samples) < n_window:
        return np.zeros(0)
    n_fft = 1 << (len(samples) + n_window).bit_length()
    spectrum = np.fft.rfft(samples, n_fft) * np.conj(np.fft.rfft(sound, n_fft))
    match = np.abs(np.fft.irfft(spectrum, n_fft)[: len(samples) - n_window + 1])
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    window_energy = np.maximum(energy[n_window:] - energy[:-n_window], 0.0)
    audible = 1e-6 * n_window
    likeness: NDArray[np.float64] = match / np.sqrt(np.maximum(window_energy, audible) * np.sum(sound**2))
    return likeness


def _peaks(likeness: NDArray[np.float64], n_most: int) -> list[float]:
    """Where chirps are, best first taken, at least half a spacing apart; in order of time."""
    left = likeness.copy()
    apart = round(SPACING_S / 2 * RATE_HZ)
    found = []
    for _ in range(n_most):
        if not len(left) or left.max() < LEAST_LIKENESS:
            break
        best = int(left.argmax())
        first = max(0, best - 50)
        found.append(first + _fine_peak(likeness[first : best + 50]))
        left[max(0, best - apart) : best + apart] = 0.0
    return sorted(found)


def _fine_peak(values: NDArray[np.float64]) -> float:
    """The place of the largest value, between samples by the parabola through its neighbours."""
    best = int(values.argmax())
    if not 0 < best < len(values) - 1:
        return float(best)
    before, here, after = values[best - 1 : best + 2]
    curve = before - 2 * here + after
    return best + (0.5 * (before - after) / curve if curve else 0.0)
