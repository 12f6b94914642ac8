"""The API over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from engine.config import LiveParams, settings_of
from tests.app.control.conftest import Open
from tests.app.control.http import request


def test_says_what_it_is(channel: Open) -> None:
    answer = request(channel.port, "GET", "/v1", token=channel.token)
    assert (answer.status, answer.json["program"], answer.json["api"]) == (200, "urvc", 1)
    assert answer.headers["content-type"].startswith("application/json")


def test_status_voices_and_controls(channel: Open) -> None:
    status = channel.get("status").json["status"]
    assert status["voice"] == {"id": "robot", "name": "Robot"}
    assert status["on"] is True
    assert status["error"] is None
    voices = channel.get("voices").json["voices"]
    assert [(voice["id"], voice["ready"]) for voice in voices] == [("robot", True), ("giant", True), ("mine", False)]
    assert voices[2]["name"] == 'Ünï "q" 🎤'
    controls = {control["name"]: control for control in channel.get("controls").json["controls"]}
    assert set(controls) == set(settings_of(LiveParams)) - {"bypass", "muted"}
    assert (controls["pitch_st"]["short"], controls["pitch_st"]["low"], controls["pitch_st"]["high"]) == ("pitch", -24, 24)


@pytest.mark.parametrize(("what", "field"), [("on", "on"), ("bypass", "bypass"), ("mute", "muted"), ("monitor", "monitor")])
def test_switches(channel: Open, what: str, field: str) -> None:
    for value, wanted in ((True, True), ("toggle", False), ("toggle", True), (False, False)):
        assert channel.post(what, {"value": value}).json["status"][field] is wanted
        assert getattr(channel.steering.status(), field) is wanted


def test_a_voice_by_id_or_name(channel: Open) -> None:
    assert channel.post("voice", {"voice": "GIANT"}).json["status"]["voice"]["id"] == "giant"
    missing = channel.post("voice", {"voice": "giantt"})
    assert (missing.status, missing.code) == (404, "voice.not_found")
    assert "giant" in missing.json["error"]["text"]
    broken = channel.post("voice", {"voice": "mine"})
    assert (broken.status, broken.code) == (409, "inference.missing")
    assert channel.steering.status().voice_id == "giant"


def test_controls_by_long_and_short_name_all_or_none(channel: Open) -> None:
    assert channel.post("params", {"values": {"pitch": 3, "formant_st": -1.5}}).status == 200
    assert channel.steering.status().params == {"pitch_st": 3, "formant_st": -1.5}
    for values, code in (
        ({"pitch": 5, "pich": 1}, "control.unknown_param"),
        ({"formant": 1, "pitch": 99}, "config.range"),
        ({"muted": 1}, "control.unknown_param"),
    ):
        refused = channel.post("params", {"values": values})
        assert (refused.status, refused.code) == (400, code)
    assert "pitch" in channel.post("params", {"values": {"pich": 1}}).json["error"]["text"]
    assert channel.steering.status().params == {"pitch_st": 3, "formant_st": -1.5}


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("on", b""),
        ("on", b"{}"),
        ("on", b"[]"),
        ("on", b"nonsense"),
        ("on", b'{"value":1}'),
        ("on", b'{"value":"yes"}'),
        ("on", b'{"value":true,"more":1}'),
        ("on", b'{"value":true,"do":"bypass"}'),
        ("on", b'{"value":true,"id":"x"}'),
        ("on", b"\xff\xfe"),
        ("on", b"[" * 9000),
        ("voice", b'{"voice":""}'),
        ("voice", b'{"voice":7}'),
        ("voice", b'{"voice":"' + b"x" * 201 + b'"}'),
        ("params", b'{"values":{}}'),
        ("params", b'{"values":{"pitch":NaN}}'),
        ("params", b'{"values":{"pitch":Infinity}}'),
        ("params", b'{"values":{"pitch":"3"}}'),
        ("params", b'{"values":{"pitch":true}}'),
    ],
)
def test_what_is_no_request_is_refused_and_changes_nothing(channel: Open, what: str, body: bytes) -> None:
    before = channel.steering.status()
    answer = request(channel.port, "POST", f"/v1/{what}", token=channel.token, body=body)
    assert (answer.status, answer.code) == (400, "control.malformed"), answer.body
    assert channel.steering.status() == before


def test_too_long(channel: Open) -> None:
    answer = request(channel.port, "POST", "/v1/on", token=channel.token, body=b" " * 17_000 + b'{"value":true}')
    assert (answer.status, answer.code) == (413, "control.too_long")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/v2/status"), ("GET", "/v1/on"), ("DELETE", "/v1/status"), ("POST", "/v1")]
)
def test_no_such_address(channel: Open, method: str, path: str) -> None:
    answer = request(channel.port, method, path, token=channel.token)
    assert (answer.status, answer.code) == (404, "control.no_route")


def test_mute_need_not_wait_for_a_voice_that_is_loading(channel: Open) -> None:
    import threading

    answers: list[Any] = []
    channel.steering.released.clear()
    slow = threading.Thread(target=lambda: answers.append(channel.post("voice", {"voice": "giant"})))
    slow.start()
    channel.steering.wait_for_waiting(1)
    quick = threading.Thread(target=lambda: channel.post("mute", {"value": True}))
    quick.start()
    channel.steering.wait_for_waiting(2)  # both are inside: neither waits for the other's end
    assert channel.get("status").json["status"]["muted"] is False
    channel.steering.released.set()
    slow.join()
    quick.join()
    assert answers[0].status == 200
    assert channel.steering.status().muted


def test_too_fast(channel: Open) -> None:
    codes = [channel.get("status").status for _ in range(130)]
    assert codes[:50] == [200] * 50
    assert 429 in codes
