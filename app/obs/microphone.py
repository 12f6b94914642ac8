"""What our virtual microphone is called, for finding it in OBS's list."""

from __future__ import annotations

import sys

from app.engine_client import SOUND_SERVER_S, EngineClient
from app.errors import AppError
from engine.audio.virtual_mic.linux import NAME
from engine.link.messages import Failed, MicrophoneReady, ProvideMicrophone


def microphone_name() -> str:
    """On Linux the name that the running program gives it; elsewhere that of the cable which is installed.

    Raises AppError `microphone.none` where there is none.
    """
    if sys.platform.startswith("linux"):
        return NAME  # asking an engine of our own would make a second one
    with EngineClient() as engine:
        answer = engine.answer(ProvideMicrophone(), MicrophoneReady, timeout_s=SOUND_SERVER_S)
    if isinstance(answer, Failed):
        raise AppError(answer.code, answer.doing, answer.subject, answer.facts)
    assert isinstance(answer, MicrophoneReady)
    return answer.name
