"""What the two levels of the test mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewmodels.use_it_in_vm import HOLD_FRAMES, SILENT_DB, Peak, verdict

CASES = [
    (True, True, -20.0, -20.0, "good"),
    (True, True, -20.0, SILENT_DB, "lost"),
    (True, True, SILENT_DB, SILENT_DB, "speak"),
    (False, True, SILENT_DB, SILENT_DB, "off"),
    (True, False, -20.0, -20.0, "missing"),
    (False, True, SILENT_DB, -20.0, "off"),
]


@pytest.mark.parametrize(("live", "there", "sent_db", "heard_db", "wanted"), CASES)
def test_verdicts(live: bool, there: bool, sent_db: float, heard_db: float, wanted: str) -> None:
    assert verdict(live, there, sent_db, heard_db) == wanted


@given(st.lists(st.floats(-120.0, 0.0), max_size=3 * HOLD_FRAMES))
def test_the_peak_remembers_a_while_and_no_longer(levels: list[float]) -> None:
    peak = Peak()
    for level in levels:
        peak = peak.after(level)
    assert peak.db == max(levels[-HOLD_FRAMES:], default=SILENT_DB)
