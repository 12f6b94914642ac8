"""Files that people give in place of a voice, told apart by their first bytes, so that the refusal can say what they are."""

from __future__ import annotations

import re

from models.checkpoint.malformed import MalformedError

HEAD_BYTES = 512
_ARCHIVES = (
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an XZ archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
)
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"


def told_apart(head: bytes) -> MalformedError | None:
    """What the file is that begins with `head`, up to HEAD_BYTES; None where that is not seen."""
    if not head:
        return MalformedError("empty", "no bytes in it")
    if not head.strip(b"\0"):
        return MalformedError("empty", "nothing but zeros in it")
    if _WEB_PAGE.match(head.removeprefix(_UTF8_MARK)):
        return MalformedError("web_page", "a web page")
    if head.startswith(b"version https://git-lfs.github.com/"):
        return MalformedError("lfs_pointer", "a pointer file of Git LFS")
    for mark, what in _ARCHIVES:
        if head.startswith(mark):
            return MalformedError("archive", what)
    return None
