"""What the declaration of a setting says."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from engine.kinds.voices import VOICE_KINDS
from models.voice import Voice

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Acts = Literal["at once", "rebuild", "restart", "program restart"]
"""When a change acts. At once: from the next block on, or as soon as it can. Rebuild: with a new pipeline that is made beside the one that
is heard. Restart: the devices are opened again, the voice pauses. Program restart: when the program starts again."""

Section = Literal["voice", "look", "sound", "speed", "microphone", "keys", "start", "control", "devices"]
"""Where the settings are shown: `voice` beside the voice only, `devices` on the page of the devices, all others on the settings page."""

Panel = Literal["", "voice", "sound"]
"""The panel beside the voice that has a control for it; "" is none."""

Kept = Literal["voice", "microphone", "moment"]
"""With what a live control is remembered: with the voice, with the microphone whatever voice is chosen, or not at all."""

Need = Literal["built-in", "neural", "rvc", "pitch", "index", "speakers"]
"""What a voice must be, or have, for a setting to do anything: a built-in voice, a neural one, an RVC voice; a pitch, an index, several
speakers."""


Found = Literal["", "processors"]
"""What there is of it on this computer is found out by looking: `processors`, where voices can be computed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """All that is known of a setting beside its name, type and default, which the field of its record has.

    label      what it is called, short; `help` explains it, "" where the label says all
    low, high  the range of a number, None for text and switches; `step` its raster, `decimals` how many of them are shown
    choices    the allowed words of a text, `numbered` if a number may follow (`cuda:1`); `offered` the numbers that programs offer, others
               between the limits work too
    counts     of what the voice has several the value is one, counted from 0: its range ends with the last that the voice has
    found      the words of a text that programs offer are those that are found on this computer; others are taken too
    option     its name on the command line and in the control channel ("" where it has none), `letter` the short form of that
    needs      what a voice must be or have for it (all of these)
    advanced   most people never need it: it is folded away
    words      what else people call it, for a search
    """

    label: str
    unit: str = ""
    help: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    decimals: int = 0
    choices: tuple[str, ...] = ()
    numbered: bool = False
    offered: tuple[float, ...] = ()
    option: str = ""
    letter: str = ""
    acts: Acts = "at once"
    needs: tuple[Need, ...] = ()
    section: Section = "sound"
    panel: Panel = ""
    kept: Kept = "voice"
    counts: Literal["", "speakers"] = ""
    found: Found = ""
    advanced: bool = False
    words: str = ""


def setting(default: Any, label: str, unit: str = "", **rule: Any) -> Any:
    """A dataclass field that carries its `Setting` in the metadata."""
    return field(default=default, metadata={"setting": Setting(label, unit, **rule)})


def shared(record: type[DataclassInstance], name: str) -> Any:
    """A dataclass field declared just as `name` is in another `record`."""
    same = record.__dataclass_fields__[name]
    return field(default=same.default, metadata=same.metadata)


def settings_of(record: type[DataclassInstance]) -> dict[str, Setting]:
    """Name -> Setting, in the order of declaration; `record` is LiveParams, EngineConfig, or any dataclass declared in their manner."""
    return {f.name: f.metadata["setting"] for f in fields(record)}


def settings_that_act(record: type[DataclassInstance], *when: Acts) -> frozenset[str]:
    """The names of the settings of `record` whose change acts so."""
    return frozenset(name for name, rule in settings_of(record).items() if rule.acts in when)


def fits(rule: Setting, voice: Voice) -> bool:
    """Whether the setting does anything with this voice."""
    return set(rule.needs) <= traits_of(voice)


def highest(rule: Setting, voice: Voice) -> float:
    """The highest value that the setting takes with this voice; 1 where it is no number."""
    if rule.counts == "speakers":
        return float(voice.rvc.n_speakers - 1) if voice.rvc is not None else 0.0
    return rule.high if rule.high is not None else 1.0


def traits_of(voice: Voice) -> frozenset[str]:
    """What the voice is and has."""
    is_a = next((kind.traits for kind in VOICE_KINDS if kind.name == voice.kind), frozenset())
    source = voice.rvc
    if source is None:
        return is_a
    has = {"pitch": source.has_f0, "index": source.has_index, "speakers": source.n_speakers > 1}
    return is_a | {trait for trait, there in has.items() if there}
