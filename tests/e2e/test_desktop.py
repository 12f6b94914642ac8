"""Global keys, the tray and a second start, on a real X server."""

from __future__ import annotations

import pytest

from tests.e2e.display import pytest_in, x_server

pytestmark = pytest.mark.slow


def test_on_a_desktop() -> None:
    with x_server() as environment:
        assert "9 passed" in pytest_in(environment, "desktop_steps.py")
