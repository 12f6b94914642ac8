"""What was dropped on the window or pasted, sorted into what can be brought in. Pure, but for a look at whether a path is a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

MODELS = (".pth", ".pt", ".safetensors", ".onnx", ".zip", ".ckpt")
INDEX = ".index"
AUDIO = (".wav", ".flac", ".ogg", ".mp3", ".aiff", ".aif")


@dataclass(frozen=True, slots=True)
class Dropped:
    """`voices`: paths for the import (with what only the import can judge); `index` belongs to the one voice; `addresses` of the web;
    `audio`: a recording that may take the microphone's place; `lone_index`: index files without a voice."""

    voices: tuple[str, ...] = ()
    index: str = ""
    addresses: tuple[str, ...] = ()
    audio: str = ""
    lone_index: tuple[str, ...] = ()


def sort_dropped(words: Sequence[str]) -> Dropped:
    """Paths, file:// and http(s):// addresses."""
    addresses = tuple(word for word in words if urlsplit(word).scheme in ("http", "https"))
    paths = [_path(word) for word in words if word not in addresses]
    indexes = [path for path in paths if path.lower().endswith(INDEX)]
    audio = [path for path in paths if path.lower().endswith(AUDIO)]
    voices = [path for path in paths if path not in indexes and path not in audio]
    one = voices[0] if len(voices) == 1 and not Path(voices[0]).is_dir() else ""
    paired = indexes[0] if one and len(indexes) == 1 else ""
    if indexes and not paired and voices:
        # The import finds the index that lies beside its voice by itself.
        indexes = []
    return Dropped(
        voices=tuple(voices),
        index=paired,
        addresses=addresses,
        audio=audio[0] if audio and not voices else "",
        lone_index=() if paired else tuple(indexes),
    )


def _path(word: str) -> str:
    parts = urlsplit(word)
    return url2pathname(parts.path) if parts.scheme == "file" else word
