"""The text of an EPUB book: a ZIP whose package file lists chapters of XHTML in reading order. (The library that reads them is AGPL.)"""

from __future__ import annotations

import posixpath
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

CONTAINER = "META-INF/container.xml"
MOST_BYTES = 64 << 20
BLOCKS = {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "tr", "section", "title"}
UNSPOKEN = {"script", "style", "head", "rt", "rp"}


def epub_text(path: Path) -> str:
    """Paragraphs, an empty line between them. Raises ValueError where it is no book, OSError."""
    try:
        with zipfile.ZipFile(path) as book:
            package = _root_file(book)
            return "\n\n".join(_chapter(book, name) for name in _chapters(book, package))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"it is no EPUB book that can be read ({error})") from None


def _read(book: zipfile.ZipFile, name: str) -> bytes:
    if book.getinfo(name).file_size > MOST_BYTES:
        raise ValueError("a chapter of the book is too large")
    return book.read(name)


def _root_file(book: zipfile.ZipFile) -> str:
    for element in ElementTree.fromstring(_read(book, CONTAINER)).iter():
        if _name(element) == "rootfile":
            return element.attrib["full-path"]
    raise ValueError("the book names no package file")


def _chapters(book: zipfile.ZipFile, package: str) -> list[str]:
    root = ElementTree.fromstring(_read(book, package))
    files = {one.attrib["id"]: one.attrib["href"] for one in root.iter() if _name(one) == "item"}
    folder = posixpath.dirname(package)
    spine = [one.attrib["idref"] for one in root.iter() if _name(one) == "itemref" and one.attrib.get("linear") != "no"]
    return [posixpath.normpath(posixpath.join(folder, unquote(files[name]))) for name in spine]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _chapter(book: zipfile.ZipFile, name: str) -> str:
    reader = _Spoken()
    reader.feed(_read(book, name).decode("utf-8", "replace"))
    reader.close()
    return reader.text()


class _Spoken(HTMLParser):
    """Collects the words, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in UNSPOKEN
        if tag in BLOCKS:
            self._pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in UNSPOKEN and self._silent > 0
        if tag in BLOCKS:
            self._pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))

    def text(self) -> str:
        """Paragraphs, an empty line between them."""
        paragraphs = (" ".join(part.split()) for part in "".join(self._pieces).split("\n\n"))
        return "\n\n".join(part for part in paragraphs if part)
