"""`urvc calibrate`: finds how RVC voices run best on this machine."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.commands.interrupt import interruptible
from app.console import console, raised, reported, say_json
from app.engine_client import EngineClient
from app.options import Json
from engine.inference.profile import n_cores
from engine.link.messages import Calibrate, Calibrated, Cancel, Cancelled, Failed
from engine.link.messages import Progress as Done

POLL_S = 0.2
VoiceName = Annotated[str, typer.Option("--voice", "-v", help="The RVC voice to measure with (default: the first one).")]


def calibrate(voice: VoiceName = "", as_json: Json = False) -> None:
    """Finds how RVC voices run best on this machine: runtime, precision, block and context. Takes some twenty seconds; leave it idle."""
    with reported(as_json), EngineClient() as engine, interruptible() as interrupted, _bar(as_json) as progress:
        sent = engine.send(Calibrate(voice=voice))
        task = progress.add_task("Calibrating")
        asked = False
        while True:
            for event in engine.events(POLL_S):
                if event.reply_to != sent:
                    continue
                if isinstance(event, Done):
                    progress.update(task, completed=100 * event.done)
                elif isinstance(event, Failed):
                    raise raised(event)
                elif isinstance(event, Cancelled):
                    raise typer.Exit(130)
                elif isinstance(event, Calibrated):
                    progress.update(task, completed=100, visible=False)
                    progress.stop()
                    _say(event, as_json)
                    return
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


def _say(found: Calibrated, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    table = Table("Where", "Block", "Context", "Pitch", "Load", "Fidelity", "", box=None)
    for one in found.tried:
        load = f"{100 * one.rtf:.0f} %" if one.rtf else ""
        true = f"{one.decoder_db:.0f} dB" if one.decoder_db is not None else ""
        table.add_row(one.provider, f"{one.hop_ms} ms", f"{one.context_s:g} s", one.detector, load, true, one.refused)
    console.print(table)
    console.print(sentence(found), markup=False)
    console.print(
        f"Kept: {found.provider}, block {found.hop_ms} ms, look-ahead {found.lookahead_ms} ms, context {found.context_s:g} s, "
        f"{found.detector}. RVC voices use it from now on.",
        markup=False,
    )


def _bar(hidden: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=hidden)
