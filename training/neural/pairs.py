"""Spoken pairs: every sentence with one prosody in several timbres of the cast, aligned to the sample.

A rendering is both a source and a target: what another timbre said at the same moment is content, what this one said is the sound to make
of it.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.neural.cast import CAST
from training.neural.parts import fetch
from training.neural.sentences import sentences
from training.neural.speech import MAX_TOKENS, MIN_TOKENS, RATE, KokoroSpeaker

log = logging.getLogger(__name__)

TIMBRES_A_SENTENCE = 3
SPEEDS = (0.9, 1.25)
PITCH_SEMITONES = (-4.0, 5.0)
"""How far the pitch of a rendering may lie from the usual one of its voice: the decoder must follow any melody."""


@dataclass(frozen=True)
class Rendering:
    """One sentence in one timbre: index in the cast, sound (int16 [samples], 24 kHz), pitch curve (float32 [frames], 80 Hz, Hz, 0
    unvoiced)."""

    voice: int
    sound: NDArray[np.int16]
    pitch_hz: NDArray[np.float32]


def load_pair(path: Path) -> list[Rendering]:
    """The renderings of one sentence."""
    with np.load(path) as data:
        return [Rendering(int(v), data[f"sound{n}"], data[f"pitch{n}"]) for n, v in enumerate(data["voices"])]


def speak_pairs(folder: Path, parts: Path, minutes: float, seed: int) -> float:
    """Fills `folder` with pairs until they hold `minutes` of sound over all timbres; goes on where it stopped. Gives the minutes there
    are."""
    folder.mkdir(parents=True, exist_ok=True)
    speaker = KokoroSpeaker(parts)
    texts = sentences(fetch("sentences", parts) / "package" / "dict", seed)
    spoken_s, began = 0.0, time.monotonic()
    for number, text in enumerate(texts):
        if spoken_s >= minutes * 60:
            break
        path = folder / f"{number:05d}.npz"
        if not path.exists():
            renderings = _speak(speaker, text, np.random.default_rng([seed, number]))
            if renderings is None:
                continue
            _save(path, renderings)
        spoken_s += sum(len(r.sound) for r in load_pair(path)) / RATE
        if number % 10 == 0:
            log.info("sentence %d: %.1f min spoken in %.0f s", number, spoken_s / 60, time.monotonic() - began)
    return spoken_s / 60


def _speak(speaker: KokoroSpeaker, text: str, rng: np.random.Generator) -> list[Rendering] | None:
    """One sentence in several timbres; None when it is too short or too long for Kokoro."""
    tokens = speaker.tokens(text)
    if not MIN_TOKENS <= len(tokens) <= MAX_TOKENS:
        return None
    styles = speaker.english_voices()
    prosody = speaker.prosody(tokens, speaker.style(styles[rng.integers(len(styles))], len(tokens)), float(rng.uniform(*SPEEDS)))
    result = []
    for voice in rng.choice(len(CAST), TIMBRES_A_SENTENCE, replace=False):
        member = CAST[voice]
        ratio = member.pitch_hz * 2 ** (rng.uniform(*PITCH_SEMITONES) / 12) / prosody.median_hz()
        sound = speaker.render(prosody, speaker.style(member.timbre, len(tokens)), ratio)
        pitch_hz = (prosody.pitch_hz.ravel() * ratio).astype(np.float32)
        result.append(Rendering(int(voice), (np.clip(sound, -1, 1) * 32767).astype(np.int16), pitch_hz))
    return result


def _save(path: Path, renderings: list[Rendering]) -> None:
    """Writes the file whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    arrays: dict[str, Any] = {f"sound{n}": r.sound for n, r in enumerate(renderings)} | {
        f"pitch{n}": r.pitch_hz for n, r in enumerate(renderings)
    }
    with unfinished.open("wb") as file:
        np.savez_compressed(file, voices=np.array([r.voice for r in renderings]), **arrays)
    unfinished.replace(path)
