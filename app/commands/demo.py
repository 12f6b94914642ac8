"""`urvc demo`: the first sound, without a microphone, a download or a choice."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.live import run_live
from app.console import console, raised, reported
from app.engine_client import SOUND_SERVER_S, EngineClient
from app.options import Json, Voice, split, with_settings
from engine.link.messages import DeviceInfo, Devices, Failed, ListDevices, Start

DEMO_VOICE = "brighter"
DEMO_FILE = Path("urvc-demo.wav")

To = Annotated[Path | None, typer.Option("--to", help="Write the voice to this file (WAV or FLAC) as well.")]


@with_settings(leave_out=("input",))
def demo(voice: Voice = DEMO_VOICE, to: To = None, as_json: Json = False, **settings: Any) -> None:
    """A bundled recording through the live engine, to the speakers or (where there are none) to a file."""
    run_demo(voice, to, as_json, settings)


def run_demo(voice: str = DEMO_VOICE, to: Path | None = None, as_json: bool = False, settings: dict[str, Any] | None = None) -> None:
    """What `urvc demo` does, with plain values."""
    recording = files("resources") / "audio" / "demo.flac"
    with reported(as_json), as_file(recording) as path, EngineClient() as engine:
        config, params = split(settings or {})
        silent = "output" not in config and not has_output(engine)
        target = to or (DEMO_FILE if silent else None)
        if silent and not as_json:
            console.print(f"No sound output was found on this machine: the demo goes to the file {target}.")
        command = Start(
            voice=voice,
            config=config,
            params=params,
            input_file=str(path),
            record_output=str(target.resolve()) if target else "",
            silent=silent,
        )
        run_live(engine, command, None, as_json)
        if not as_json:
            console.print("Now with your own voice: urvc live --voice " + voice + "   (all voices: urvc voices list)")


def has_output(engine: EngineClient) -> bool:
    """Whether there is anything to play on."""
    answer = engine.answer(ListDevices(), Devices, timeout_s=SOUND_SERVER_S)
    if isinstance(answer, Failed):
        raise raised(answer)
    assert isinstance(answer, Devices)
    return any(is_output(device) for device in answer.devices)


def is_output(device: DeviceInfo) -> bool:
    return device.direction == "output"
