"""What `urvc live` shows while it runs: the meter line and the news, or one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.live import Live

from app.console import console, errors, say_json
from app.error_text import error_text
from app.errors import AppError
from app.live.status import n_dropouts
from app.meter import meter_line, show_latency
from engine.link.messages import AnyEvent, Notice, Started, Stopped, Telemetry
from engine.time_base import SAMPLE_RATE_HZ

READER_S = 2.0
"""Who reads the lines may be so slow; one that reads nothing must not hold up the voice, or fill the memory."""


@contextmanager
def meter_screen(as_json: bool) -> Iterator[Live | None]:
    """Where the meter line is drawn; None where there is no terminal to draw on."""
    if as_json or not console.is_terminal:
        yield None
        return
    with Live(console=console, auto_refresh=False, transient=True) as screen:
        yield screen


def show_news(event: AnyEvent, screen: Live | None, as_json: bool) -> None:
    """One event of a running stream, as far as a person needs it."""
    if as_json:
        say_json(event, patience_s=0.0 if isinstance(event, Telemetry) else READER_S)
    elif isinstance(event, Telemetry) and screen is not None:
        screen.update(meter_line(event), refresh=True)
    elif isinstance(event, Notice):
        errors.print(error_text(event.code, "", event.subject, event.facts), style="yellow")


def say_started(started: Started, as_json: bool) -> None:
    """What runs, from where to where."""
    if as_json:
        say_json(started)
        return
    console.print(f"{started.input or 'file'} -> {started.voice} -> {started.output or 'file'}", soft_wrap=True)
    if started.monitor:
        console.print(f"monitor: {started.monitor}")
    show_latency(started.latency, "Delay expected")


def say_stopped(stopped: Stopped, as_json: bool) -> None:
    """What it was. Raises AppError `recording.incomplete` where a recording could not be written whole."""
    if as_json:
        say_json(stopped, READER_S)
    else:
        _say_in_words(stopped)
    if stopped.recording_lost_samples:
        lost_s = round(stopped.recording_lost_samples / SAMPLE_RATE_HZ, 1)
        raise AppError("recording.incomplete", "record", "", {"lost_s": lost_s, "recorded": stopped.recorded})


def _say_in_words(stopped: Stopped) -> None:
    console.print(f"{stopped.seconds:.1f} s, {n_dropouts(stopped.counters)} dropouts")
    for path in stopped.recorded:
        console.print(f"written: {path}", soft_wrap=True)
