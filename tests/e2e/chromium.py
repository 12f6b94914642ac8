"""A real Chromium without a window for tests, steered over pipes by its DevTools protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAMS = {"chromium": "chromium"}
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
    # Permission is given without asking; the device is the real one.
    "--use-fake-ui-for-media-stream",
    # WebRTC within one machine that has no network.
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--remote-debugging-pipe",
)
LOAD_S = 30.0
PIPES = (3, 4)
"""Where Chromium reads commands and writes answers."""


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not here."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


class Chromium:
    """One browser with a profile of its own in `folder`, hearing the sound server that the environment names."""

    def __init__(self, folder: Path) -> None:
        to_browser, from_us = os.pipe()
        from_browser, to_us = os.pipe()
        profile = folder / "chromium"
        profile.mkdir()
        environment = {**os.environ, "HOME": str(profile)}
        command = ["chromium", *FLAGS, f"--user-data-dir={profile}"]
        # The numbers are fixed: a small program moves the pipes there, by way of numbers that are surely free.
        move = "import os, sys; a, b = (os.dup2(int(n), 100 + i) for i, n in enumerate(sys.argv[1:3])); "
        move += f"os.dup2(a, {PIPES[0]}); os.dup2(b, {PIPES[1]}); os.execvp(sys.argv[3], sys.argv[3:])"
        moved = [sys.executable, "-c", move, str(to_browser), str(to_us), *command]
        with (folder / "chromium.log").open("wb") as log:
            self._process = subprocess.Popen(
                moved, pass_fds=[to_browser, to_us], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        os.close(to_browser)
        os.close(to_us)
        self._commands, self._answers = os.fdopen(from_us, "wb", buffering=0), os.fdopen(from_browser, "rb")
        self._number = 0

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        self._commands.close()
        self._answers.close()

    def open(self, page: Path) -> Page:
        """A new tab with a file of the test."""
        target = self.ask("Target.createTarget", {"url": page.as_uri()})["targetId"]
        opened = Page(self, self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        deadline_s = time.monotonic() + LOAD_S
        while not opened.run("document.readyState === 'complete' && location.protocol === 'file:'"):
            assert time.monotonic() < deadline_s, "the page has not loaded"
            time.sleep(0.02)
        return opened

    def ask(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._read())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> bytes:
        text = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "Chromium has ended"
            text += byte
        return bytes(text)


class Page:
    """One tab."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser, self._session = browser, session

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        parameters = {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = self._browser.ask("Runtime.evaluate", parameters, self._session)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")
