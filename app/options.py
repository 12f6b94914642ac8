"""Options of the command line, made from the one settings table (engine/config.py), and what they mean to the engine.

An option that is not given is not sent: the voice's own proposal, or the engine's default, is in force.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

import typer

from engine.config import EngineConfig, LiveParams, Setting, settings_of
from engine.link.messages import Values

Voice = Annotated[str, typer.Option("--voice", "-v", help="Voice by name (see: urvc voices list).")]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON object a line.")]

LIVE_ONLY = ("input", "output", "monitor", "monitor_gain_db", "backend", "margin_ms")
SHORT = {"pitch_st": "-p", "formant_st": "-f", "detector": "-d", "input": "-i", "output": "-o", "monitor": "-m"}


def with_settings(leave_out: tuple[str, ...] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorator: puts one option a setting in the place of the function's `**settings`, which receives those that were given."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
        made = [_parameter(name, kind, rule) for name, kind, rule in _table() if name not in leave_out and rule.option]
        parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + made

        def run(**values: Any) -> None:
            wanted = {p.name for p in own}
            command(**{n: v for n, v in values.items() if n in wanted or v is not None})

        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return decorate


def split(settings: dict[str, Any]) -> tuple[Values, Values]:
    """Given settings as (config, params) of the link's messages."""
    live = settings_of(LiveParams)
    return {n: v for n, v in settings.items() if n not in live}, {n: v for n, v in settings.items() if n in live}


def _table() -> list[tuple[str, type, Setting]]:
    return [(f.name, type(f.default), f.metadata["setting"]) for record in (LiveParams, EngineConfig) for f in fields(record)]


def _parameter(name: str, kind: type, rule: Setting) -> inspect.Parameter:
    flags = [f"--{rule.option}/--no-{rule.option}" if kind is bool else f"--{rule.option}"]
    flags += [SHORT[name]] if name in SHORT else []
    option = typer.Option(*flags, help=_help(rule), show_default=False)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option])


def _help(rule: Setting) -> str:
    if rule.choices:
        return f"{rule.label}: {', '.join(rule.choices)}."
    if rule.low is None or rule.option == "seed":
        return f"{rule.label}."
    return f"{rule.label}: {rule.low:g} to {rule.high:g} {rule.unit}".rstrip() + "."
