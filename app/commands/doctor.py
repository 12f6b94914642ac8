"""`urvc doctor`: what was found, what is missing, what to do."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files
from pathlib import Path

import typer

from app.commands.microphone import ask_for_microphone
from app.console import FAILED, console, say_json
from app.engine_client import SOUND_SERVER_S, EngineClient
from app.error_text import error_text
from app.errors import AppError
from app.options import Json
from engine.kinds.detectors import DETECTOR_NAMES
from engine.link.messages import Convert, Converted, Devices, Failed, ListDevices
from models.builtin import builtin_voices

PACKAGES = (
    "numpy",
    "numba",
    "onnxruntime-gpu",
    "onnxruntime",
    "pyworld-prebuilt",
    "pyrnnoise",
    "swift-f0",
    "soundfile",
    "soxr",
    "sounddevice",
)
COLOURS = {"ok": "green", "note": "yellow", "bad": "red"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the report. `state`: "ok", "note" (works, could be better) or "bad"; `todo` says what to do."""

    state: str
    what: str
    found: str
    todo: str = ""


def doctor(as_json: Json = False) -> None:
    """Looks at this machine: what was found, what is missing, what to do. Exit status 1 if something is broken."""
    findings = [system(), packages(), providers(), *with_engine()]
    if as_json:
        say_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            console.print(finding.state.ljust(5), style=COLOURS[finding.state], end="")
            console.print(f" {finding.what}: ", end="")
            console.print(finding.found, soft_wrap=True)
            if finding.todo:
                console.print(f"           -> {finding.todo}", soft_wrap=True)
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(FAILED)


def system() -> Diagnosis:
    """Operating system, Python, cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Diagnosis("ok", "system", f"{platform.platform()}, Python {platform.python_version()}, {cores} cores")


def packages() -> Diagnosis:
    """Versions of what the sound depends on."""
    found = {name: _version(name) for name in PACKAGES}
    return Diagnosis("ok", "packages", ", ".join(f"{name} {number}" for name, number in found.items() if number))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def providers() -> Diagnosis:
    """What can run a model. The built-in voices need no GPU."""
    import onnxruntime

    device = onnxruntime.get_device()
    available = [name.removesuffix("ExecutionProvider") for name in onnxruntime.get_available_providers()]
    return Diagnosis("ok", "models run on", f"CPU (this build knows: {', '.join(available)}; {device})")


def with_engine() -> list[Diagnosis]:
    """Starts the engine and asks it: devices, and a conversion of the bundled recording."""
    try:
        with EngineClient() as engine:
            ready = Diagnosis("ok", "engine", f"version {engine.ready.version} starts")
            checks: list[Callable[[EngineClient], Diagnosis]] = [audio, virtual_microphone, voices]
            return [ready, *(_checked(check, engine) for check in checks)]
    except AppError as error:
        todo = error_text(error.code, error.doing, error.subject, error.facts)
        return [Diagnosis("bad", "engine", "does not start", todo)]


def _checked(check: Callable[[EngineClient], Diagnosis], engine: EngineClient) -> Diagnosis:
    try:
        return check(engine)
    except AppError as error:
        return Diagnosis("bad", check.__name__, error.code, error_text(error.code, error.doing, error.subject, error.facts))


def audio(engine: EngineClient) -> Diagnosis:
    """Devices, by what people call them."""
    answer = engine.answer(ListDevices(), Devices, timeout_s=SOUND_SERVER_S)
    if isinstance(answer, Failed):
        return Diagnosis("note", "sound devices", "none", error_text(answer.code, answer.doing, answer.subject, answer.facts))
    assert isinstance(answer, Devices)
    inputs = [device.name for device in answer.devices if device.direction == "input" and not device.is_monitor]
    outputs = [device.name for device in answer.devices if device.direction == "output"]
    backends = ", ".join(sorted({device.backend for device in answer.devices}))
    text = f"{len(inputs)} microphones, {len(outputs)} outputs through {backends or 'nothing'}"
    if not inputs or not outputs:
        return Diagnosis("note", "sound devices", text, "Files can be converted. For live sound, " + how_to_get_sound())
    return Diagnosis("ok", "sound devices", text)


def virtual_microphone(engine: EngineClient) -> Diagnosis:
    """What other programs choose to hear the voice; the one of this check goes with it."""
    answer = ask_for_microphone(engine)
    if isinstance(answer, Failed):
        return Diagnosis("note", "virtual microphone", "none", error_text(answer.code, answer.doing, answer.subject, answer.facts))
    whose = "made while the program runs" if answer.made else answer.product
    return Diagnosis("ok", "virtual microphone", f"{answer.name} ({whose})")


def how_to_get_sound() -> str:
    """What to install where no device shows."""
    if sys.platform.startswith("linux"):
        return "plug in a sound device, and see that PulseAudio or PipeWire runs (pactl info)."
    return "plug in a sound device and allow this program to use the microphone in the system's privacy settings."


def voices(engine: EngineClient) -> Diagnosis:
    """The bundled recording through one voice: proof that the whole chain works."""
    with tempfile.TemporaryDirectory() as folder, as_file(files("resources") / "audio" / "demo.flac") as demo:
        answer = engine.answer(Convert(input=str(demo), output=str(Path(folder) / "demo.wav"), voice="brighter"), Converted)
    if isinstance(answer, Failed):
        return Diagnosis("bad", "voices", answer.code, error_text(answer.code, answer.doing, answer.subject, answer.facts))
    assert isinstance(answer, Converted)
    text = f"{len(builtin_voices())} built in; {100 * answer.rtf:.0f} % of one core; pitch detectors: {', '.join(DETECTOR_NAMES)}"
    if answer.rtf > 0.6:
        return Diagnosis("note", "voices", text, "This machine is slow or busy: choose a longer block, for example --hop 40.")
    return Diagnosis("ok", "voices", text)
