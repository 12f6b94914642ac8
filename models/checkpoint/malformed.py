"""The one fault that the parts of the reader raise; `read_checkpoint` turns it into BadVoiceFile, which knows the file."""

from __future__ import annotations


class MalformedError(Exception):
    """`reason` is stable and machine-readable, `detail` says in plain English what was found where.

    damaged           cut short, changed, or put together wrongly
    too_large         beyond the limits that keep memory and time bounded
    unsupported       well formed, but of a kind that no voice uses (encrypted, big data types)
    not_a_checkpoint  something else altogether
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
