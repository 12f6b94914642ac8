"""What can go wrong in the library.

ModelError            a CodedError (jobs/errors.py): code, what was being done, with what, facts; the app owns the words
├── VoiceNotFound     no such voice; carries the nearest names
├── BadVoiceFile      a voice file that cannot be used, and why
└── FoundationError   a content encoder or pitch model (models/foundation), each kind with a code of its own
    ├── FoundationUnknown, FoundationUnnamed, BadFoundationFile, FoundationBroken
    └── DownloadError     OfflineError, RefusedError, WrongFileError, DiskError (models/download.py)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from jobs.errors import CodedError


class ModelError(CodedError):
    """Base of every expected fault below the engine; `code` belongs to the class."""

    code = "model.error"
    facts: Mapping[str, str | int | float | list[str]]

    def __init__(self, doing: str, subject: str = "", **facts: str | int | float | list[str]) -> None:
        super().__init__(self.code, doing, subject, facts)


class VoiceNotFound(ModelError):
    """No voice of that name; `facts["nearest"]` lists the closest names."""

    code = "voice.not_found"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = list(known)
        nearest = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
        super().__init__("find the voice", name, nearest=nearest, known=names)


class BadVoiceFile(ModelError):
    """A voice file that cannot be read as a voice; `facts["reason"]` says why."""

    code = "voice.bad_file"


class FoundationError(ModelError):
    """A foundation model that cannot be had or used."""

    code = "foundation.error"


class FoundationUnknown(FoundationError):
    """No foundation model of that name can be downloaded; `facts["known"]` lists those that can."""

    code = "foundation.unknown"


class FoundationUnnamed(FoundationError):
    """A content encoder that is not in the catalogue and whose file does not say which one it is."""

    code = "foundation.unnamed"


class BadFoundationFile(FoundationError):
    """A file that is no foundation model that can be used; `facts["reason"]` (as of BadVoiceFile) and `detail` say why."""

    code = "foundation.bad_file"


class FoundationBroken(FoundationError):
    """A converted foundation model whose folder is damaged; `facts["detail"]` says how."""

    code = "foundation.broken"
