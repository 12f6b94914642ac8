"""A text as passages: who says what, and when where that is given.

.txt, .md   paragraphs; `NAME: text` at the beginning of a line gives it to NAME until the next name
.srt        one passage a subtitle, at its time
.epub       the chapters of a book, in order
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import StudioError
from studio.text.epub import epub_text

DOING = "read the text"
MOST_BYTES = 64 << 20
ROLE = re.compile(r"^\s*([A-Z][A-Z0-9 .'-]{0,30}):\s+(.*)$")
TIMES = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d{1,3})\s*-->\s*(\d+):(\d\d):(\d\d)[,.](\d{1,3})")
TAGS = re.compile(r"<[^>]*>|\{[^}]*\}")
# What Markdown marks, and what is left of it when it is spoken.
MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"^#{1,6}\s*(.*?)\s*#*\s*$", re.MULTILINE), r"\1.\n"),
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:[-*+]|\d+\.|>)\s+", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:[-*_]\s*){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__|[*_`~])(?=\S)(.+?)(?<=\S)\1"), r"\2"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """`role`: who speaks, "" for the narrator. start_s: when, None as it comes."""

    text: str
    role: str = ""
    start_s: float | None = None


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Of a file. Raises StudioError `studio.text`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("the file is too large for a text")
        if path.suffix.lower() == ".epub":
            return passages_of(epub_text(path))
        text = decoded(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StudioError("studio.text", DOING, str(path), reason=reason) from None
    if path.suffix.lower() == ".srt":
        return with_something(tuple(subtitles(text)), str(path))
    return with_something(passages_of(without_markdown(text) if path.suffix.lower() in (".md", ".markdown") else text), str(path))


def passages_of(text: str) -> tuple[Passage, ...]:
    """Paragraphs and lines of a script."""
    out: list[Passage] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        role, lines = "", list[str]()
        for line in paragraph.splitlines():
            said = ROLE.match(line)
            if said:
                out += _passage(lines, role)
                role, lines = said[1].strip(), [said[2]]
            else:
                lines.append(line)
        out += _passage(lines, role)
    return tuple(out)


def _passage(lines: list[str], role: str) -> list[Passage]:
    text = " ".join(line.strip() for line in lines).strip()
    return [Passage(text, role)] if text else []


def subtitles(text: str) -> Iterator[Passage]:
    """Those of an .srt file, in the order of their times."""
    found = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip().splitlines()
        for number, line in enumerate(lines):
            times = TIMES.search(line)
            if times:
                hours, minutes, seconds, thousandths = times.groups()[:4]
                start_s = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths.ljust(3, "0")) / 1000
                found += [replace(one, start_s=start_s) for one in _said("\n".join(lines[number + 1 :]))]
                break
    yield from sorted(found, key=lambda one: one.start_s or 0.0)


def _said(text: str) -> tuple[Passage, ...]:
    said = passages_of(TAGS.sub("", text))
    return said[:1] if len(said) <= 1 else (Passage(" ".join(one.text for one in said), said[0].role),)


def without_markdown(text: str) -> str:
    """What is spoken of it."""
    for pattern, kept in MARKDOWN:
        text = pattern.sub(kept, text)
    return text


def decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, or what Windows used to write. Raises ValueError for what is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    if b"\x00" in data:
        raise ValueError("it is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def with_something(passages: tuple[Passage, ...], subject: str) -> tuple[Passage, ...]:
    """The same. Raises StudioError `studio.text` where there is nothing."""
    if not passages:
        raise StudioError("studio.text", DOING, subject, reason="it is empty")
    return passages
