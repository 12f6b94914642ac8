"""`urvc devices`: what can be listened to and spoken into."""

from __future__ import annotations

from rich.table import Table

from app.console import console, raised, reported, say_json
from app.engine_client import SOUND_SERVER_S, EngineClient
from app.options import Json
from engine.link.messages import DeviceInfo, Devices, Failed, ListDevices

TITLES = {"input": "Microphones (--input)", "output": "Outputs (--output, --monitor)"}


def devices(as_json: Json = False) -> None:
    """Lists the sound devices."""
    with reported(as_json):
        with EngineClient() as engine:
            answer = engine.answer(ListDevices(), Devices, timeout_s=SOUND_SERVER_S)
        if isinstance(answer, Failed):
            raise raised(answer)
        assert isinstance(answer, Devices)
        if as_json:
            say_json(answer)
            return
        for direction, title in TITLES.items():
            show(title, [device for device in answer.devices if device.direction == direction])


def show(title: str, found: list[DeviceInfo]) -> None:
    """One table; a star marks the default."""
    console.print(f"\n{title}")
    if not found:
        console.print("  none")
        return
    table = Table(box=None, pad_edge=True, show_header=False)
    for device in found:
        kind = _kind(device)
        table.add_row("*" if device.is_default else " ", device.name, device.id, kind)
    console.print(table)


def _kind(device: DeviceInfo) -> str:
    if device.is_monitor:
        return "what is played on it"
    if device.hears:
        return f"virtual microphone: what is played on {device.hears}"
    return f"{device.channels} ch, {device.rate_hz} Hz"
