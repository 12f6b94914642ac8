"""More look-ahead comes closer to the whole, up to what the networks see; and no edge of a block is heard."""

from __future__ import annotations

import pytest

from bench.full_size import FAMILIES
from bench.lookahead import rows
from tests.models.graphs.voices import SMALL


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_look_ahead_closes_in_on_the_whole(family: str) -> None:
    table = {row.lookahead_ms: row for row in rows(family, 1.0, 60, SMALL)}
    assert table[340].snr_db > 100
    assert table[40].snr_db > 35
    for shorter, longer in [(0, 20), (20, 40), (40, 80), (80, 340)]:
        assert table[longer].snr_db > table[shorter].snr_db
    assert max(row.edge for row in table.values() if row.lookahead_ms >= 40) <= 1.0
