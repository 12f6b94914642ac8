"""The command line: which commands there are. Each lives in a file of its own in app/commands, which is loaded when it is called."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from app.lazy_commands import LazyCommand, lazy_group

COMMANDS = (
    LazyCommand(
        "demo",
        "app.commands.demo:demo",
        "A bundled recording through the live engine, to the speakers or (where there are none) to a file.",
    ),
    LazyCommand("live", "app.commands.live:live", "Microphone in, another voice out, until Ctrl+C."),
    LazyCommand("convert", "app.commands.convert:convert", "Turns audio files into another voice."),
    LazyCommand("devices", "app.commands.devices:devices", "Lists the sound devices."),
    LazyCommand(
        "microphone", "app.commands.microphone:microphone", "Says which virtual microphone other programs find, or what to install."
    ),
    LazyCommand("doctor", "app.commands.doctor:doctor", "Looks at this machine: what was found, what is missing, what to do."),
    LazyCommand(
        "latency",
        "app.commands.latency:latency",
        "Measures the true delay from input to output with test sounds, through the running engine.",
    ),
    LazyCommand(
        "calibrate",
        "app.commands.calibrate:calibrate",
        "Finds how RVC voices run best on this machine: runtime, precision, block and context.",
    ),
    LazyCommand(
        "ctl",
        "app.commands.ctl_command:ctl",
        "Steers the program that runs, from another terminal or a script (urvc ctl --help).",
        {"context_settings": {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}},
    ),
    LazyCommand("voices", "app.commands.voices:voices", "Voices: what there is to speak with."),
    LazyCommand("train", "app.commands.train:train", "Trains a voice from a folder of recordings, or checks them first."),
    LazyCommand("foundation", "app.commands.foundation:foundation", "Foundation models: what RVC voices need beside themselves."),
    LazyCommand("studio", "app.commands.studio:studio", "The studio: songs, speech and files."),
    LazyCommand("gpu", "app.commands.gpu:gpu", "The graphics card: what is there, and NVIDIA's libraries for it."),
    LazyCommand("obs", "app.commands.obs:obs", "The voice in OBS Studio (28 or newer)."),
)

app = typer.Typer(
    cls=lazy_group(*COMMANDS),
    name="urvc",
    help="Real-time voice changer: speak, and another voice comes out.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    minimised: Annotated[bool, typer.Option("--minimised", help="Start the window minimised.")] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help="Say the version and end.")] = False,
    selfcheck: Annotated[bool, typer.Option("--selfcheck", help="Test this installation: one line of JSON, exit status 0 or 1.")] = False,
) -> None:
    """Without a command: the window (app/__main__.py); where there is no display, the demo."""
    if context.invoked_subcommand is None:
        from app.commands.demo import run_demo

        run_demo()


def run(arguments: list[str]) -> None:
    """Carries out a command line and ends the process. Who asks for JSON is answered in JSON, also where the line itself is wrong."""
    if "--json" not in arguments:
        app(arguments)
    try:
        status = app(arguments, standalone_mode=False)
    except ClickException as error:
        from app.console import say_json

        say_json(
            {"error": {"code": "command.usage", "doing": "read the command line", "subject": "", "facts": {}, "text": _sentence(error)}}
        )
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(error: ClickException) -> str:
    text = error.format_message()
    return text if text.endswith(".") else f"{text}."
