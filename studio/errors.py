"""What can go wrong in the studio.

StudioError   a CodedError (jobs/errors.py), `studio.*`: recipe, step, disk, exists, text, ffmpeg, address, long, speaker
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import soundfile

from jobs.errors import CodedError

Fact = str | int | float | list[str]


class StudioError(CodedError):
    """Base of every expected fault of the studio."""

    def __init__(self, code: str, doing: str, subject: str = "", **facts: Fact) -> None:
        super().__init__(code, doing, subject, facts)


@contextmanager
def disk(doing: str, path: Path | str) -> Iterator[None]:
    """What the disk refuses inside the block, as `studio.disk`."""
    try:
        yield
    except soundfile.LibsndfileError as error:
        raise StudioError("studio.disk", doing, str(path), reason=str(error)) from error
    except AssertionError as error:
        # soundfile's own check that every sample went out, which a full disk fails.
        raise StudioError("studio.disk", doing, str(path), reason="not every sample could be written; is the disk full?") from error
    except OSError as error:
        raise StudioError("studio.disk", doing, str(path), reason=error.strerror or str(error)) from error
