"""The latency benchmark through a real PulseAudio and a real `urvc live`."""

from __future__ import annotations

import json
import os

import pytest

from bench.latency import N_CHIRPS, main
from bench.programs import dropouts, environment
from tests.e2e.pulse import missing_packages


@pytest.mark.realtime
def test_a_round_of_chirps_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    if missing_packages() and not os.environ.get("CI"):
        pytest.skip(f"needs a real sound server: apt-get install {' '.join(missing_packages())}")
    assert main(["--voice", "robot", "--minutes", "0", "--json", "--hop", "20"]) == 0
    delay = json.loads(capsys.readouterr().out)
    assert (delay["voice"], delay["hop_ms"], delay["played"]) == ("robot", 20, N_CHIRPS)
    assert delay["heard"] >= N_CHIRPS // 2
    assert delay["lowest_ms"] <= delay["median_ms"] <= delay["highest_ms"]
    assert delay["engine_ms"] > delay["hop_ms"]
    assert delay["dropouts"] == dropouts(delay["counters"])
    assert len(delay["dropped_s"]) <= delay["dropouts"]
    assert delay["memory_mb"] > 50


def test_dropouts_are_what_a_listener_hears() -> None:
    assert dropouts({"underruns": 1, "overruns": 2, "late_blocks": 4, "late_samples": 4800, "blocks": 100}) == 7


def test_the_environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_TEST_KEPT", "before")
    monkeypatch.delenv("URVC_TEST_NEW", raising=False)
    with environment({"URVC_TEST_KEPT": "inside", "URVC_TEST_NEW": "inside"}):
        assert (os.environ["URVC_TEST_KEPT"], os.environ["URVC_TEST_NEW"]) == ("inside", "inside")
    assert os.environ["URVC_TEST_KEPT"] == "before"
    assert "URVC_TEST_NEW" not in os.environ
