"""The options of the command line: every setting has one, and it says what it takes."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from app.options import LIVE_ONLY, MOMENTS, allowed, at_least, split, with_settings
from engine.config import EngineConfig, LiveParams, declared, settings_of, with_values


def run(*arguments: str) -> tuple[dict[str, Any], str, int]:
    """What a command receives, what it prints, its status."""
    program = typer.Typer(rich_markup_mode=None)
    received: dict[str, Any] = {}

    @with_settings()
    def command(seconds: Annotated[float | None, typer.Option("--seconds", parser=at_least(0.1))] = None, **settings: Any) -> None:
        received.update(settings, **({"seconds": seconds} if seconds is not None else {}))

    program.command()(command)
    result = CliRunner().invoke(program, list(arguments), env={"COLUMNS": "500"})
    return received, " ".join(result.output.split()), result.exit_code


@pytest.mark.parametrize(("text", "value"), [("2,5", 2.5), ("2.5", 2.5), ("-0,5", -0.5), ("3", 3.0)])
def test_numbers_have_a_point_or_a_comma(text: str, value: float) -> None:
    assert run("--pitch", text, "--gain", text) == ({"pitch_st": value, "output_gain_db": value}, "", 0)


@pytest.mark.parametrize(
    ("option", "text"),
    [("--pitch", "1,000"), ("--pitch", "high"), ("--hop", "2,5"), ("--hop", "1_0"), ("--seconds", "1.000,5"), ("--seconds", "0,05")],
)
def test_what_is_no_number_is_refused_by_the_name_of_the_option(option: str, text: str) -> None:
    received, said, status = run(option, text)
    assert (received, status) == ({}, 2)
    assert option in said
    assert text in said


def test_every_setting_has_an_option_that_says_what_it_is_and_may_be() -> None:
    said = run("--help")[1]
    for name, rule in declared().items():
        assert f"--{rule.option}" in said, name
        for words in (rule.label, rule.help, allowed(rule)):
            assert words in said, name
        assert not rule.letter or f"-{rule.letter}, --{rule.option}" in said


def test_the_range_of_the_hop_is_said_with_its_steps() -> None:
    assert allowed(settings_of(EngineConfig)["hop_ms"]) == "10 to 500 ms, in steps of 10"
    assert allowed(settings_of(LiveParams)["breath"]) == "0 to 1"
    assert allowed(settings_of(EngineConfig)["seed"]) == ""


def test_files_have_no_devices_and_nobody_who_mutes() -> None:
    assert set(LIVE_ONLY) == {"input", "channel", "output", "monitor", "monitor_gain_db", "backend", "margin_ms"}
    assert set(MOMENTS) == {"bypass", "muted"}


def test_what_is_given_is_what_the_engine_takes() -> None:
    received, _, _ = run("--pitch", "3", "--hop", "40", "--denoise", "--input", "Yeti")
    config, params = split(received)
    assert with_values(LiveParams(), params) == LiveParams(pitch_st=3.0)
    assert with_values(EngineConfig(), config) == EngineConfig(hop_ms=40, denoise=True, input="Yeti")
