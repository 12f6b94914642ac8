"""`urvc calibrate`: finds how RVC voices run best on this machine."""

from __future__ import annotations

import threading
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.commands.interrupt import interruptible
from app.console import console, raised, reported, say_json
from app.engine_client import EngineClient
from app.options import Json
from engine.inference.profile import n_cores, read_profile
from engine.kinds.voices import voice_kind
from engine.link.messages import Calibrate, Calibrated, Cancel, Cancelled, Failed
from engine.link.messages import Progress as Done
from models.voices import find_voice

POLL_S = 0.2
LONGEST_REASON_CHARS = 120
VoiceName = Annotated[str, typer.Option("--voice", "-v", help="The RVC voice to measure with (default: the first one).")]


def calibrate(voice: VoiceName = "", as_json: Json = False) -> None:
    """Finds how RVC voices run best on this machine: runtime, precision, block and context. Takes half a minute; leave it idle."""
    with reported(as_json), EngineClient() as engine, interruptible() as interrupted:
        found = find_best(engine, voice, interrupted, as_json)
        if found is None:
            raise typer.Exit(130)
        say_json(found) if as_json else _say(found)


def calibrate_first(engine: EngineClient, voice: str, interrupted: threading.Event) -> None:
    """Before an RVC voice speaks on this machine for the first time. What goes wrong is said by what comes after."""
    if voice_kind(find_voice(voice)).calibrates and read_profile() is None:
        console.print("Measuring once what this machine can do with RVC voices...")
        found = find_best(engine, voice, interrupted, hidden=False)
        if found is not None:
            console.print(sentence(found))


def find_best(engine: EngineClient, voice: str, interrupted: threading.Event, hidden: bool) -> Calibrated | None:
    """What the engine has found and kept, with a progress bar unless `hidden`; None where it was interrupted. Raises AppError."""
    with _bar(hidden) as progress:
        sent = engine.send(Calibrate(voice=voice))
        task = progress.add_task("Calibrating", total=1.0)
        asked = False
        while True:
            for event in engine.events(POLL_S):
                if event.reply_to == sent:
                    match event:
                        case Done():
                            progress.update(task, completed=event.done)
                        case Failed():
                            raise raised(event)
                        case Cancelled():
                            return None
                        case Calibrated():
                            return event
            if interrupted.is_set() and not asked:
                asked = True
                engine.send(Cancel(job=sent))


def sentence(found: Calibrated) -> str:
    """The choice, in one sentence."""
    cores = f"{n_cores()} core" + ("s" if n_cores() != 1 else "")
    spare = max(0, round(100 * (1 - found.rtf)))
    if found.rtf > 1:
        return f"{cores}: too little for this voice even at its lightest ({found.rtf:.2f} times too slow); use a built-in voice, or a GPU."
    where = "" if found.provider.startswith("OpenVINO CPU") or found.provider.startswith("ONNX Runtime CPU") else f" on {found.provider}"
    return f"{cores}{where}: about {found.delay_ms:.0f} ms, {spare} % of the time to spare."


def _say(found: Calibrated) -> None:
    table = Table("Where", "Block", "Context", "Pitch", "Load", "Fidelity", "", box=None)
    for one in found.tried:
        if one.rtf:
            true = f"{one.decoder_db:.0f} dB" if one.decoder_db is not None else ""
            refused = f"not used: {one.refused}" if one.refused else ""
            table.add_row(one.provider, f"{one.hop_ms} ms", f"{one.context_s:g} s", one.detector, f"{100 * one.rtf:.0f} %", true, refused)
    console.print(table)
    for one in found.tried:
        if not one.rtf:
            console.print(f"Not on this machine: {one.provider} ({one.refused[:LONGEST_REASON_CHARS]})", soft_wrap=True)
    console.print(sentence(found))
    console.print(
        f"Kept: {found.provider}, block {found.hop_ms} ms, look-ahead {found.lookahead_ms} ms, context {found.context_s:g} s, "
        f"{found.detector}. RVC voices use it from now on.",
        soft_wrap=True,
    )


def _bar(hidden: bool) -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=hidden)
