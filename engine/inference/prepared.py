"""Where graphs lie that were made from others for this machine: beside them, so that they go with their voice. They can be made again, and
may be deleted at any time."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

MOST_KEPT = 24


def prepared_path(graph: Path, kind: str, layout: int, folder: Path | None = None) -> Path:
    """Where the `kind` form of `graph` is, or would be: in a hidden folder of that name beside it, unless `folder` is
    given.

    layout: changes with how the form is written, so that older files are not used.
    """
    about = graph.stat()
    key = hashlib.sha256(f"{layout}|{graph.name}|{about.st_size}|{about.st_mtime_ns}".encode()).hexdigest()[:24]
    return (folder or graph.parent / f".{kind}") / f"{key}.onnx"


def prune(folder: Path) -> None:
    """The oldest forms beyond MOST_KEPT go."""
    kept = sorted(folder.glob("*.onnx"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT:]:
        with suppress(OSError):
            path.unlink()
