"""How commands speak: to a person (rich, on the terminal) or to a program (`--json`, one object a line on standard output)."""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from app.error_text import error_text
from app.errors import AppError
from app.plain_output import json_line
from jobs.errors import CodedError

if TYPE_CHECKING:
    from engine.link.messages import Event, Failed

console = Console(highlight=False, markup=False, emoji=False)
"""Names come from other people's files and devices: what is printed is text, never markup. Looks are given by `style`."""
errors = Console(stderr=True, highlight=False, markup=False, emoji=False)

FAILED = 1


def say_json(values: Mapping[str, object] | Event, patience_s: float = float("inf")) -> None:
    """One line of JSON on standard output; left out where nobody has read what is there already for `patience_s`."""
    if patience_s < float("inf") and not _is_read(patience_s):
        return
    sys.stdout.write(json_line(values if isinstance(values, Mapping) else json.loads(values.model_dump_json())) + "\n")
    sys.stdout.flush()


def _is_read(patience_s: float) -> bool:
    """Whether standard output takes a line, within that time. (Windows cannot tell.)"""
    try:
        descriptor = sys.stdout.fileno()
        return bool(sys.platform == "win32" or select.select([], [descriptor], [], patience_s)[1])
    except (OSError, ValueError):  # not a real stream
        return True


@contextmanager
def reported(as_json: bool) -> Iterator[None]:
    """Turns an expected fault inside the block into one plain sentence and exit status 1; Ctrl+C ends quietly."""
    try:
        yield
    except CodedError as error:
        report(error.code, error.doing, error.subject, error.facts, as_json)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def report(code: str, doing: str, subject: str, facts: Mapping[str, object], as_json: bool) -> None:
    """Says what went wrong and what to do: to a person on standard error, to a program as JSON. Settings are called as they were typed."""
    option = _option(subject) if code.startswith("config.") else ""
    text = error_text(code, doing, f"--{option}" if option else subject, facts)
    if as_json:
        say_json({"error": {"code": code, "doing": doing, "subject": subject, "facts": dict(facts), "text": text}})
    else:
        errors.print(text, style="red", soft_wrap=True)


def _option(setting: str) -> str:
    from engine.config import option_of

    return option_of(setting)


def raised(event: Failed) -> AppError:
    """A `failed` event as the exception that `reported` tells."""
    return AppError(event.code, event.doing, event.subject, event.facts)
