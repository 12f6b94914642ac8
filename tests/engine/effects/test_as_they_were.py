"""Voices sound as they did before effects were files of their own: to the bit, against samples that were recorded then.

`as_they_were.npz`: every 61st sample of `sound()` through one effect, by "name amount mix" from frame 123 on, and through the effects of
the built-in voices from frame 0 on.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import Audio, StreamSpec
from engine.effects.chain import Effects
from models.builtin import find_voice, parse_voices
from models.voice import Effect

EVERY = 61
N_SAMPLES = 30_000
BEFORE: dict[str, Audio] = dict(np.load(Path(__file__).parent / "as_they_were.npz"))
FILE = '[[voice]]\nid = "x1"\nname = "X"\ndescription = "An x."\neffects = [{{ name = "{}", amount = {}, mix = {} }}]\n'


@cache
def sound() -> Audio:
    rng = np.random.default_rng(7)
    bursts = np.repeat(rng.integers(0, 2, N_SAMPLES // 2400 + 1), 2400)[:N_SAMPLES]
    return (0.3 * rng.standard_normal(N_SAMPLES) * (0.01 + bursts)).astype(np.float32)


def through(effects: tuple[Effect, ...], first_frame: int) -> Audio:
    stage, x = Effects(effects), sound()
    state = stage.prepare(StreamSpec(first_frame=first_frame))
    return np.concatenate([stage.process(x[i : i + 480], state, LiveParams()) for i in range(0, len(x), 480)])[::EVERY]


@pytest.mark.parametrize("line", [line for line in BEFORE if not line.startswith("voice ")])
def test_a_voice_file_of_then_sounds_the_same(line: str) -> None:
    (voice,) = parse_voices(FILE.format(*line.split()), "a voice file")
    assert np.array_equal(through(voice.effects, 123), BEFORE[line])


@pytest.mark.parametrize("line", [line for line in BEFORE if line.startswith("voice ")])
def test_a_voice_of_the_program_sounds_the_same(line: str) -> None:
    assert np.array_equal(through(find_voice(line.split()[1]).effects, 0), BEFORE[line])
