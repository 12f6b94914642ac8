"""A real browser page that has even learnt the token cannot steer the voice, nor read anything."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.control.place import read_token
from app.control.server import ControlServer
from tests.app.control.remembering import START, Remembering
from tests.e2e.chromium import missing_packages
from tests.e2e.programs import need

WAIT_S = 60.0
PAGE = """<!doctype html><script>
const at = "127.0.0.1:%PORT%", token = "%TOKEN%", found = {};
const body = JSON.stringify({value: false}), bearer = {Authorization: "Bearer " + token};
const tried = (name, promise) => promise.then(a => a.type + " " + a.status, e => "error").then(text => { found[name] = text; });
const socket = address => new Promise(done => {
  const s = new WebSocket(address);
  s.onopen = () => s.send(JSON.stringify({do: "auth", token}));
  s.onmessage = () => done({type: "heard", status: 0});
  s.onclose = s.onerror = () => done({type: "closed", status: 0});
});
const frame = () => new Promise(done => {
  const f = document.createElement("iframe");
  f.sandbox = "allow-scripts";
  addEventListener("message", e => done({type: e.data, status: 0}));
  f.srcdoc = `<script>const s = new WebSocket("ws://${at}/v1/events");
    s.onopen = () => s.send(JSON.stringify({do: "auth", token: "${token}"}));
    s.onmessage = () => parent.postMessage("heard", "*"); s.onclose = () => parent.postMessage("closed", "*");<\\/script>`;
  document.documentElement.append(f);
});
Promise.all([
  tried("status", fetch(`http://${at}/v1/status`, {headers: bearer})),
  tried("change", fetch(`http://${at}/v1/on`, {method: "POST", headers: bearer, body})),
  tried("blind", fetch(`http://${at}/v1/on`, {method: "POST", mode: "no-cors", body})),
  tried("socket", socket(`ws://${at}/v1/events`)),
  tried("local", socket(`ws://localhost:%PORT%/v1/events`)),
  tried("frame", frame()),
]).then(() => fetch("/found", {method: "POST", body: JSON.stringify(found)}));
</script>"""


@contextmanager
def served(page: str) -> Iterator[tuple[str, queue.SimpleQueue[dict[str, Any]]]]:
    """The page at an address of its own, and what it reports."""
    found: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def do_POST(self) -> None:
            found.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *values: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
def test_a_page_is_refused_whatever_it_tries(tmp_path: Path) -> None:
    need(missing_packages())
    steering = Remembering()
    with ControlServer(steering, 0, tmp_path / "data") as server:
        page = PAGE.replace("%PORT%", str(server.port)).replace("%TOKEN%", str(read_token(tmp_path / "data")))
        with served(page) as (address, found):
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", address]
            environment = {**os.environ, "HOME": str(tmp_path)}
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
                try:
                    answers = found.get(timeout=WAIT_S)
                finally:
                    program.kill()
    # "opaque 0": a page may send blindly, and learns nothing; what it sent has been refused.
    refused = {"status": "error", "change": "error", "socket": "closed 0", "local": "closed 0", "frame": "closed 0"}
    assert answers == {**refused, "blind": "opaque 0"}
    assert steering.status() == START
