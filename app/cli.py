"""The command line: which commands there are. Each lives in a file of its own in app/commands."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.calibrate import calibrate
from app.commands.convert import convert
from app.commands.ctl import main as steer
from app.commands.demo import demo, run_demo
from app.commands.devices import devices
from app.commands.doctor import doctor
from app.commands.foundation import foundation
from app.commands.latency import latency
from app.commands.live import live
from app.commands.microphone import microphone
from app.commands.obs import obs
from app.commands.voices import voices

app = typer.Typer(
    name="urvc",
    help="Real-time voice changer: speak, and another voice comes out.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(demo)
app.command()(live)
app.command()(convert)
app.command()(devices)
app.command()(microphone)
app.command()(doctor)
app.command()(latency)
app.command()(calibrate)
app.add_typer(voices, name="voices")
app.add_typer(foundation, name="foundation")
app.add_typer(obs, name="obs")


@app.command("ctl", context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
def ctl(context: typer.Context) -> None:
    """Steers the program that runs, from another terminal or a script (urvc ctl --help)."""
    raise typer.Exit(steer(context.args))


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    minimised: Annotated[bool, typer.Option("--minimised", help="Start the window minimised.")] = False,
    selfcheck: Annotated[bool, typer.Option("--selfcheck", help="Test this installation: one line of JSON, exit status 0 or 1.")] = False,
) -> None:
    """Without a command: the window (app/__main__.py); where there is no display, the demo."""
    if context.invoked_subcommand is None:
        run_demo()
