"""Whether a foreign voice can be spoken with, tried before it goes in the library: in a process of its own, which may take only so much."""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import InferenceError
from engine.synth.rvc_foreign import ForeignGraph
from models.errors import BadVoiceFile


def try_foreign_voice(model: bytes, phone_dim: int, cancelled: Callable[[], bool]) -> None:
    """Opens the graph and speaks two windows with it.

    phone_dim: of the features that it will be given. Raises BadVoiceFile (`reason` unrunnable_graph) where it does not speak within the
    limits; returns early where it was cancelled.
    """
    try:
        ForeignGraph(model, "voice", phone_dim, cancelled).close()
    except InferenceError as error:
        if error.code != "inference.voice_left":
            raise BadVoiceFile("try the voice", "voice", reason="unrunnable_graph", detail=str(error.facts["reason"])) from None
