"""RVC's formulas at their check points: coarse pitch, unvoiced rules, protection and blending, loudness."""

from __future__ import annotations

import numpy as np
import pytest

from engine.contracts import FRAME_SAMPLES
from engine.dsp.retrieval import blend, group, retrieve
from engine.stages.retrieval import phones_of, protection
from engine.synth.rvc_loudness import HISTORY_FRAMES, LoudnessState, shaped
from engine.synth.rvc_pitch import coarse_pitch, filled, transposed, usable


@pytest.mark.parametrize(
    ("f0_hz", "bin_"),
    [(0, 1), (40, 1), (80, 12), (100, 20), (150, 37), (200, 54), (300, 84), (400, 112), (600, 161), (800, 202), (3000, 255)],
)
def test_coarse_pitch(f0_hz: float, bin_: int) -> None:
    assert coarse_pitch(np.array([f0_hz], np.float32)).tolist() == [bin_]


def test_transposing_keeps_what_is_unvoiced() -> None:
    assert transposed(np.array([0, 100], np.float32), 12.0).tolist() == [0.0, 200.0]


def test_usable_pitch_is_finite_and_positive() -> None:
    raw = np.array([np.nan, np.inf, -np.inf, -3, 0.9, 100, 1e9], np.float32)
    assert usable(raw).tolist() == [0, 0, 0, 0, 0, 100, 2000]


def test_unvoiced_rules() -> None:
    f0_hz = np.array([0, 0, 130, 0, 150, 0], np.float32)
    assert filled(f0_hz, 100.0, 1, "zero") is f0_hz
    assert filled(f0_hz, 100.0, 1, "interpolate").tolist() == [110, 120, 130, 140, 150, 150]
    assert filled(f0_hz, 0.0, 0, "interpolate").tolist() == [130, 130, 130, 140, 150, 150]
    assert not filled(np.zeros(3, np.float32), 0.0, 0, "interpolate").any()


def test_protect_weighs_the_retrieved_features_where_there_is_no_pitch() -> None:
    rng = np.random.default_rng(0)
    features, vectors = rng.standard_normal((3, 4), np.float32), rng.standard_normal((20, 4), np.float32)
    index = group(vectors[:2], vectors, np.arange(20) % 2)
    f0_hz = np.array([100, 0, 0, 200, 0.5], np.float32)
    got = phones_of(features, 1, 5, index, 0.75, protection(f0_hz, 0.3))
    own, drawn = np.repeat(features, 2, axis=0)[1:], np.repeat(blend(features, retrieve(features, index), 0.75), 2, axis=0)[1:]
    for i, hz in enumerate(f0_hz):
        wanted = drawn[i] if hz >= 1 else 0.3 * drawn[i] + 0.7 * own[i]
        assert np.allclose(got[i], wanted, atol=1e-6)
    assert protection(f0_hz, 0.5) is None
    assert np.array_equal(phones_of(features, 0, 6, index, 0.0, None), np.repeat(features, 2, axis=0))


def test_envelope_mix_gives_the_input_its_say() -> None:
    n = 40
    rng = np.random.default_rng(0)
    heard = (0.2 * rng.standard_normal((HISTORY_FRAMES + n + 1) * FRAME_SAMPLES)).astype(np.float32)
    spoken = (0.01 * rng.standard_normal(n * FRAME_SAMPLES)).astype(np.float32)
    levels = []
    for mix in (1.0, 0.5, 0.0):
        out = shaped(spoken, heard, HISTORY_FRAMES, mix, LoudnessState())
        levels.append(float(np.sqrt(np.square(out[10 * FRAME_SAMPLES :]).mean())))
    assert np.allclose(levels, [0.01, np.sqrt(0.01 * 0.2), 0.2], rtol=0.05)


def test_the_networks_own_loudness_is_untouched() -> None:
    heard = np.full((HISTORY_FRAMES + 5) * FRAME_SAMPLES, 0.1, np.float32)
    spoken = np.random.default_rng(0).standard_normal(4 * FRAME_SAMPLES).astype(np.float32)
    assert np.array_equal(shaped(spoken, heard, HISTORY_FRAMES, 1.0, LoudnessState()), spoken)
