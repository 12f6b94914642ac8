"""`urvc live`: microphone in, another voice out."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Annotated, Any

import typer

from app.commands.calibrate import calibrate_first
from app.commands.interrupt import interruptible
from app.commands.live_screen import meter_screen, say_started, say_stopped, show_news
from app.commands.microphone import into_microphone
from app.console import raised, reported
from app.engine_client import STOP_S, EngineClient
from app.errors import AppError
from app.options import Json, Voice, at_least, split, with_settings
from engine.link.messages import Failed, Start, Started, Stop, Stopped
from models.voices import find_voice

POLL_S = 0.25

Seconds = Annotated[float | None, typer.Option("--seconds", "-s", parser=at_least(0.1), help="Stop after this time (default: at Ctrl+C).")]
Record = Annotated[str, typer.Option("--record", help="Also write the voice to this file (WAV or FLAC).")]
RecordInput = Annotated[str, typer.Option("--record-input", help="Also write what went in to this file (WAV or FLAC).")]
Virtual = Annotated[
    bool, typer.Option("--virtual-microphone/--no-virtual-microphone", help="Without --output: whether the voice goes into it.")
]
Control = Annotated[bool, typer.Option("--control", help="Lets programs on this machine steer the voice: urvc ctl, Stream Deck, OBS.")]
ControlPort = Annotated[int | None, typer.Option("--control-port", min=0, max=65535, help="The same, at this port (0: any that is free).")]
Ready = Annotated[
    list[str] | None,
    typer.Option("--ready", metavar="VOICE", help="Also loads this voice, for a quick change to it. May be given more than once."),
]


@with_settings()
def live(
    voice: Voice = "natural",
    seconds: Seconds = None,
    record: Record = "",
    record_input: RecordInput = "",
    virtual: Virtual = True,
    control: Control = False,
    control_port: ControlPort = None,
    ready: Ready = None,
    as_json: Json = False,
    **settings: Any,
) -> None:
    """Microphone in, another voice out, until Ctrl+C. Without --output the voice goes into the virtual microphone."""
    with reported(as_json), EngineClient() as engine:
        config, params = split(settings)
        find_voice(voice)  # a name that does not exist is said before anything takes time or makes a microphone
        also = [find_voice(name).id for name in ready or ()]
        if not as_json:
            with interruptible() as interrupted:
                calibrate_first(engine, voice, interrupted)
        config = into_microphone(engine, config, as_json) if virtual else config
        command = Start(voice=voice, config=config, params=params, record_output=record, record_input=record_input, ready=also)
        if control or control_port is not None:
            # Here, because the web server behind it takes a quarter of a second to import, and every command imports this one.
            from app.commands.live_control import run_steered

            run_steered(engine, command, seconds, control_port, as_json)
        else:
            run_live(engine, command, seconds, as_json)


def run_live(engine: EngineClient, command: Start, seconds: float | None, as_json: bool) -> Stopped:
    """Starts, shows the meter (or JSON lines) until `seconds` have passed, Ctrl+C, or the end of the input; returns the closing event.

    Raises AppError when the engine could not start or had to stop.
    """
    with interruptible() as interrupted:
        started = engine.answer(command, Started, meanwhile=lambda event: show_news(event, None, as_json))
        if isinstance(started, Failed):
            raise raised(started)
        assert isinstance(started, Started)
        say_started(started, as_json)
        stopped = _follow(engine, started, seconds, interrupted, as_json)
    say_stopped(stopped, as_json)
    return stopped


def _follow(engine: EngineClient, started: Started, seconds: float | None, interrupted: threading.Event, as_json: bool) -> Stopped:
    deadline = time.monotonic() + seconds if seconds else float("inf")
    asked = False
    with meter_screen(as_json) as screen:
        while True:
            for event in engine.events(POLL_S):
                if isinstance(event, Stopped) and event.reason != "failed":
                    return event
                if isinstance(event, Stopped):
                    with suppress(AppError):  # the reason for the end comes next, and is what is said
                        say_stopped(event, as_json)
                elif isinstance(event, Failed):
                    raise raised(event)
                else:
                    show_news(event, screen, as_json)
                if time.monotonic() >= deadline or interrupted.is_set():
                    break
            if asked and time.monotonic() >= deadline:
                raise AppError("engine.no_answer", "stop", started.voice, {"seconds": STOP_S})
            if not asked and (time.monotonic() >= deadline or interrupted.is_set()):
                engine.send(Stop())
                asked, deadline = True, time.monotonic() + STOP_S
