"""One line for whatever went wrong."""

from __future__ import annotations

import pytest

from app.errors import AppError
from app.viewmodels.messages import message_of
from engine.errors import EngineError
from engine.link.messages import Failed
from models.errors import VoiceNotFound

FAULTS = [
    (Failed(code="device.busy", doing="listen", subject="Yeti"), "device.busy", "Yeti"),
    (
        AppError("control.port", "open the control channel", "24048", {"reason": "Address already in use"}),
        "control.port",
        "Address already in use",
    ),
    (EngineError("live.recording", "record", "one.wav"), "live.recording", "Finish it first"),
    (VoiceNotFound("robbot", ["robot"]), "voice.not_found", "robbot"),
    (RuntimeError("something unforeseen"), "app.fault", "something unforeseen"),
]


@pytest.mark.parametrize(("fault", "code", "words"), FAULTS)
def test_a_fault_keeps_its_code_and_is_said_with_its_facts(fault: Exception | Failed, code: str, words: str) -> None:
    message = message_of(fault)
    assert (message.level, message.code, message.action) == ("bad", code, None)
    assert words in message.text
    assert "{" not in message.text
