"""The command line: which commands there are. Each lives in a file of its own in app/commands."""

from __future__ import annotations

import typer

from app.commands.convert import convert
from app.commands.demo import demo, run_demo
from app.commands.devices import devices
from app.commands.doctor import doctor
from app.commands.foundation import foundation
from app.commands.latency import latency
from app.commands.live import live
from app.commands.voices import voices
from app.commands.microphone import microphone

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
app.command()(doctor)
app.command()(microphone)
app.command()(latency)
app.add_typer(voices, name="voices")
app.add_typer(foundation, name="foundation")


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Without a command: the demo (the window takes its place once there is one)."""
    if context.invoked_subcommand is None:
        run_demo()
