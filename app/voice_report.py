"""How voices and foundation models are described: one record for programs, the same words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from app.errors import AppError
from app.model_commands import command_for
from engine.kinds.voices import can_speak
from models.foundation import FoundationLibrary, ModelStatus
from models.voice import Voice
from models.voices import Need, needs_of, unfit_encoder

CANNOT_SPEAK = "of a kind that this version cannot speak"
MODEL_STATES = {
    "ready": "ready",
    "missing": "not here",
    "by_hand": "file is here, not converted yet",
    "broken": "damaged",
}


def voice_record(voice: Voice, foundation: FoundationLibrary) -> dict[str, object]:
    """A voice for `--json`: its record, and for own voices what is missing and the one command that gets it."""
    needs = needs_of(voice, foundation)
    record: dict[str, object] = asdict(voice)
    if voice.rvc is not None:
        record["rvc"] = {**asdict(voice.rvc), "folder": str(voice.rvc.folder)}
    own = voice.rvc is not None
    missing = [{**asdict(need), "command": command_for([need.model])} for need in needs]
    return {
        **record,
        "own": own,
        "state": state_of(voice, needs, unfit_encoder(voice, foundation)),
        "needs": missing,
        "command": command_of(needs),
    }


def command_of(needs: tuple[Need, ...]) -> str:
    """The one command that gets what a voice needs; "" where it needs nothing."""
    return command_for([need.model for need in needs])


def state_of(voice: Voice, needs: tuple[Need, ...], unfit: str = "") -> str:
    """In a few words, whether the voice can be spoken with. unfit: an encoder that is here and does not fit (`unfit_encoder`)."""
    if not can_speak(voice):
        return CANNOT_SPEAK
    if unfit:
        return f"needs another {unfit} than the one that is here"
    required = [need.model for need in needs if need.required]
    if required:
        return f"needs {', '.join(required)}"
    return f"ready, better with {', '.join(need.model for need in needs)}" if needs else "ready"


def model_record(status: ModelStatus) -> dict[str, object]:
    """A foundation model for `--json`."""
    record: dict[str, object] = {"name": status.name, "state": status.state, "detail": status.detail, "command": model_command(status)}
    if status.published is not None:
        record |= {"published": asdict(status.published)}
    if status.model is not None:
        record |= {"folder": str(status.model.folder), "manifest": status.model.manifest.model_dump(mode="json")}
    return record


def model_command(status: ModelStatus) -> str:
    """What to do about a model; "" if it is ready."""
    if status.state == "ready":
        return ""
    return command_for([status.name])


@contextmanager
def on_disk(doing: str, subject: str) -> Iterator[None]:
    """A refusal of the file system inside the block becomes a coded fault."""
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise AppError("import.disk", doing, subject, {"reason": f"{error.strerror or error}{place}"}) from None
