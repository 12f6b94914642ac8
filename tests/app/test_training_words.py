"""What is said of a data set and of a plan has words, with every fact filled in."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from app.training_words import FAULTS, finding_text, place_text, plan_text, rough_time
from training.findings import Fault, Finding
from training.messages import TrainingPlan

FACTS: dict[str, Any] = {"minutes": 2, "least_minutes": 5, "seconds": 0.6, "of": "b.wav", "at_s": 3}


@pytest.mark.parametrize("fault", get_args(Fault))
def test_every_fault_has_its_sentence(fault: Fault) -> None:
    text = finding_text(Finding(fault, "a.wav", facts=FACTS))
    assert text.endswith(".")
    assert "{" not in text
    assert set(FAULTS) == set(get_args(Fault))


def test_the_place_of_a_finding() -> None:
    assert place_text(Finding("clipping", "a.wav", 61.2, 3723.0)) == "a.wav  1:01–1:02:03"
    assert place_text(Finding("unreadable", "a.wav")) == "a.wav"
    assert place_text(Finding("too_short")) == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(4, "about 4 seconds"), (600, "about 10 minutes"), (9e3, "about 2 hours"), (1e6, "about 12 days")]
)
def test_time_is_told_as_one_would(seconds: float, text: str) -> None:
    assert rough_time(seconds) == text


def test_a_plan_says_what_starting_from_nothing_means() -> None:
    facts: dict[str, Any] = {"n_recordings": 3, "seconds": 600.0, "n_speakers": 1, "n_steps": 5000, "n_epochs": 200, "seconds_a_step": 7.2}
    more: dict[str, Any] = {"device": "a processor", "detector": "swiftf0"}
    text = plan_text(TrainingPlan(**facts, **more, has_start=False, start_files=["f0G40k.pth"]))
    assert "about 10 hours" in text
    assert "from nothing" in text
    assert "from nothing" not in plan_text(TrainingPlan(**facts, **more, has_start=True, start_files=["f0G40k.pth"]))
