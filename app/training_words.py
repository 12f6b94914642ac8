"""What the check of a data set and the plan of a training say, in words; no Qt here."""

from __future__ import annotations

from collections.abc import Callable

from training.findings import Fault, Finding
from training.messages import TrainingPlan

FAULTS: dict[Fault, str] = {
    "too_short": "There are only {minutes} minutes of speech. Record more: {least_minutes} minutes are the least, ten or more are good.",
    "other_speaker": "Somebody else seems to speak here. Take this part out, or put each speaker into a folder of their own.",
    "music": "There seems to be music behind the voice. Take a recording without it, or separate the voice first.",
    "clipping": "The recording is cut off at its peaks: it was too loud. Record it again with less gain.",
    "reverb": "The room is heard: it rings for about {seconds} s. Record closer to the microphone, in a room with soft furniture.",
    "narrow_band": "There is nothing above 8 kHz: this was a telephone or a headset over Bluetooth. The voice would sound dull.",
    "duplicate": "The same thing is in {of} already, at {at_s} s. Take one of the two out.",
    "out_of_phase": "Left and right cancel each other. Turn one channel over, or keep one only.",
    "silence": "Nothing is said here for a long time.",
    "unreadable": "This file cannot be read as sound.",
}
Words = Callable[[str], str]


def finding_text(finding: Finding, words: Words = str) -> str:
    """What is wrong, and what to do."""
    return words(FAULTS[finding.fault]).format(**finding.facts)


def place_text(finding: Finding) -> str:
    """Where it is: the file, and from when to when; "" for the whole set."""
    if not finding.file:
        return ""
    return f"{finding.file}  {clock(finding.start_s)}–{clock(finding.end_s)}" if finding.end_s else finding.file


def clock(seconds: float) -> str:
    """Minutes and seconds, hours where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


ROUGH = (
    (90.0, 1.0, "about {n} seconds"),
    (90.0 * 60, 60.0, "about {n} minutes"),
    (48.0 * 3600, 3600.0, "about {n} hours"),
    (float("inf"), 86_400.0, "about {n} days"),
)
START_HERE = "It starts from RVC's published networks, which are here."
NO_START = (
    "It starts from nothing, because RVC's published networks are not here: speech must be learnt first, which takes hundreds of rounds "
    "more, days of computing on a processor. With them, 20 to 200 rounds over ten minutes of speech are enough."
)
NO_PAIR = "This size starts from nothing, because there are no published networks of it: expect a rough voice."
PLAN = "{minutes} minutes of recordings, {epochs} rounds, {steps} steps on {device}: {time}, with the machine to itself."


def texts() -> list[str]:
    """Everything that is said here, in English."""
    return [*FAULTS.values(), *(text for _, _, text in ROUGH), START_HERE, NO_START, NO_PAIR, PLAN]


def rough_time(seconds: float, words: Words = str) -> str:
    """A length of time as one would say it."""
    for below, unit, text in ROUGH:
        if seconds < below:
            return words(text).format(n=max(1, round(seconds / unit)))
    raise AssertionError(seconds)


def plan_text(plan: TrainingPlan, words: Words = str) -> str:
    """What lies ahead, without illusions."""
    start = START_HERE if plan.has_start else NO_START if plan.start_files else NO_PAIR
    facts = {"minutes": round(plan.seconds / 60, 1), "epochs": plan.n_epochs, "steps": plan.n_steps, "device": plan.device}
    return words(PLAN).format(**facts, time=rough_time(plan.hours * 3600, words)) + " " + words(start)
