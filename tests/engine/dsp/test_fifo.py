from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsp.fifo import Fifo


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 700)), max_size=30), st.integers(0, 50))
def test_gives_back_everything_in_order(steps: list[tuple[int, int]], primed: int) -> None:
    fifo = Fifo(capacity=64, primed_zeros=primed)
    sent, got, counter = [0.0] * primed, list[float](), 0
    for n_in, n_out in steps:
        block = np.arange(counter, counter + n_in, dtype=np.float32)
        counter += n_in
        fifo.push(block)
        sent += block.tolist()
        got += fifo.pop(min(n_out, len(fifo))).tolist()
    got += fifo.pop(len(fifo)).tolist()
    assert got == sent


def test_more_than_it_holds_is_refused() -> None:
    fifo = Fifo()
    fifo.push(np.ones(3, np.float32))
    with pytest.raises(ValueError, match="4 samples asked of 3"):
        fifo.pop(4)


def test_what_comes_out_is_a_copy() -> None:
    fifo = Fifo(capacity=8)
    fifo.push(np.ones(4, np.float32))
    out = fifo.pop(4)
    fifo.push(np.zeros(8, np.float32))
    assert out.tolist() == [1.0] * 4
