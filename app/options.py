"""Options of the command line, made from the one settings table (engine/config.py), and what they mean to the engine.

An option that is not given is not sent: the voice's own proposal, or the engine's default, is in force.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.number_text import number_of, whole_number_of
from engine.config import EngineConfig, LiveParams, Setting, settings_of, with_values

if TYPE_CHECKING:
    from engine.link.messages import Values

Voice = Annotated[str, typer.Option("--voice", "-v", help="Voice by name (see: urvc voices list).")]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON object a line.")]

MOMENTS = tuple(name for name, rule in settings_of(LiveParams).items() if rule.kept == "moment")
"""What is switched while a voice is heard."""
LIVE_ONLY = tuple(name for name, rule in settings_of(EngineConfig).items() if rule.acts != "rebuild")
"""What a file has no use for: devices and what is theirs."""
BEYOND_TELLING = 1e6


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


def number(text: str) -> float:
    """A number as typed. Raises typer.BadParameter, which names the option."""
    try:
        return number_of(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a number. Write 2.5 or 2,5, without marks between thousands.") from None


def whole_number(text: str) -> int:
    """Likewise, without decimals."""
    try:
        return whole_number_of(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a whole number. Write 40, without marks between thousands.") from None


def at_least(low: float) -> Callable[[str], float]:
    """A parser for numbers of `low` or more."""

    def number_from(text: str) -> float:
        if (value := number(text)) < low:
            raise typer.BadParameter(f"{text} is less than {low:g}.")
        return value

    return number_from


def split(settings: dict[str, Any]) -> tuple[Values, Values]:
    """Given settings as (config, params) of the link's messages. Raises ConfigError for one that cannot be: said before anything begins."""
    live = settings_of(LiveParams)
    config, params = {n: v for n, v in settings.items() if n not in live}, {n: v for n, v in settings.items() if n in live}
    with_values(EngineConfig(), config)
    with_values(LiveParams(), params)
    return config, params


def _table() -> list[tuple[str, type, Setting]]:
    return [(f.name, type(f.default), f.metadata["setting"]) for record in (LiveParams, EngineConfig) for f in fields(record)]


def _parameter(name: str, kind: type, rule: Setting) -> inspect.Parameter:
    flags = [f"--{rule.option}/--no-{rule.option}" if kind is bool else f"--{rule.option}"]
    flags += [f"-{rule.letter}"] if rule.letter else []
    parsers: dict[type, Callable[[str], float]] = {float: number, int: whole_number}
    option = typer.Option(*flags, help=_help(rule), show_default=False, parser=parsers.get(kind))
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option])


def _help(rule: Setting) -> str:
    return " ".join(f"{part}." for part in (rule.label, rule.help, allowed(rule)) if part)


def allowed(rule: Setting) -> str:
    """What it may be, in words: "10 to 500 ms, in steps of 10"; "" where it is any text, a switch, or a number beyond all telling."""
    if rule.choices:
        return f"One of {', '.join(rule.choices)}"
    if rule.low is None or rule.high is None or rule.high - rule.low > BEYOND_TELLING:
        return ""
    steps = f", in steps of {rule.step:g}" if rule.step else ""
    return f"{rule.low:g} to {rule.high:g} {rule.unit}".rstrip() + steps
