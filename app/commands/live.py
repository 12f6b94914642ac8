"""`urvc live`: microphone in, another voice out."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.live import Live

from app.console import console, errors, raised, reported, say_json
from app.engine_client import EngineClient
from app.error_text import error_text
from app.meter import meter_line, show_latency
from app.options import Json, Voice, split, with_settings
from engine.link.messages import AnyEvent, Failed, Notice, Start, Started, Stop, Stopped, Telemetry

POLL_S = 0.25

Seconds = Annotated[float | None, typer.Option("--seconds", "-s", min=0.1, help="Stop after this time (default: at Ctrl+C).")]
Record = Annotated[str, typer.Option("--record", help="Also write the voice to this file (WAV or FLAC).")]
RecordInput = Annotated[str, typer.Option("--record-input", help="Also write what went in to this file (WAV or FLAC).")]


@with_settings()
def live(
    voice: Voice = "natural",
    seconds: Seconds = None,
    record: Record = "",
    record_input: RecordInput = "",
    as_json: Json = False,
    **settings: Any,
) -> None:
    """Microphone in, another voice out, until Ctrl+C."""
    config, params = split(settings)
    command = Start(voice=voice, config=config, params=params, record_output=record, record_input=record_input)
    with reported(as_json), EngineClient() as engine:
        run_live(engine, command, seconds, as_json)


def run_live(engine: EngineClient, command: Start, seconds: float | None, as_json: bool) -> Stopped:
    """Starts, shows the meter (or JSON lines) until `seconds` have passed, Ctrl+C, or the end of the input; returns the closing event.

    Raises AppError when the engine could not start or had to stop.
    """
    with interruptible() as interrupted:
        started = engine.answer(command, Started)
        if isinstance(started, Failed):
            raise raised(started)
        assert isinstance(started, Started)
        say_started(started, as_json)
        stopped = _follow(engine, started, seconds, interrupted, as_json)
    if as_json:
        say_json(stopped)
    else:
        say_stopped(stopped)
    return stopped


def _follow(engine: EngineClient, started: Started, seconds: float | None, interrupted: threading.Event, as_json: bool) -> Stopped:
    deadline = time.monotonic() + seconds if seconds else float("inf")
    asked = False
    with Live(console=console, auto_refresh=False, transient=True) if not as_json and console.is_terminal else _no_meter() as screen:
        while True:
            for event in engine.events(POLL_S):
                if isinstance(event, Stopped):
                    return event
                if isinstance(event, Failed):
                    raise raised(event)
                _show(event, screen, as_json)
                if time.monotonic() >= deadline or interrupted.is_set():
                    break
            if not asked and (time.monotonic() >= deadline or interrupted.is_set()):
                engine.send(Stop())
                asked, deadline = True, float("inf")


def _show(event: AnyEvent, screen: Live | None, as_json: bool) -> None:
    if as_json:
        say_json(event)
    elif isinstance(event, Telemetry) and screen is not None:
        screen.update(meter_line(event), refresh=True)
    elif isinstance(event, Notice):
        errors.print(error_text(event.code, "", event.subject, event.facts), style="yellow", markup=False)


@contextmanager
def _no_meter() -> Iterator[None]:
    yield None


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl+C and a polite kill set the event instead of raising: a stream is ended, not torn."""
    event = threading.Event()
    wanted = [signal.SIGINT, signal.SIGTERM]
    before = {number: signal.signal(number, lambda *_: event.set()) for number in wanted}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say_started(started: Started, as_json: bool) -> None:
    """What runs, from where to where."""
    if as_json:
        say_json(started)
        return
    console.print(f"{started.input or 'file'} -> [bold]{started.voice}[/bold] -> {started.output or 'file'}", soft_wrap=True)
    if started.monitor:
        console.print(f"monitor: {started.monitor}")
    show_latency(started.latency, "Delay expected")


def say_stopped(stopped: Stopped) -> None:
    """What it was."""
    counters = stopped.counters
    dropouts = counters.get("underruns", 0) + counters.get("overruns", 0) + counters.get("late_blocks", 0)
    console.print(f"{stopped.seconds:.1f} s, {dropouts} dropouts")
    for path in stopped.recorded:
        console.print(f"written: {path}", soft_wrap=True, markup=False)
