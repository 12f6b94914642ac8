"""`play_sound`: two short tones, or a file, to an output."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

import numpy as np

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.files import AudioFileReader
from engine.audio.resample import Resampler
from engine.audio.streams import PlaybackStream, StreamOptions
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.gain import db_to_factor
from engine.errors import DeviceError
from engine.link.messages import PlaySound, SoundPlayed
from jobs.context import JobContext
from jobs.kind import JobKind

WAIT_S = 0.02
RING_MS = 2000.0
BLOCK_SAMPLES = SAMPLE_RATE_HZ // 50
TAIL_SAMPLES = SAMPLE_RATE_HZ // 10
"""Silence at the end: longer than a device's prefill and the resampler's delay together."""
TONE_DB = -20.0
TONE_HZ = (440.0, 660.0)
TONE_S = 0.45
TONE_FADE_S = 0.02


def play_sound(command: PlaySound, context: JobContext) -> SoundPlayed:
    """Plays it to its end. Raises DeviceError, AudioFileError, WorkCancelled."""
    with _sound(command.file) as blocks:
        backend = choose_backend(command.backend)
        device = find_device(backend.list_devices(), command.device, "output")
        with closing(backend.open_playback(device, StreamOptions(ring_ms=RING_MS))) as playback:
            playback.start()
            seconds = _feed(playback, blocks, context.about(device.name))
    return SoundPlayed(device=device.name, seconds=seconds)


def _feed(playback: PlaybackStream, blocks: Iterable[Audio], context: JobContext) -> float:
    """Puts everything in and waits until it is out; how many seconds there were. Raises DeviceError `device.lost`, WorkCancelled."""
    resampler = Resampler(SAMPLE_RATE_HZ, playback.rate_hz)
    state, n_samples = resampler.prepare(), 0
    tail = np.zeros(TAIL_SAMPLES, np.float32)
    for block in chain(blocks, [tail]):
        out = resampler.process(block, state)
        _wait_for(playback, lambda: playback.ring.free, len(out), context)
        playback.ring.write(out)
        n_samples += len(block)
    # What is left then is silence, and the device's own buffer is far shorter.
    _wait_for(playback, lambda: playback.ring.capacity - playback.ring.available, playback.ring.capacity - len(tail) // 2, context)
    return (n_samples - len(tail)) / SAMPLE_RATE_HZ


def _wait_for(playback: PlaybackStream, room: Callable[[], int], wanted: int, context: JobContext) -> None:
    context.check()
    while room() < wanted:
        if playback.lost:
            raise DeviceError("device.lost", "play a sound", playback.device.name)
        time.sleep(WAIT_S)
        context.check()


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


PLAY_SOUND = JobKind("play_sound", PlaySound, SoundPlayed, play_sound)
