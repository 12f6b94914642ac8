"""`urvc gpu`: the graphics card, and NVIDIA's libraries for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from app.commands.foundation import progress_of
from app.console import console, reported, say_json
from app.error_text import error_text
from app.gpu_report import GpuReport, report_of
from app.jobs.gpu import ADD_GPU, REMOVE_GPU, AddGpu, RemoveGpu
from app.options import Json
from jobs.context import JobContext

gpu = typer.Typer(help="The graphics card: what is there, and NVIDIA's libraries for it.", no_args_is_help=True, rich_markup_mode=None)


@gpu.callback()
def group() -> None:
    """The graphics card: what is there, and NVIDIA's libraries for it."""


@gpu.command("status")
def status(as_json: Json = False) -> None:
    """Says which card is there, what is missing, and what it would take on the disk."""
    with reported(as_json):
        _say(report_of(), as_json)


@gpu.command("add")
def add(
    anyway: Annotated[bool, typer.Option("--anyway", help="Also where no card or driver was found.")] = False, as_json: Json = False
) -> None:
    """Downloads NVIDIA's libraries into your own folder. What was cut off goes on where it ended."""
    with reported(as_json):
        before = report_of()
        if not as_json and before.download_mb:
            console.print(_cost(before), soft_wrap=True)
        with progress_of("gpu", as_json) as context:
            ADD_GPU.run(AddGpu(anyway), context)
        _say(report_of(), as_json)


@gpu.command("remove")
def remove(as_json: Json = False) -> None:
    """Takes NVIDIA's libraries away again."""
    with reported(as_json):
        freed = REMOVE_GPU.run(RemoveGpu(), JobContext())
        if as_json:
            say_json(asdict(freed))
        else:
            console.print(f"{freed.n_bytes / 1e6:.0f} MB are free again.")


def _say(found: GpuReport, as_json: bool) -> None:
    text = error_text(found.code, "look at the graphics card", found.subject, found.facts)
    if as_json:
        say_json({**asdict(found), "text": text})
        return
    if found.cards:
        driver = f" (driver {found.driver})" if found.driver else ""
        console.print(f"Found: {', '.join(found.cards)}{driver}", soft_wrap=True)
    console.print(text, soft_wrap=True)
    if found.offered:
        console.print(f"{_cost(found)} To get them: urvc gpu add", soft_wrap=True)
    elif found.here_mb:
        console.print(f"NVIDIA's libraries take {found.here_mb} MB. To take them away: urvc gpu remove", soft_wrap=True)


def _cost(found: GpuReport) -> str:
    return f"{found.download_mb} MB to download, up to {found.needed_mb} MB on the disk."
