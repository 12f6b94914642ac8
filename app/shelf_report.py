"""How voices and foundation models are described: one record for programs, the same words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from app.errors import AppError
from models.foundation import FoundationShelf, ModelStatus
from models.shelf import Need, command_for, needs_of, speakable
from models.voice import Voice

NOT_YET = "imported; live use follows"
MODEL_STATES = {
    "ready": "ready",
    "missing": "not here",
    "by_hand": "file is here, not converted yet",
    "broken": "damaged",
}


def voice_record(voice: Voice, foundation: FoundationShelf) -> dict[str, object]:
    """A voice for `--json`: its record, and for own voices what is missing and the one command that gets it."""
    needs = needs_of(voice, foundation)
    record: dict[str, object] = asdict(voice)
    if voice.rvc is not None:
        record["rvc"] = {**asdict(voice.rvc), "folder": str(voice.rvc.folder)}
    own = voice.rvc is not None
    return {**record, "own": own, "state": state_of(voice, needs), "needs": [asdict(need) for need in needs], "command": command_for(needs)}


def state_of(voice: Voice, needs: tuple[Need, ...]) -> str:
    """In a few words, whether the voice can be spoken with."""
    if not speakable(voice):
        return NOT_YET
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
    return f"urvc foundation fetch {status.name}" if status.published else f"urvc foundation add FILE --as {status.name}"


@contextmanager
def on_disk(doing: str, subject: str) -> Iterator[None]:
    """A refusal of the file system inside the block becomes a coded fault."""
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise AppError("import.disk", doing, subject, {"reason": f"{error.strerror or error}{place}"}) from None
