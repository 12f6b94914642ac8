"""A browser hears the voice: Chromium stands for Discord (Electron) and Zoom's web client. Real devices; only the permission is assumed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.audio.virtual_mic.linux import NAME, SOURCE
from tests.e2e.chromium import Chromium, Page, missing_packages
from tests.e2e.programs import need
from tests.e2e.pulse import RATE_HZ, PulseServer, Samples, steady_level
from tests.e2e.test_obs import Program

pytestmark = pytest.mark.realtime
ROOT = Path(__file__).resolve().parents[2]
LISTENER = ROOT / "tests/e2e/listener.html"
SAID_HZ = 150.0
UP_ST = 5
SENT_HZ = SAID_HZ * 2 ** (UP_ST / 12)
LIVE = ("live", "--json", "--voice", "natural", "--pitch", str(UP_ST), "--gate", "-90", "--hop", "40", "--margin", "60")


def hum(seconds: float) -> Samples:
    """[n] float32 mono: a voice-like sound, harmonics falling by 6 dB an octave."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(0.15 * np.sum([np.sin(2 * np.pi * SAID_HZ * k * t) / k for k in range(1, 20)], axis=0), np.float32)


@pytest.fixture
def browser(pulse: PulseServer, tmp_path: Path) -> Iterator[Chromium]:
    """Chromium, and the program live with a hum going in, raised by UP_ST."""
    need(missing_packages())
    pulse.pactl("set-default-source", "mic.monitor")
    pulse.pactl("set-default-sink", "out")
    command = [sys.executable, "-m", "app", *LIVE]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    live = Program(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path))
    try:
        with pulse.playing("mic", hum(120.0)):
            live.wait_for(lambda line: line["type"] == "telemetry" and line["output_db"] > -20)
            with Chromium(tmp_path) as chromium:
                yield chromium
    finally:
        live.end()


def settled(page: Page, level: float, within: float) -> dict[str, Any]:
    """What the page measures once the sound has its pitch and its level (a call begins quiet, and silence has no pitch): the middle of some
    moments."""
    for _ in range(20):
        moments = [page.run("later().then(measure)") for _ in range(3)]
        heard = {key: float(np.median([moment[key] or 0.0 for moment in moments])) for key in ("rms", "f0_hz")}
        if abs(heard["f0_hz"] / SENT_HZ - 1) < 0.01 and abs(heard["rms"] / level - 1) < within:
            break
    return heard


def test_a_browser_hears_the_voice_and_passes_it_on(browser: Chromium, pulse: PulseServer) -> None:
    speaker, friend = browser.open(LISTENER), browser.open(LISTENER)
    assert NAME in [device["label"] for device in speaker.run("microphones()")]

    speaker.run(f"listenTo({NAME!r})")
    level = steady_level(pulse.record(SOURCE, 2.0).samples)
    heard = settled(speaker, level, within=0.1)
    assert heard["f0_hz"] == pytest.approx(SENT_HZ, rel=0.01)
    assert heard["rms"] == pytest.approx(level, rel=0.1)

    answer = friend.run(f"answer({speaker.run('call()')!r})")
    assert speaker.run(f"connect({answer!r})") == "connected"
    far = settled(friend, level, within=0.3)
    assert far["f0_hz"] == pytest.approx(SENT_HZ, rel=0.01)
    assert far["rms"] == pytest.approx(level, rel=0.3)
