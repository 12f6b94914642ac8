"""How commands speak: to a person (rich, on the terminal) or to a program (`--json`, one object a line on standard output)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer
from rich.console import Console

from app.error_text import error_text
from app.errors import AppError
from engine.errors import EngineError
from engine.link.messages import Event, Failed
from models.errors import ModelError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

FAILED = 1


def say_json(values: Mapping[str, object] | Event) -> None:
    """One line of JSON on standard output."""
    text = values.model_dump_json() if isinstance(values, Event) else json.dumps(values, ensure_ascii=False)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def reported(as_json: bool) -> Iterator[None]:
    """Turns an expected fault inside the block into one plain sentence and exit status 1; Ctrl+C ends quietly."""
    try:
        yield
    except (AppError, EngineError, ModelError) as error:
        report(error.code, error.doing, error.subject, error.facts, as_json)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def report(code: str, doing: str, subject: str, facts: Mapping[str, object], as_json: bool) -> None:
    """Says what went wrong and what to do: to a person on standard error, to a program as JSON."""
    text = error_text(code, doing, subject, facts)
    if as_json:
        say_json({"error": {"code": code, "doing": doing, "subject": subject, "facts": dict(facts), "text": text}})
    else:
        errors.print(text, style="red", markup=False, soft_wrap=True)


def raised(event: Failed) -> AppError:
    """A `failed` event as the exception that `reported` tells."""
    return AppError(event.code, event.doing, event.subject, event.facts)
