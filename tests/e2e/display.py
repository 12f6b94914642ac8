"""A real X server without a screen, in a process of its own, and pytest inside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
SCREEN = "1366x768x24"


@contextmanager
def x_server(screen: str = SCREEN) -> Iterator[dict[str, str]]:
    """The environment that leads Qt programs to a fresh Xvfb. Skips the test where there is none, except on CI."""
    if shutil.which("Xvfb") is None:
        text = "needs an X server: apt-get install xvfb"
        if os.environ.get("CI"):
            pytest.fail(text)
        pytest.skip(text)
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield {"DISPLAY": f":{number.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def pytest_in(environment: Mapping[str, str], steps: str, *arguments: str, inside: Callable[..., list[str]] = lambda *line: [*line]) -> str:
    """Runs tests/e2e/`steps` (a file that pytest does not find by itself) in that environment; fails with its output. `inside` makes the
    command line another one, that runs it elsewhere."""
    command = inside(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "e2e" / steps), *arguments)
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, cwd=ROOT, check=False, timeout=240)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    return result.stdout
