"""`urvc latency`: the true delay between two devices, by ear, against the engine's own figure."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.console import console, raised, reported, say_json
from app.engine_client import EngineClient
from app.meter import show_latency
from app.options import MOMENTS, Json, Voice, split, with_settings
from engine.link.messages import Failed, LatencyMeasured, MeasureLatency, Start, Started

Play = Annotated[str, typer.Option("--play", help="Output that feeds the microphone (default: the one it is the monitor of).")]
Listen = Annotated[str, typer.Option("--listen", help="Input that hears the output (default: the output's monitor).")]
Repeats = Annotated[int, typer.Option("--repeats", min=3, max=200, help="How many test sounds.")]


@with_settings(leave_out=MOMENTS)
def latency(
    voice: Voice = "natural", play: Play = "", listen: Listen = "", repeats: Repeats = 12, as_json: Json = False, **settings: Any
) -> None:
    """Measures the true delay from input to output with test sounds, through the running engine.

    The engine runs in bypass, which has the very delay of the voice, so that a sharp sound stays sharp.
    """
    with reported(as_json), EngineClient() as engine:
        config, params = split(settings)
        started = engine.answer(Start(voice=voice, config=config, params={**params, "bypass": True, "gate_db": -90.0}), Started)
        if isinstance(started, Failed):
            raise raised(started)
        assert isinstance(started, Started)
        if not as_json:
            console.print(f"{started.input} -> {started.output}: listening to {repeats} test sounds...", soft_wrap=True)
        measured = engine.answer(MeasureLatency(play=play, listen=listen, repeats=repeats), LatencyMeasured)
        if isinstance(measured, Failed):
            raise raised(measured)
        assert isinstance(measured, LatencyMeasured)
        if as_json:
            say_json(measured)
        else:
            say_measured(measured)


def say_measured(measured: LatencyMeasured) -> None:
    """Measured against claimed, and where the time goes."""
    spread = f"{measured.lowest_ms:.1f} to {measured.highest_ms:.1f}, {measured.heard} sounds heard"
    console.print(f"Measured: {measured.median_ms:.1f} ms ({spread})")
    show_latency(measured.latency, "The engine's own figure")
    console.print(f"Difference: {measured.median_ms - measured.engine_ms:+.1f} ms")
