"""What the end-to-end tests share: a sound server of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.e2e.pulse import PulseServer, missing_packages


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseServer]:
    """A PulseAudio with the null sinks `mic` and `out`, which this process and its children talk to. Skipped where it is not installed,
    except on CI, where that is a failure."""
    packages = missing_packages()
    if packages:
        text = f"needs a real sound server: apt-get install {' '.join(packages)}"
        if os.environ.get("CI"):
            pytest.fail(text)
        pytest.skip(text)
    with PulseServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server
