"""What a sound device is, and how a person's words find one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.errors import DeviceError
from models.names import key_of, loose_key_of

Direction = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Device:
    """One place that sound comes from or goes to, as its audio system describes it.

    `id` is stable over restarts and unique within a backend and direction (`pulse:alsa_input.usb-Blue_Yeti`); `name` is what people see.
    `is_monitor` marks an input that the audio system itself derives from an output. `hears` is the `bare_id` of the output whose sound an
    input repeats: of a monitor, of a virtual microphone, of the listening end of a virtual cable; empty for a real microphone.
    """

    id: str
    name: str
    backend: str
    direction: Direction
    channels: int
    default_rate_hz: int
    is_default: bool = False
    is_monitor: bool = False
    hears: str = ""

    @property
    def bare_id(self) -> str:
        """The id without its backend: the name that the audio system itself uses."""
        return self.id.partition(":")[2]


def in_listing_order(devices: Sequence[Device]) -> list[Device]:
    """Inputs before outputs, the default first, monitors last, else by name."""
    return sorted(devices, key=lambda d: (d.direction, d.is_monitor, not d.is_default, d.name.casefold(), d.id))


def labels(devices: Sequence[Device]) -> list[str]:
    """What to call each device in a list: its name, and its id where another has the same name."""
    names = [device.name for device in devices]
    return [device.name if names.count(device.name) == 1 else f"{device.name} ({device.id})" for device in devices]


def find_device(devices: Sequence[Device], query: str, direction: Direction, played: Collection[str] = ()) -> Device:
    """The device of `direction` that `query` means: its id, its exact name, the same in any case and form of letters, without accents, or
    a part that only one has.

    An empty query means the system's default, as long as it does not hear one of `played`, the outputs in use (`bare_id`s): that would feed
    the voice back. What repeats an output is a microphone only where somebody has made it the default.

    Raises DeviceError `device.none` (there is nothing to choose from), `device.ambiguous` (facts: `matches`) or `device.not_found`
    (facts: `nearest`, `known`).
    """
    candidates = [device for device in devices if device.direction == direction]
    if not query.strip():
        return _default_of(candidates, direction, played)
    if not candidates:
        raise DeviceError("device.none", f"find the {direction} device", query)
    for matches in _rounds(query.strip(), candidates):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise DeviceError("device.ambiguous", f"find the {direction} device", query, matches=labels(matches))
    raise DeviceError(
        "device.not_found", f"find the {direction} device", query, nearest=_nearest(query, candidates), known=labels(candidates)
    )


def _default_of(candidates: Sequence[Device], direction: Direction, played: Collection[str]) -> Device:
    chosen = [device for device in candidates if device.is_default and device.hears not in played]
    real = [device for device in candidates if not device.is_monitor and not device.hears]
    for device in (*chosen, *real):
        return device
    raise DeviceError("device.none", f"find the default {direction} device", "", known=labels(candidates))


def _rounds(query: str, candidates: Sequence[Device]) -> list[list[Device]]:
    """The matches of each rule, from the strictest to the loosest. Monitors repeat their output's name, and what
    repeats an output is called a microphone too: a part prefers real devices."""
    folded, loose = key_of(query), loose_key_of(query)
    rules: list[Callable[[Device], bool]] = [
        lambda d: query == d.id,
        lambda d: query in (d.bare_id, d.name),
        lambda d: folded in (key_of(d.id), key_of(d.bare_id), key_of(d.name)),
        lambda d: loose in (loose_key_of(d.bare_id), loose_key_of(d.name)),
        lambda d: not d.is_monitor and not d.hears and loose in loose_key_of(d.name),
        lambda d: not d.is_monitor and loose in loose_key_of(d.name),
        lambda d: loose in loose_key_of(d.name) or loose in loose_key_of(d.bare_id),
    ]
    return [[device for device in candidates if rule(device)] for rule in rules]


def _nearest(query: str, candidates: Sequence[Device]) -> list[str]:
    labelled = dict(zip(candidates, labels(candidates), strict=True))
    names = {text.casefold(): labelled[device] for device in candidates for text in (device.name, device.bare_id)}
    close = difflib.get_close_matches(query.casefold(), names, n=3, cutoff=0.4)
    return list(dict.fromkeys(names[key] for key in close))
