"""Data sets made of the words of two made voices: clean, and with one fault each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Floats = NDArray[np.float32]
DATA = Path(__file__).parents[2] / "data"
RATE_HZ = 32_000
SENTENCE_WORDS = 7


def words(who: str) -> list[Floats]:
    """The twenty words of "man" (16 kHz) or "woman" (32 kHz), without their silences."""
    audio, rate_hz = soundfile.read(DATA / f"voices_words_{who}.flac", dtype="float32")
    cut = []
    for i in range(20):
        second = audio[i * rate_hz : (i + 1) * rate_hz]
        loud = np.flatnonzero(np.abs(second) > 1e-3)
        cut.append(second[loud[0] : loud[-1] + 1])
    return cut


def speech(who: str, seconds: float, seed: int) -> Floats:
    """Sentences of words in random order, each word a little faster or slower, with pauses; at 16 kHz for the man, 32 kHz for the woman."""
    rng = np.random.default_rng(seed)
    rate_hz = 16_000 if who == "man" else RATE_HZ
    spoken, parts, n = words(who), list[Floats](), 0
    while n < seconds * rate_hz:
        for word in rng.permutation(20)[:SENTENCE_WORDS]:
            speed = rng.uniform(0.97, 1.03)
            at = np.arange(0, len(spoken[word]) - 1, speed)
            gap = np.zeros(int(rng.uniform(0.04, 0.12) * rate_hz), np.float32)
            parts += [np.interp(at, np.arange(len(spoken[word])), spoken[word]).astype(np.float32), gap]
        parts.append(np.zeros(int(rng.uniform(0.5, 0.9) * rate_hz), np.float32))
        n = sum(map(len, parts))
    audio = np.concatenate(parts)
    hiss = 2e-4 * rng.standard_normal(len(audio)).astype(np.float32)
    return audio + hiss


def write(folder: Path, **files: Floats) -> Path:
    """Writes each array as NAME.wav at 32 kHz."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, audio in files.items():
        soundfile.write(folder / f"{name}.wav", audio, RATE_HZ)
    return folder


def in_a_room(audio: Floats, seconds: float) -> Floats:
    """With a tail that falls by 60 dB in so many seconds."""
    n = int(seconds * RATE_HZ)
    tail = np.random.default_rng(1).standard_normal(n) * 10 ** (-3 * np.arange(n) / n)
    tail = np.concatenate([[1.0], tail / np.sqrt(np.sum(tail**2))])
    size = 1 << (len(audio) + n).bit_length()
    wet = np.fft.irfft(np.fft.rfft(audio, size) * np.fft.rfft(tail, size), size)[: len(audio)]
    made: Floats = (0.7 * wet / np.abs(wet).max()).astype(np.float32)
    return made


def with_music(audio: Floats, below_db: float) -> Floats:
    """With chords behind it."""
    at_s = np.arange(len(audio)) / RATE_HZ
    chords = ((220, 277, 330), (196, 247, 294), (175, 220, 262), (196, 247, 330))
    tune = np.zeros(len(audio))
    for i, chord in enumerate(chords):
        tune += (at_s.astype(int) % len(chords) == i) * sum(np.sin(2 * np.pi * hz * k * at_s) / k for hz in chord for k in (1, 2, 3))
    gain = np.sqrt(np.mean(audio**2) / np.mean(tune**2)) * 10 ** (-below_db / 20)
    made: Floats = (audio + gain * tune).astype(np.float32)
    return made
