"""The pairs in memory, and random pieces of them for a training step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.neural.features import levelled
from training.neural.pairs import load_pair
from training.neural.speech import PITCH_RATE

SEGMENT_TOKENS = 80
"""1.6 s."""
TOKEN_SAMPLES = 480
VALIDATION_EVERY = 16
DEFAULT_HZ = 200.0
LEVEL_ERROR = 0.1
"""In units of 20 dB: the engine knows loudness only up to this."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Target:
    """One rendering to be made: sound [480 tokens] at 24 kHz, active level SPEECH_LEVEL_DBFS; pitch (gaps filled) and voicing [2
    tokens]."""

    voice: int
    sound: Floats
    pitch_hz: Floats
    voicing: Floats


@dataclass(frozen=True)
class Sentence:
    """Every rendering of one sentence, and every form in which one was heard: content [tokens, 384] and level [2 tokens], float16."""

    n_tokens: int
    targets: list[Target]
    heard: list[tuple[NDArray[np.float16], NDArray[np.float16]]]


@dataclass(frozen=True)
class PairBatch:
    """What a step is made of, one row a piece."""

    content: Tensor
    pitch_hz: Tensor
    voicing: Tensor
    level: Tensor
    voice: Tensor
    sound: Tensor


class PairedRecordings:
    """All sentences whose features are there; some are kept for validation."""

    def __init__(self, pairs: Path, features: Path) -> None:
        self._pairs, self._features = pairs, features
        self._known: set[str] = set()
        self.training: list[Sentence] = []
        self.validation: list[Sentence] = []
        self.refresh()

    def refresh(self) -> None:
        """Takes in what has been made since."""
        for path in sorted(self._features.glob("*.npz")):
            if path.name not in self._known:
                self._known.add(path.name)
                sentence = _load(self._pairs / path.name, path)
                if sentence.n_tokens > SEGMENT_TOKENS:
                    (self.validation if len(self._known) % VALIDATION_EVERY == 1 else self.training).append(sentence)

    @property
    def minutes(self) -> float:
        """Of sound to learn from."""
        return sum(s.n_tokens * len(s.targets) for s in self.training) / 3000

    def statistics(self) -> tuple[Floats, Floats]:
        """Mean and deviation of the content, [384] each."""
        content = np.concatenate([form[0].astype(np.float32) for s in self.training[:80] for form in s.heard])
        return content.mean(0), content.std(0) + np.float32(1e-3)

    def batch(self, size: int, rng: np.random.Generator) -> PairBatch:
        """Random pieces: what one timbre said, as it was heard, and how another says it."""
        return _stacked([_piece(self.training[int(rng.integers(len(self.training)))], rng, disturbed=True) for _ in range(size)])

    def validation_batch(self, size: int) -> PairBatch:
        """The same pieces every time."""
        rng = np.random.default_rng(5)
        return _stacked([_piece(self.validation[i % len(self.validation)], rng, disturbed=False) for i in range(size)])


Piece = tuple[Floats, Floats, Floats, Floats, int, Floats]


def _piece(sentence: Sentence, rng: np.random.Generator, disturbed: bool) -> Piece:
    target = sentence.targets[int(rng.integers(len(sentence.targets)))]
    content, level = sentence.heard[int(rng.integers(len(sentence.heard)))]
    start = int(rng.integers(sentence.n_tokens - SEGMENT_TOKENS))
    tokens, frames = slice(start, start + SEGMENT_TOKENS), slice(2 * start, 2 * (start + SEGMENT_TOKENS))
    loud, voicing = level[frames].astype(np.float32), target.voicing[frames]
    if disturbed:
        loud = loud + np.float32(rng.normal(0, LEVEL_ERROR))
        if rng.random() < 0.5:
            voicing = np.roll(voicing, int(rng.integers(-2, 3)))
    sound = target.sound[TOKEN_SAMPLES * tokens.start : TOKEN_SAMPLES * tokens.stop]
    return content[tokens].astype(np.float32), target.pitch_hz[frames], voicing, loud, target.voice, sound


def _stacked(pieces: list[Piece]) -> PairBatch:
    content, pitch_hz, voicing, level, voice, sound = (torch.tensor(np.stack(column)) for column in zip(*pieces, strict=True))
    return PairBatch(content, pitch_hz, voicing, level, voice, sound)


def _load(pair: Path, features: Path) -> Sentence:
    with np.load(features) as data:
        heard = [(data[f"content{i}"], data[f"level{i}"]) for i in range(len(data.files) // 2)]
    renderings = load_pair(pair)
    n_tokens = min(len(heard[0][0]), len(renderings[0].sound) // TOKEN_SAMPLES)
    targets = []
    for rendering in renderings:
        pitch_hz, voicing = filled_pitch(rendering.pitch_hz, 2 * n_tokens)
        sound = levelled((rendering.sound / 32768).astype(np.float32))[: TOKEN_SAMPLES * n_tokens]
        targets.append(Target(rendering.voice, sound, pitch_hz, voicing))
    return Sentence(n_tokens, targets, [(content[:n_tokens], _lengthened(level, 2 * n_tokens)) for content, level in heard])


def _lengthened(level: NDArray[np.float16], n_frames: int) -> NDArray[np.float16]:
    return np.pad(level, (0, max(0, n_frames - len(level))), mode="edge")[:n_frames]


def filled_pitch(curve_hz: Floats, n_frames: int) -> tuple[Floats, Floats]:
    """Pitch with its gaps filled and voicing, [n_frames] at 100 Hz, of a curve at PITCH_RATE that is 0 where unvoiced."""
    times_s = np.arange(n_frames) * 0.01
    curve_s = (np.arange(len(curve_hz)) + 0.5) / PITCH_RATE
    voiced = curve_hz > 60
    if not voiced.any():
        return np.full(n_frames, DEFAULT_HZ, np.float32), np.zeros(n_frames, np.float32)
    pitch_hz = np.exp(np.interp(times_s, curve_s[voiced], np.log(curve_hz[voiced])))
    return pitch_hz.astype(np.float32), np.interp(times_s, curve_s, voiced.astype(float)).astype(np.float32)
