"""What the check of a data set and the plan of a training say, in words; no Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from training.findings import Fault, Finding
from training.messages import TrainingPlan

FAULTS: dict[Fault, str] = {
    "too_short": "There are {minutes} minutes of speech. Record more: {least_minutes} minutes are the least, ten or more are good.",
    "other_speaker": "Somebody else seems to speak here. Take this part out, or put each speaker into a folder of their own.",
    "music": "There seems to be music behind the voice. Take a recording without it, or separate the voice first.",
    "clipping": "The recording is cut off at its peaks: it was too loud. Record it again with less gain.",
    "reverb": "The room is heard. Record closer to the microphone, in a room with soft furniture.",
    "narrow_band": "There is nothing above 8 kHz: this was a telephone or a headset over Bluetooth. The voice would sound dull.",
    "duplicate": "The same thing is there twice. Take one of the two out.",
    "out_of_phase": "Left and right cancel each other. Turn one channel over, or keep one only.",
    "silence": "Nothing is said here for a long time.",
    "unreadable": "This file cannot be read as sound.",
}
REVERB, TWIN, TOGETHER = "it rings for about {seconds} s", "as in {of} at {at}", "with those after it, {files} files"
PLACES = "{n} places"
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """All findings of one fault, in the order in which they were found."""

    fault: Fault
    findings: tuple[Finding, ...]

    @property
    def places(self) -> tuple[Finding, ...]:
        """Those that lie somewhere; the others mean the whole set."""
        return tuple(finding for finding in self.findings if finding.file)


def grouped(findings: Iterable[Finding]) -> tuple[FaultGroup, ...]:
    """The findings by their fault; what concerns the whole set first, then what is found most."""
    found: dict[Fault, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.fault, []).append(finding)
    made = [FaultGroup(fault, tuple(ones)) for fault, ones in found.items()]
    return tuple(sorted(made, key=lambda kind: (bool(kind.places), -len(kind.findings))))


def finding_text(finding: Finding, words: Words = str) -> str:
    """What is wrong, and what to do."""
    return words(FAULTS[finding.fault]).format(**finding.facts)


def group_text(kind: FaultGroup, words: Words = str) -> str:
    """What is wrong and what to do, and in how many places where there are several."""
    text = finding_text(kind.findings[0], words)
    return f"{text} ({words(PLACES).format(n=len(kind.places))})" if len(kind.places) > 1 else text


def place_text(finding: Finding, words: Words = str) -> str:
    """Where it is: the file, from when to when, and what is known of this place alone; "" for the whole set."""
    if not finding.file:
        return ""
    place = f"{finding.file}  {clock(finding.start_s)}–{clock(finding.end_s)}" if finding.end_s else finding.file
    return ", ".join([place, *_of_the_place(finding, words)])


def _of_the_place(finding: Finding, words: Words) -> Iterator[str]:
    facts = finding.facts
    if finding.fault == "reverb":
        yield words(REVERB).format(**facts)
    if finding.fault == "duplicate":
        yield words(TWIN).format(of=facts["of"], at=clock(float(facts["at_s"])))
    if int(facts.get("files", 1)) > 1:
        yield words(TOGETHER).format(**facts)


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
    return [*FAULTS.values(), REVERB, TWIN, TOGETHER, PLACES, *(text for _, _, text in ROUGH), START_HERE, NO_START, NO_PAIR, PLAN]


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
