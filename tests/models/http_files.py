"""A real web server on loopback that serves a few files, with the faults that real ones have."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK_BYTES = 1 << 14


@dataclass
class Served:
    """One file and how it is served.

    cuts         after how many bytes each answer is cut off, in this order; then none is
    mark         its ETag, "" for none
    status       something else than the file
    moved_to     a redirect
    ranges       "yes"; "no" ignores the wish for a part; "refused" answers it with 416
    no_length    without Content-Length: the end of the connection is the end of the file
    held         what is sent after the content is awaited: a server that stalls until the event comes
    """

    content: bytes
    cuts: list[int] = field(default_factory=list)
    mark: str = '"1"'
    status: int = 200
    moved_to: str = ""
    ranges: str = "yes"
    no_length: bool = False
    held: threading.Event | None = None


@dataclass
class Files:
    """The server's files by path, and what was asked of it: (path, Range, If-Range)."""

    address: str
    served: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    n_sent: int = 0

    def put(self, path: str, served: Served) -> str:
        """Serves a file; returns its address."""
        self.served[path] = served
        return self.address + path


@contextmanager
def file_server() -> Iterator[Files]:
    """A server that ends with the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    files = Files(f"http://127.0.0.1:{server.server_address[1]}")
    server.files = files  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield files
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        files: Files = self.server.files  # type: ignore[attr-defined]
        files.asked.append((self.path, self.headers.get("Range", ""), self.headers.get("If-Range", "")))
        served = files.served.get(self.path)
        if served is None or served.status != 200:
            self.send_error(404 if served is None else served.status)
            return
        if served.moved_to:
            self.send_response(302)
            self.send_header("Location", served.moved_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._send(files, served)

    def _send(self, files: Files, served: Served) -> None:
        start = self._start(served)
        if start < 0:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(served.content) - 1}/{len(served.content)}")
        if served.mark:
            self.send_header("ETag", served.mark)
        if not served.no_length:
            self.send_header("Content-Length", str(len(served.content) - start))
        self.end_headers()
        end = start + served.cuts.pop(0) if served.cuts else len(served.content)
        body = served.content[start:end]
        for at in range(0, len(body), CHUNK_BYTES):
            try:
                self.wfile.write(body[at : at + CHUNK_BYTES])
            except (BrokenPipeError, ConnectionResetError):
                return
            files.n_sent += len(body[at : at + CHUNK_BYTES])
        if served.held is not None:
            served.held.wait()

    def _start(self, served: Served) -> int:
        asked = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not asked or served.ranges == "no" or self.headers.get("If-Range", served.mark) != served.mark:
            return 0
        return -1 if served.ranges == "refused" else int(asked[1])
