"""`urvc ctl` among the other commands; alone on the line it is answered without them (app/__main__.py)."""

from __future__ import annotations

import typer

from app.commands.ctl import main as steer


def ctl(context: typer.Context) -> None:
    """Steers the program that runs, from another terminal or a script (urvc ctl --help)."""
    raise typer.Exit(steer(context.args))
