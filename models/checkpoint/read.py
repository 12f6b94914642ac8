"""A checkpoint file of any of the known containers, read as data."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from models.checkpoint.limits import DEFAULT_LIMITS, Limits
from models.checkpoint.lookalikes import HEAD_BYTES, told_apart
from models.checkpoint.malformed import MalformedError
from models.checkpoint.safetensors import looks_like_safetensors, read_safetensors
from models.checkpoint.source import FileBytes
from models.checkpoint.torch_legacy import MAGIC, MAGIC_BYTES, read_torch_legacy
from models.checkpoint.torch_zip import read_torch_zip
from models.errors import BadVoiceFile

Checkpoint = dict[str, object]


def read_checkpoint(path: Path, limits: Limits = DEFAULT_LIMITS) -> Checkpoint:
    """The dict in `path` (torch's zip or legacy container, or safetensors): plain values, C-contiguous numpy arrays, ForeignObjects.

    Arrays may be read-only; bfloat16 comes as float32, other types as they are. Nothing in the file is executed. Nested values may be deep
    or cyclic in a hostile file: look up what you need, never walk, compare or print the whole.
    Raises BadVoiceFile (`reason`: damaged, too_large, unsupported, not_a_checkpoint, and those of lookalikes; `detail`),
    OSError where the file cannot be opened.
    """
    return _read(path, limits, outline=False)


def read_outline(path: Path, limits: Limits = DEFAULT_LIMITS) -> Checkpoint:
    """Like `read_checkpoint`, with a TensorOutline (shape, type) for each tensor: cheap, whatever the size of the file."""
    return _read(path, limits, outline=True)


def _read(path: Path, limits: Limits, outline: bool) -> Checkpoint:
    try:
        with FileBytes(path, limits) as source:
            value = _value(source, limits, outline)
    except MalformedError as error:
        raise BadVoiceFile("read the checkpoint", path.name, reason=error.reason, detail=error.detail) from None
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadVoiceFile("read the checkpoint", path.name, reason="not_a_checkpoint", detail="the file holds no table of named values")
    return cast("Checkpoint", value)


def _value(source: FileBytes, limits: Limits, outline: bool) -> object:
    head = source.read(0, min(source.size, HEAD_BYTES))
    if (other := told_apart(head)) is not None:
        raise other
    head = head[:32]
    if head[:2] == b"PK":
        return read_torch_zip(source, limits, outline)
    if MAGIC_BYTES in head or str(MAGIC).encode() in head:
        return read_torch_legacy(source, limits, outline)
    if looks_like_safetensors(source):
        return read_safetensors(source, limits, outline)
    raise MalformedError("not_a_checkpoint", "the file is neither of torch's containers nor safetensors")
