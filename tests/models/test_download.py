"""Downloads from a real server on loopback: cut, resumed, changed, wrong, elsewhere, nowhere."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled
from models.download import ATTEMPTS, DiskError, OfflineError, RefusedError, WantedFile, WrongFileError, download
from tests.models.http_files import Files, Served, file_server

CONTENT = np.random.default_rng(0).bytes(1_000_000)
OTHER = np.random.default_rng(1).bytes(1_000_000)
NAME = "weights.pt"


@pytest.fixture
def server() -> Iterator[Files]:
    with file_server() as files:
        yield files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / ".download"


def wanted(*addresses: str) -> WantedFile:
    return WantedFile(NAME, len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), addresses)


def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/{NAME}"


def traces(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def is_complete(folder: Path) -> bool:
    return traces(folder) == [NAME] and (folder / NAME).read_bytes() == CONTENT


def test_a_file_arrives_whole(server: Files, folder: Path) -> None:
    steps: list[float] = []
    path = download(wanted(server.put("/a", Served(CONTENT))), folder, JobContext(lambda step: steps.append(step.done)))
    assert path == folder / NAME
    assert is_complete(folder)
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0.0, 1.0)


def test_a_cut_connection_goes_on_where_it_ended(server: Files, folder: Path) -> None:
    download(wanted(server.put("/a", Served(CONTENT, cuts=[300_000, 200_000]))), folder)
    assert is_complete(folder)
    assert server.asked == [("/a", "", ""), ("/a", "bytes=300000-", '"1"'), ("/a", "bytes=500000-", '"1"')]
    assert server.n_sent == len(CONTENT)


def test_what_has_come_is_kept_for_the_next_time(server: Files, folder: Path) -> None:
    address = server.put("/a", Served(CONTENT, cuts=[100_000] * ATTEMPTS))
    with pytest.raises(RefusedError) as caught:
        download(wanted(address), folder)
    assert "cut" in str(caught.value.facts["tried"])
    assert (folder / f"{NAME}.part").stat().st_size == 100_000 * ATTEMPTS
    server.asked.clear()
    download(wanted(nowhere(), address), folder)
    assert server.asked == [("/a", f"bytes={100_000 * ATTEMPTS}-", '"1"')]
    assert is_complete(folder)


def test_a_file_that_changed_meanwhile_is_begun_anew(server: Files, folder: Path) -> None:
    address = server.put("/a", Served(OTHER, cuts=[100_000] * ATTEMPTS))
    with pytest.raises(RefusedError):
        download(wanted(address), folder)
    server.put("/a", Served(CONTENT, mark='"2"'))
    download(wanted(address), folder)
    assert is_complete(folder)


@pytest.mark.parametrize("mark", ["", 'W/"1"'])
def test_without_a_mark_that_binds_nothing_is_put_together(server: Files, folder: Path, mark: str) -> None:
    address = server.put("/a", Served(CONTENT, cuts=[300_000], mark=mark))
    download(wanted(address), folder)
    assert [asked[1] for asked in server.asked] == ["", ""]
    assert is_complete(folder)


@pytest.mark.parametrize("ranges", ["no", "refused"])
def test_a_server_that_gives_no_parts(server: Files, folder: Path, ranges: str) -> None:
    download(wanted(server.put("/a", Served(CONTENT, cuts=[300_000], ranges=ranges))), folder)
    assert is_complete(folder)


def test_a_part_of_another_address_is_not_gone_on_with(server: Files, folder: Path) -> None:
    with pytest.raises(RefusedError):
        download(wanted(server.put("/a", Served(OTHER, cuts=[100_000] * ATTEMPTS))), folder)
    download(wanted(server.put("/b", Served(CONTENT))), folder)
    assert server.asked[-1] == ("/b", "", "")
    assert is_complete(folder)


@pytest.mark.parametrize("note", ["", "[]", '{"address": 3, "mark": null}', "{"])
def test_a_damaged_note_costs_only_the_part(server: Files, folder: Path, note: str) -> None:
    address = server.put("/a", Served(CONTENT, cuts=[100_000] * ATTEMPTS))
    with pytest.raises(RefusedError):
        download(wanted(address), folder)
    (folder / f"{NAME}.part.json").write_text(note, encoding="utf-8")
    download(wanted(address), folder)
    assert is_complete(folder)


def test_a_damaged_part_is_found_out_and_leaves_nothing(server: Files, folder: Path) -> None:
    address = server.put("/a", Served(CONTENT))
    folder.mkdir(parents=True)
    (folder / f"{NAME}.part").write_bytes(OTHER[:1000])
    (folder / f"{NAME}.part.json").write_text(json.dumps({"address": address, "mark": '"1"'}), encoding="utf-8")
    with pytest.raises(WrongFileError):
        download(wanted(address), folder)
    assert traces(folder) == []
    download(wanted(address), folder)
    assert is_complete(folder)


def test_a_redirect_keeps_the_wish_for_the_rest(server: Files, folder: Path) -> None:
    target = server.put("/store", Served(CONTENT, cuts=[300_000]))
    download(wanted(server.put("/a", Served(b"", moved_to=target))), folder)
    assert server.asked[-1] == ("/store", "bytes=300000-", '"1"')
    assert is_complete(folder)


def test_another_file_is_not_taken(server: Files, folder: Path) -> None:
    with pytest.raises(WrongFileError) as caught:
        download(wanted(server.put("/a", Served(OTHER))), folder)
    assert caught.value.subject == NAME
    assert traces(folder) == []


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b"<html>not here</html>", b""])
def test_a_file_of_another_size_is_not_even_loaded(server: Files, folder: Path, content: bytes) -> None:
    with pytest.raises(WrongFileError) as caught:
        download(wanted(server.put("/a", Served(content))), folder)
    assert f"a file of {len(content)} bytes" in str(caught.value.facts["tried"])
    assert traces(folder) == []


def test_an_answer_without_end_is_cut_short(server: Files, folder: Path) -> None:
    with pytest.raises(WrongFileError):
        download(wanted(server.put("/a", Served(CONTENT * 60, no_length=True))), folder)
    assert server.n_sent < 30 * len(CONTENT)
    assert traces(folder) == []


@pytest.mark.parametrize("status", [404, 403, 500, 503])
def test_a_server_that_refuses(server: Files, folder: Path, status: int) -> None:
    with pytest.raises(RefusedError) as caught:
        download(wanted(server.put("/a", Served(b"", status=status))), folder)
    assert str(status) in str(caught.value.facts["tried"])
    assert traces(folder) == []


def test_mirrors_are_tried_in_order(server: Files, folder: Path) -> None:
    bad = [
        server.put("/gone", Served(b"", status=404)),
        nowhere(),
        server.put("/wrong", Served(OTHER)),
        server.put("/short", Served(OTHER[:5])),
        server.put("/cut", Served(CONTENT, cuts=[10] * ATTEMPTS, mark="")),
    ]
    download(wanted(*bad, server.put("/good", Served(CONTENT)), server.put("/unused", Served(CONTENT))), folder)
    assert is_complete(folder)
    assert [path for path, _, _ in server.asked] == ["/gone", "/wrong", "/short", *["/cut"] * ATTEMPTS, "/good"]


def test_no_server_at_all(folder: Path) -> None:
    addresses = [nowhere(), nowhere()]
    with pytest.raises(OfflineError) as caught:
        download(wanted(*addresses), folder)
    facts = caught.value.facts
    assert caught.value.subject == NAME
    assert (facts["address"], facts["folder"]) == (addresses[0], str(folder))
    assert len(list(facts["tried"])) == 2  # type: ignore[arg-type]
    assert traces(folder) == []


def test_being_offline_keeps_what_has_come(server: Files, folder: Path) -> None:
    with pytest.raises(RefusedError):
        download(wanted(server.put("/a", Served(CONTENT, cuts=[100_000] * ATTEMPTS))), folder)
    with pytest.raises(OfflineError):
        download(wanted(nowhere()), folder)
    assert (folder / f"{NAME}.part").stat().st_size == 100_000 * ATTEMPTS


def test_what_is_stopped_goes_on_where_it_ended(server: Files, folder: Path) -> None:
    steps: list[float] = []
    context = JobContext(lambda step: steps.append(step.done), lambda: bool(steps and steps[-1] > 0.2))
    with pytest.raises(WorkCancelled):
        download(wanted(server.put("/a", Served(CONTENT))), folder, context)
    assert goes_on(server, folder)


def goes_on(server: Files, folder: Path) -> bool:
    """Whether the next try asks for the rest only, and has the whole file in the end."""
    n_bytes = (folder / f"{NAME}.part").stat().st_size
    download(wanted(server.address + "/a"), folder)
    return n_bytes > 0 and server.asked[-1][1] == f"bytes={n_bytes}-" and is_complete(folder)


def test_what_is_interrupted_goes_on_where_it_ended(server: Files, folder: Path) -> None:
    def interrupt(step: Step) -> None:
        if step.done > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(wanted(server.put("/a", Served(CONTENT))), folder, JobContext(interrupt))
    assert goes_on(server, folder)


def test_a_disk_that_refuses(server: Files, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskError) as caught:
        download(wanted(server.put("/a", Served(CONTENT))), tmp_path / "file" / "models")
    assert caught.value.facts["folder"] == str(tmp_path / "file" / "models")
