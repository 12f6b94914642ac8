from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.error_text import SENTENCES, error_text
from app.model_commands import command_for

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r'(?:Error|Notice)\(\s*(?:code=)?"([a-z_]+\.[a-z_]+)"|code = "([a-z_]+\.[a-z_]+)"')


def codes_in_the_source() -> set[str]:
    sources = [path for package in ("app", "engine", "models") for path in (ROOT / package).rglob("*.py")]
    return {a or b for path in sources for a, b in RAISED.findall(path.read_text(encoding="utf-8"))}


def test_every_code_that_can_be_raised_has_its_sentence() -> None:
    found = codes_in_the_source() - {"model.error"}
    assert {"device.not_found", "voice.not_found", "file.empty", "config.range", "link.malformed", "device.lost"} <= found
    assert found <= set(SENTENCES), f"no sentence for {sorted(found - set(SENTENCES))}"


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_stands_even_when_facts_are_missing(code: str) -> None:
    text = error_text(code, "do something", "the subject")
    assert text.endswith((".", "list", "devices", "doctor", "robot", "Get it with: -"))
    assert "{" not in text


def test_the_nearest_names_are_offered() -> None:
    text = error_text("voice.not_found", "find the voice", "robbot", {"nearest": ["robot", "radio"]})
    assert "Did you mean robot, radio?" in text


@pytest.mark.parametrize(
    ("models", "command"),
    [
        ((), ""),
        (("contentvec", "rmvpe"), "urvc foundation fetch contentvec rmvpe"),
        (("rmvpe",), "urvc foundation fetch rmvpe"),
        (("spin-v2", "rmvpe"), "urvc foundation add FILE --as spin-v2"),
    ],
)
def test_what_is_missing_is_got_with_one_command(models: tuple[str, ...], command: str) -> None:
    assert command_for(models) == command
    if models:
        text = error_text("inference.missing", "open the voice", "anna", {"model": models[0]})
        assert text.endswith(f"Get it with: {command_for(models[:1])}")


def test_an_unknown_code_still_says_what_was_being_done() -> None:
    assert error_text("odd.code", "play", "x") == "Could not play: x [odd.code]"


def test_a_machine_without_sound_is_told_what_to_do() -> None:
    text = error_text("device.none", "find the default input device")
    assert text == "No sound device was found. Plug one in or switch it on, and see what the system has with: urvc devices"
    text = error_text("device.none", "load PortAudio", "portaudio", {"package": "libportaudio2", "reason": "no such file"})
    assert "Install the package libportaudio2" in text
