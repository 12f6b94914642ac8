"""Programs that the end-to-end tests need: installed on CI, named on a person's machine, where the tests are then not run."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def need(packages: list[str], root: bool = False) -> None:
    """Skips the test, naming what is missing. With CI set it is installed (Debian); where that cannot be, the test fails."""
    if root and os.geteuid() != 0:
        _lack("needs root: network namespaces")
    if packages and os.environ.get("CI"):
        install(packages)
    elif packages:
        pytest.skip(f"not run: needs a real program: apt-get install {' '.join(packages)}")


def install(packages: list[str]) -> None:
    """Debian's packages, without what they only recommend."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        pytest.fail(f"cannot be installed here: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for attempt in (command, ["apt-get", "update", "-q"], command):
        done = subprocess.run(attempt, env=environment, capture_output=True, text=True, check=False, timeout=280)
        if attempt is command and done.returncode == 0:
            return
    pytest.fail(f"{' '.join(command)}: {done.stderr[-500:]}")


def _lack(text: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(text)
    pytest.skip(f"not run: {text}")
