"""The ring against a plain list, and across two threads."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.ring import Ring

STEPS = st.lists(st.tuples(st.sampled_from(["write", "read", "drop"]), st.integers(0, 20)), max_size=60)


@given(capacity=st.integers(1, 16), steps=STEPS)
def test_behaves_like_a_queue_that_refuses_what_does_not_fit(capacity: int, steps: list[tuple[str, int]]) -> None:
    ring = Ring(capacity)
    queue: list[float] = []
    next_value = written = read = 0
    for action, n in steps:
        if action == "write":
            block = np.arange(next_value, next_value + n, dtype=np.float32)
            accepted = ring.write(block)
            assert accepted == min(n, capacity - len(queue))
            queue += list(block[:accepted])
            next_value += n
            written += accepted
        elif action == "read":
            out = np.full(n, -1.0, dtype=np.float32)
            got = ring.read_into(out)
            assert got == min(n, len(queue))
            assert list(out) == queue[:got] + [-1.0] * (n - got)
            queue = queue[got:]
            read += got
        else:
            dropped = ring.drop_oldest(n)
            assert dropped == min(n, len(queue))
            queue = queue[dropped:]
            read += dropped
        assert (ring.available, ring.free) == (len(queue), capacity - len(queue))
        assert (ring.total_written, ring.total_read) == (written, read)


def test_dropping_a_negative_count_is_nothing() -> None:
    ring = Ring(4)
    ring.write(np.ones(2, dtype=np.float32))
    assert ring.drop_oldest(-3) == 0
    assert ring.available == 2


def test_needs_room() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Ring(0)


def test_two_threads_pass_every_sample_once_and_in_order() -> None:
    ring, n_samples = Ring(997), 200_000
    signal = np.arange(n_samples, dtype=np.float32)

    def produce() -> None:
        sent = 0
        while sent < n_samples:
            sent += ring.write(signal[sent : sent + 256])

    thread = threading.Thread(target=produce)
    thread.start()
    received, buffer, at = np.zeros(n_samples, dtype=np.float32), np.zeros(300, dtype=np.float32), 0
    while at < n_samples:
        n = ring.read_into(buffer)
        received[at : at + n] = buffer[:n]
        at += n
    thread.join()
    np.testing.assert_array_equal(received, signal)
