"""Texts of every kind that is read, made here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.text.passages import Passage, passages_of, read_passages

SRT = """2
00:00:05,500 --> 00:00:07,000
<i>And then</i>
it rained.

1
00:00:01.250 --> 00:00:02,000
{\\an8}Hello.
"""
MARKDOWN = """# A *title*

Some **bold**, a [link](http://example.org) and `code`.

- one thing
- another

```
not = spoken
```
"""


def test_a_script_is_told_apart_from_a_note() -> None:
    text = "Note: nothing special.\n\nANNA: Hello.\nHow are you?\nBOB B.: Fine.\n\nThey left."
    assert passages_of(text) == (
        Passage("Note: nothing special."),
        Passage("Hello. How are you?", "ANNA"),
        Passage("Fine.", "BOB B."),
        Passage("They left."),
    )


def test_subtitles_come_in_the_order_of_their_times_without_marks(tmp_path: Path) -> None:
    (tmp_path / "film.srt").write_bytes(b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode())
    assert read_passages(tmp_path / "film.srt") == (Passage("Hello.", "", 1.25), Passage("And then it rained.", "", 5.5))


def test_markdown_is_spoken_without_its_marks(tmp_path: Path) -> None:
    (tmp_path / "text.md").write_text(MARKDOWN)
    words = " ".join(passage.text for passage in read_passages(tmp_path / "text.md"))
    assert words == "A title. Some bold, a link and code. one thing another"


def book(path: Path, chapters: dict[str, str], order: list[str]) -> Path:
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in order)
    package = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>'
    container = '<container xmlns="urn:x"><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("in/book.opf", package)
        for name, body in chapters.items():
            archive.writestr(f"in/{name}.xhtml", f"<html><head><title>no</title><style>p {{}}</style></head><body>{body}</body></html>")
    return path


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    chapters = {"b": "<p>Second &amp; last.</p>", "a": "<h1>One</h1><p>First <b>words</b><br/>here.</p><script>no()</script>"}
    text = [passage.text for passage in read_passages(book(tmp_path / "book.epub", chapters, ["a", "b"]))]
    assert text == ["One", "First words", "here.", "Second & last."]


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.txt", b" \n "), ("picture.txt", b"\x89PNG\x00\x00"), ("no.epub", b"PK no"), ("gone.txt", None), ("x.srt", b"words")],
)
def test_what_holds_no_text_is_said(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(StudioError) as told:
        read_passages(tmp_path / name)
    assert told.value.code == "studio.text"
    assert told.value.facts["reason"]


def test_old_windows_texts_are_read(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("caf\u00e9 \u201cquoted\u201d".encode("cp1252"))
    (tmp_path / "wide.txt").write_text("caf\u00e9", encoding="utf-16")
    assert read_passages(tmp_path / "old.txt")[0].text == "caf\u00e9 \u201cquoted\u201d"
    assert read_passages(tmp_path / "wide.txt")[0].text == "caf\u00e9"
