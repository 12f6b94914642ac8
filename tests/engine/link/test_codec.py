from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LinkError
from engine.link.codec import decode_command, decode_event, encode
from engine.link.messages import Convert, Failed, SetParams, Start, Started
from tests.engine.link.schema import GOLDEN, schema


@pytest.mark.parametrize(
    "command",
    [
        Start(id=3, voice="robot", params={"pitch_st": 2.0}),
        Convert(input="a.wav", output="b.wav", voice="giant"),
        SetParams(params={"bypass": True}),
    ],
)
def test_a_command_survives_the_wire(command: Start | Convert | SetParams) -> None:
    assert decode_command(encode(command)) == command


def test_an_event_survives_the_wire() -> None:
    event = Failed(reply_to=1, code="device.not_found", doing="start", subject="Mikrofon Ü 🎤", facts={"nearest": ["a", "b"]})
    assert decode_event(encode(event)) == event
    assert "\n" not in encode(Started(voice="a\nb", input="", output="", monitor="", params={}, config={}, latency=[]))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "{",
        "[]",
        "null",
        '{"type":"start"}',
        '{"type":"explode"}',
        '{"type":"stop","v":2}',
        '{"type":"stop","extra":1}',
        '{"type":"start","voice":5}',
        "[" * 100_000,
        "\x00\xff",
        '{"type":"set_params","params":' + '{"a":' * 5000 + "1" + "}" * 5001,
        '{"type":"stop","id":' + "9" * 5000 + "}",
    ],
)
def test_anything_else_is_one_coded_error(line: str) -> None:
    with pytest.raises(LinkError) as caught:
        decode_command(line)
    assert caught.value.code == "link.malformed"


@given(st.text(max_size=300))
def test_no_text_raises_anything_but_a_link_error(line: str) -> None:
    with suppress(LinkError):
        decode_command(line)


def test_the_wire_is_what_it_was() -> None:
    assert schema() == json.loads(GOLDEN.read_text(encoding="utf-8"))
