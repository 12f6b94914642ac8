"""Which devices a stream uses, and which it must not: no way of the voice back into itself, none twice into one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.audio.devices import Device, Direction, find_device
from engine.audio.virtual_mic.cables import explain_wrong_end
from engine.config import NO_MONITOR, EngineConfig
from engine.errors import DeviceError


@dataclass(frozen=True, slots=True)
class Route:
    """The devices of a stream; None where it does without one (a file in the microphone's place, nothing played)."""

    microphone: Device | None
    output: Device | None
    monitor: Device | None


def find_route(devices: Sequence[Device], config: EngineConfig, from_file: bool = False, silent: bool = False) -> Route:
    """What `config` means among `devices`.

    Raises DeviceError as `find_device` does, `microphone.wrong_output` or `microphone.wrong_input` where the other end of a virtual cable
    was named, and what `refuse_loops` raises.
    """
    output = None if silent else _found(devices, config.output, "output")
    monitor = None if silent or config.monitor == NO_MONITOR else _found(devices, config.monitor, "output")
    played = [device.bare_id for device in (output, monitor) if device is not None]
    route = Route(None if from_file else _found(devices, config.input, "input", played), output, monitor)
    refuse_loops(route)
    return route


def refuse_loops(route: Route) -> None:
    """Raises DeviceError `device.loop` (the microphone hears the output), `device.monitor_loop` (it hears the monitor) or
    `device.same_output` (output and monitor are one device: the voice would come twice)."""
    microphone, output, monitor = route.microphone, route.output, route.monitor
    if output is not None and monitor is not None and output.id == monitor.id:
        raise DeviceError("device.same_output", "start", output.name)
    for played, code in ((output, "device.loop"), (monitor, "device.monitor_loop")):
        if microphone is not None and played is not None and microphone.hears == played.bare_id:
            raise DeviceError(code, "start", played.name, input=microphone.name)


def _found(devices: Sequence[Device], query: str, direction: Direction, played: Sequence[str] = ()) -> Device:
    try:
        return find_device(devices, query, direction, played)
    except DeviceError as error:
        if query.strip() and error.code in ("device.not_found", "device.none"):
            explain_wrong_end(devices, query, direction)
        raise
