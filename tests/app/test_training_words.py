"""What is said of a data set and of a plan has words, with every fact filled in."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from app.commands.train import SHOWN_PLACES, check_lines
from app.training_words import FAULTS, finding_text, group_text, grouped, place_text, plan_text, rough_time
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


def test_findings_of_one_fault_are_told_once_with_their_places() -> None:
    short = Finding("too_short", facts={"minutes": 3.1, "least_minutes": 5})
    clipped = [Finding("clipping", f"{i:03d}.wav", 1, 2) for i in range(132)]
    found = grouped([Finding("reverb", "a.wav", 0, 0, {"seconds": 0.6, "files": 4}), *clipped, short])
    assert [(kind.fault, len(kind.places)) for kind in found] == [("too_short", 0), ("clipping", 132), ("reverb", 1)]
    assert "3.1 minutes" in group_text(found[0])
    assert group_text(found[1]).endswith("(132 places)")
    assert place_text(found[2].places[0]) == "a.wav, it rings for about 0.6 s, with those after it, 4 files"


def test_the_same_thing_twice_says_where_else_it_is() -> None:
    assert place_text(Finding("duplicate", "a.wav", 61, 63, {"of": "b.wav", "at_s": 75.2})) == "a.wav  1:01–1:03, as in b.wav at 1:15"


def test_a_terminal_is_told_a_few_places_of_many_and_all_when_asked() -> None:
    found = grouped([Finding("clipping", f"{i:03d}.wav", 1, 2) for i in range(132)])
    lines = list(check_lines(found, every_place=False))
    assert len(lines) == 2 + SHOWN_PLACES
    assert "127 more places" in lines[-1]
    assert len(list(check_lines(found, every_place=True))) == 133
    just_more = grouped([Finding("clipping", f"{i}.wav") for i in range(SHOWN_PLACES + 1)])
    assert len(list(check_lines(just_more, every_place=False))) == SHOWN_PLACES + 2
