"""A voice from an address of the web: into a folder of its own, whole or not at all. What it is, the import finds out."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from app.errors import AppError
from jobs.context import JobContext
from models.importers.sources import MODELS

TIMEOUT_S = 30.0
CHUNK_BYTES = 1 << 18
LIMIT_BYTES = 4 << 30
DOING = "download the voice"


def is_address(word: str) -> bool:
    """Whether `word` is an address rather than a path."""
    return urlsplit(word).scheme.lower() in ("http", "https")


def download_voice(address: str, folder: Path, context: JobContext) -> Path:
    """The file at `address`, in `folder`. Raises AppError `import.address`, WorkCancelled, OSError of the disk."""
    name = Path(unquote(urlsplit(address).path)).name
    if Path(name).suffix.lower() not in (*MODELS, ".zip"):
        raise AppError("import.address", DOING, address, {"reason": "the address is not that of a .pth, .onnx, .safetensors or .zip file"})
    context.step(0.0, "downloading")
    try:
        with urlopen(Request(address, headers={"User-Agent": "urvc"}), timeout=TIMEOUT_S) as answer:
            return _save(answer, folder / name, context)
    except HTTPError as error:
        raise AppError("import.address", DOING, address, {"reason": f"the server says {error.code} {error.reason}"}) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        # URLError is an OSError; a fault of the disk has a file name.
        if getattr(error, "filename", None):
            raise
        raise AppError("import.address", DOING, address, {"reason": str(getattr(error, "reason", error))}) from None


def _save(answer: http.client.HTTPResponse, target: Path, context: JobContext) -> Path:
    wanted = int(answer.headers.get("Content-Length") or 0)
    n_bytes = 0
    with target.open("wb") as file:
        while chunk := answer.read(CHUNK_BYTES):
            n_bytes += len(chunk)
            if n_bytes > LIMIT_BYTES:
                raise ValueError("it is larger than any voice")
            file.write(chunk)
            context.step(n_bytes / wanted if wanted else 0.5, "downloading")
    if n_bytes < wanted:
        raise ValueError("the connection was cut")
    return target
