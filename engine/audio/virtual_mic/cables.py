"""Virtual cables by the names that their makers give them: which device is an end of which cable.

The direction tells the end: programs play into an output, and listen at an input. Names come as Windows and macOS show them, and cut at 31
characters where they come through MME.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.audio.devices import Device, Direction, find_device
from engine.audio.virtual_mic.contract import Product, VirtualMicrophone
from engine.errors import DeviceError


@dataclass(frozen=True, slots=True)
class Cable:
    """One cable: what is played into `play` is heard at `listen`."""

    product: Product
    line: str
    play: Device
    listen: Device


def find_cables(devices: Sequence[Device], products: Sequence[Product]) -> list[Cable]:
    """Every cable with both ends present; in the order of `products`, then of the lines. A mixer's several ends make one cable."""
    ends: dict[tuple[int, str, Direction], list[Device]] = {}
    for device in devices:
        for number, product in enumerate(products):
            if (line := line_of(device.name, product)) is not None:
                ends.setdefault((number, line, device.direction), []).append(device)
    cables = []
    for number, line, direction in sorted(ends):
        if direction == "output" and (number, line, "input") in ends:
            listening = sorted(ends[number, line, "input"], key=lambda d: not _begins(d.name, products[number].listen_first))
            playing = sorted(ends[number, line, "output"], key=lambda d: len(d.name))
            cables.append(Cable(products[number], line, playing[0], listening[0]))
    return cables


def line_of(name: str, product: Product) -> str | None:
    """Which of the product's lines a device of that name belongs to ("" where it has only one), or None where it is not the product's."""
    found = re.match(product.pattern, name, re.IGNORECASE)
    return None if found is None else " ".join(group for group in found.groups() if group).casefold()


def with_cables(devices: Sequence[Device], products: Sequence[Product]) -> list[Device]:
    """The devices, each listening end of a cable marked with what it hears (`Device.hears`)."""
    played_into: dict[str, str] = {}
    for cable in find_cables(devices, products):
        for device in devices:
            if device.direction == "input" and line_of(device.name, cable.product) == cable.line:
                played_into[device.id] = cable.play.bare_id
    return [replace(d, hears=played_into[d.id]) if d.direction == "input" and d.id in played_into else d for d in devices]


def best_cable(devices: Sequence[Device], products: Sequence[Product]) -> VirtualMicrophone:
    """The first cable there is. Raises DeviceError `microphone.none`, naming the product to install."""
    for cable in find_cables(devices, products):
        return VirtualMicrophone(cable.listen.name, cable.listen.id, cable.play.id, cable.product.name, made=False)
    first = products[0]
    raise DeviceError("microphone.none", "find a virtual microphone", "", product=first.name, maker=first.maker, link=first.link)


def explain_wrong_end(devices: Sequence[Device], query: str, direction: Direction) -> None:
    """Raises DeviceError `microphone.wrong_output` or `microphone.wrong_input` where `query`, looked for as `direction`, means the other
    end of a virtual cable; facts: `instead`, the name of the end to choose."""
    other: Direction = "input" if direction == "output" else "output"
    try:
        taken = find_device(devices, query, other)
    except DeviceError:
        return
    if direction == "output":
        instead = [d for d in devices if d.direction == "output" and not taken.is_monitor and d.bare_id == taken.hears]
    else:
        instead = [d for d in devices if d.direction == "input" and not d.is_monitor and d.hears == taken.bare_id]
    if instead:
        code = "microphone.wrong_output" if direction == "output" else "microphone.wrong_input"
        raise DeviceError(code, f"find the {direction} device", taken.name, instead=instead[0].name)


def _begins(name: str, start: str) -> bool:
    return name.casefold().startswith(start.casefold())
