"""One device by itself, without a voice: a microphone that is listened to, an output that plays a test tone or a file.

Each is a job in a thread of its own, so a meter can run while another device is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import chain
from pathlib import Path

import numpy as np

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.files import AudioFileReader, AudioFileWriter
from engine.audio.hearing import Hearing
from engine.audio.resample import Resampler
from engine.audio.streams import CaptureStream, PlaybackStream, StreamOptions, Wakeup
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.gain import db_to_factor
from engine.errors import DeviceError
from engine.link.messages import Cancelled, InputLevel, Listen, Listened, PlaySound, SoundPlayed
from engine.pitch import detector
from engine.runtime.edges import CaptureEdge
from engine.runtime.jobs import Emit, Job
from engine.runtime.recorder import exact

LEVEL_EVERY_FRAMES = 5
FOR_EVER = 2**62
WAIT_S = 0.02
RING_MS = 2000.0
BLOCK_SAMPLES = SAMPLE_RATE_HZ // 50
TAIL_SAMPLES = SAMPLE_RATE_HZ // 10
"""Silence at the end: longer than a device's prefill and the resampler's delay together."""
TONE_DB = -20.0
TONE_HZ = (440.0, 660.0)
TONE_S = 0.45
TONE_FADE_S = 0.02


class ListenJob(Job):
    """`listen`: a meter on a microphone, for some seconds or until it is cancelled."""

    def __init__(self, command: Listen, emit: Emit) -> None:
        super().__init__(command.id, emit)
        self._command = command

    def work(self) -> None:
        command = self._command
        backend = choose_backend(command.backend)
        device = find_device(backend.list_devices(), command.device, "input")
        wakeup = Wakeup()
        hearing = Hearing(detector("swiftf0"))
        capture = backend.open_capture(device, StreamOptions(wakeup=wakeup, ring_ms=RING_MS))
        with closing(capture), _writer(command.record) as writer:
            capture.start()
            self._follow(capture, wakeup, hearing, writer)
            if self._asked_to_stop.is_set() and writer is not None:
                writer.discard()
        if self._asked_to_stop.is_set():
            self._emit(Cancelled(reply_to=command.id))
            return
        heard = hearing.summary()
        self._emit(
            Listened(
                reply_to=command.id,
                device=device.name,
                seconds=heard.seconds,
                noise_db=heard.noise_db,
                speech_db=heard.speech_db,
                peak_db=heard.peak_db,
                f0_hz=heard.f0_hz,
                clipped=heard.clipped,
                recorded=command.record,
            )
        )

    def _follow(self, capture: CaptureStream, wakeup: Wakeup, hearing: Hearing, writer: AudioFileWriter | None) -> None:
        """Takes in what comes until there is enough, or the job is cancelled. Raises DeviceError `device.lost`."""
        source, told = CaptureEdge(capture), 0
        left = round(self._command.seconds * SAMPLE_RATE_HZ) or FOR_EVER
        while left and not self._asked_to_stop.is_set():
            wakeup.wait(WAIT_S)
            if capture.lost:
                raise DeviceError("device.lost", "listen", capture.device.name)
            block = source.pull(min(source.available, left))
            left -= len(block)
            hearing.take(block)
            if writer is not None:
                writer.write(block)
            if hearing.n_frames - told >= LEVEL_EVERY_FRAMES:
                self._tell(hearing, told)
                told = hearing.n_frames

    def _tell(self, hearing: Hearing, first_frame: int) -> None:
        peak_db, rms_db = hearing.newest(first_frame)
        reply_to = self._command.id
        self._emit(InputLevel(reply_to=reply_to, seconds=hearing.seconds, peak_db=peak_db, rms_db=rms_db, f0_hz=hearing.f0_hz))


class PlayJob(Job):
    """`play_sound`: two short tones, or a file, to an output."""

    def __init__(self, command: PlaySound, emit: Emit) -> None:
        super().__init__(command.id, emit)
        self._command = command

    def work(self) -> None:
        command = self._command
        with _sound(command.file) as blocks:
            backend = choose_backend(command.backend)
            device = find_device(backend.list_devices(), command.device, "output")
            with closing(backend.open_playback(device, StreamOptions(ring_ms=RING_MS))) as playback:
                playback.start()
                seconds = self._feed(playback, blocks)
        if self._asked_to_stop.is_set():
            self._emit(Cancelled(reply_to=command.id))
        else:
            self._emit(SoundPlayed(reply_to=command.id, device=device.name, seconds=seconds))

    def _feed(self, playback: PlaybackStream, blocks: Iterable[Audio]) -> float:
        """Puts everything in and waits until it is out; how many seconds there were. Raises DeviceError `device.lost`."""
        resampler = Resampler(SAMPLE_RATE_HZ, playback.rate_hz)
        state, n_samples = resampler.prepare(), 0
        tail = np.zeros(TAIL_SAMPLES, np.float32)
        for block in chain(blocks, [tail]):
            out = resampler.process(block, state)
            self._wait_for(playback, lambda: playback.ring.free, len(out))
            playback.ring.write(out)
            n_samples += len(block)
            if self._asked_to_stop.is_set():
                break
        # What is left then is silence, and the device's own buffer is far shorter.
        self._wait_for(playback, lambda: playback.ring.capacity - playback.ring.available, playback.ring.capacity - len(tail) // 2)
        return (n_samples - len(tail)) / SAMPLE_RATE_HZ

    def _wait_for(self, playback: PlaybackStream, room: Callable[[], int], wanted: int) -> None:
        while room() < wanted and not self._asked_to_stop.wait(WAIT_S):
            if playback.lost:
                raise DeviceError("device.lost", "play a sound", playback.device.name)


def two_tones() -> Audio:
    """Two short tones with silence between, [n] float32 at 48 kHz, -20 dBFS: heard by anybody, loud for nobody."""
    at_s = np.arange(round(TONE_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    fade = np.clip(np.minimum(at_s, TONE_S - at_s) / TONE_FADE_S, 0.0, 1.0)
    tones = [db_to_factor(TONE_DB) * fade * np.sin(2 * np.pi * f_hz * at_s) for f_hz in TONE_HZ]
    return np.concatenate(tones).astype(np.float32)


@contextmanager
def _sound(file: str) -> Iterator[Iterable[Audio]]:
    """The blocks of the file, or of the test tone."""
    if file:
        with AudioFileReader(Path(file), BLOCK_SAMPLES) as reader:
            yield reader
    else:
        tone = two_tones()
        yield (tone[start : start + BLOCK_SAMPLES] for start in range(0, len(tone), BLOCK_SAMPLES))


def _writer(path: str) -> AbstractContextManager[AudioFileWriter | None]:
    return AudioFileWriter(path, SAMPLE_RATE_HZ, exact(path)) if path else nullcontext()
