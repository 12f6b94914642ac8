"""The first run in a real window, with a real engine and a real sound server. Screenshots go to build/screenshots."""

from __future__ import annotations

import pytest

from tests.e2e.display import pytest_in, x_server

pytestmark = [pytest.mark.programs, pytest.mark.slow]


def test_the_first_run() -> None:
    with x_server() as environment:
        assert "2 passed" in pytest_in(environment, "first_run_steps.py")
