"""The page "OBS" of the window, by clicks, with a real OBS Studio and a real sound server. Screenshots go to build/screenshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.display import pytest_in, x_server
from tests.e2e.obs import PASSWORD, Namespace, Obs, missing_packages
from tests.e2e.programs import need
from tests.e2e.pulse import PulseServer

pytestmark = [pytest.mark.programs, pytest.mark.slow]


def test_obs_is_set_up_by_one_button_and_scenes_have_voices(pulse: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(missing_packages(), root=True)
    monkeypatch.setenv("OBS_TEST_PASSWORD", PASSWORD)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    namespace = Namespace()
    try:
        with Obs(tmp_path / "obs", namespace), x_server() as environment:
            assert "1 passed" in pytest_in(environment, "obs_steps.py", inside=namespace.inside)
    finally:
        namespace.close()
