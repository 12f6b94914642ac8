from __future__ import annotations

import numpy as np
import pytest

from engine.dsp.crossfade import FADE_SAMPLES, BypassSwitch, crossfade


def test_a_fade_cut_in_pieces_is_the_same_fade() -> None:
    old, new = np.ones(2000, np.float32), np.full(2000, 3.0, np.float32)
    whole = crossfade(old, new, 0)
    pieces = [crossfade(old[a : a + 480], new[a : a + 480], a) for a in range(0, 2000, 480)]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert whole[FADE_SAMPLES - 1] == 3.0
    assert np.abs(np.diff(whole)).max() < 2.1 / FADE_SAMPLES


@pytest.mark.parametrize("chunk", [64, 480, 997])
def test_bypass_goes_over_and_back_without_a_step(chunk: int) -> None:
    switch = BypassSwitch()
    wet, dry = np.zeros(chunk, np.float32), np.ones(chunk, np.float32)
    n = 3 * FADE_SAMPLES // chunk + 1
    out = [switch.mix(wet, dry, bypass) for bypass in [False] * n + [True] * n + [False] * n for _ in [0]]
    y = np.concatenate(out)
    assert y[0] == 0.0
    assert y[2 * n * chunk - 1] == 1.0
    assert y[-1] == 0.0
    assert np.abs(np.diff(y)).max() <= 1.01 / FADE_SAMPLES


def test_bypass_turned_back_halfway_turns_back_from_where_it_was() -> None:
    switch = BypassSwitch()
    wet, dry = np.zeros(FADE_SAMPLES // 2, np.float32), np.ones(FADE_SAMPLES // 2, np.float32)
    y = np.concatenate([switch.mix(wet, dry, bypass) for bypass in (False, True, False, False)])
    assert 0.49 < y.max() < 0.51
    assert y[-1] == 0.0
    assert np.abs(np.diff(y)).max() <= 1.01 / FADE_SAMPLES
