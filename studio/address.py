"""A song from an address of the web, where the library yt-dlp is installed (an optional extra)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jobs.context import JobContext
from jobs.errors import WorkCancelled
from studio.errors import StudioError

DOING = "download the song"


def is_address(word: str) -> bool:
    """Whether `word` is an address rather than a path."""
    return urlsplit(word).scheme.lower() in ("http", "https")


def fetch_song(address: str, folder: Path, context: JobContext) -> Path:
    """The best sound of what is at `address`, in `folder`. Raises StudioError `studio.no_yt_dlp`, `studio.address`, WorkCancelled."""
    try:
        import yt_dlp
    except ImportError:
        raise StudioError("studio.no_yt_dlp", DOING, address) from None

    def follow(status: dict[str, Any]) -> None:
        whole = status.get("total_bytes") or status.get("total_bytes_estimate") or 0
        context.step(min(1.0, status.get("downloaded_bytes", 0) / whole) if whole else 0.5, "downloading")

    options = {
        "format": "bestaudio/best",
        "outtmpl": str(folder / "%(title).80s.%(ext)s"),
        "noplaylist": True,
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "progress_hooks": [follow],
        "logger": _Quiet(),
    }
    try:
        with yt_dlp.YoutubeDL(options) as downloader:
            found = downloader.extract_info(address, download=True)
            return Path(found["requested_downloads"][0]["filepath"])
    except WorkCancelled:
        raise
    except (yt_dlp.utils.YoutubeDLError, OSError, KeyError, IndexError) as error:
        context.check()
        raise StudioError("studio.address", DOING, address, reason=str(error).replace("ERROR: ", "")[:300]) from None


class _Quiet:
    """What yt-dlp would print goes nowhere: its errors are raised as well."""

    def debug(self, _: str) -> None: ...

    def warning(self, _: str) -> None: ...

    def error(self, _: str) -> None: ...
