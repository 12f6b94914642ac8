"""The question for a newer version: one address, nothing sent with it, and an answer in words whatever comes."""

from __future__ import annotations

import pytest

from app.error_text import error_text
from app.errors import AppError
from app.updates import Newest, newest_version
from tests.models.http_files import Files, Served, file_server


def asked(content: bytes, own: str = "1.2.0", status: int = 200) -> tuple[Newest, Files]:
    with file_server() as files:
        address = files.put("/latest", Served(content, status=status))
        return newest_version(own, address), files


@pytest.mark.parametrize(
    ("tag", "own", "newer"),
    [("v1.3.0", "1.2.0", True), ("1.2.0", "1.2.0", False), ("v1.10.0", "1.9.0", True), ("v1.1", "1.2.0", False), ("v1", "unknown", True)],
)
def test_versions_are_compared_by_their_numbers(tag: str, own: str, newer: bool) -> None:
    found, files = asked(f'{{"tag_name": "{tag}"}}'.encode(), own)
    assert found == Newest(tag.removeprefix("v"), newer)
    assert files.asked == [("/latest", "", "")]


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"tag_name": 7}', b'{"tag_name": "next week"}', b"{}"])
def test_an_answer_that_names_no_version_is_said(content: bytes) -> None:
    with pytest.raises(AppError) as caught:
        asked(content)
    assert "names no version" in error_text(caught.value.code, caught.value.doing, caught.value.subject, caught.value.facts)


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(AppError, match=r"update\.unreachable"):
        newest_version("1", "http://127.0.0.1:9/latest")
    with pytest.raises(AppError, match=r"update\.unreachable"):
        asked(b"", status=500)
