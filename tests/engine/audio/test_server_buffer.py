"""How much a sound server is asked to keep."""

from __future__ import annotations

import pytest

from engine.audio.pulse_simple import BYTES_PER_SAMPLE, SimpleSpec
from engine.audio.streams import StreamOptions
from engine.config import EngineConfig
from engine.runtime.live_streams import _of_playback


@pytest.mark.parametrize("block_ms", [5.0, 10.0])
@pytest.mark.parametrize(("margin_ms", "more_ms"), [(0.0, 0.0), (EngineConfig().margin_ms, 0.0), (29.0, 5.0), (89.0, 20.0)])
def test_a_wide_margin_widens_the_servers_buffer_too(block_ms: float, margin_ms: float, more_ms: float) -> None:
    usual = StreamOptions(block_ms=block_ms)
    wide = _of_playback(usual, margin_ms)
    assert (asked(wide) - asked(usual)) / usual.rate_hz * 1000 == pytest.approx(more_ms)


def asked(options: StreamOptions) -> int:
    """Samples."""
    spec = SimpleSpec("output", "out", "voice", options.rate_hz, options.block_samples, more_samples=options.more_samples)
    return int(spec.buffer_attributes().tlength) // BYTES_PER_SAMPLE
