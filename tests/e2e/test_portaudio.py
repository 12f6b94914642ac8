"""PortAudio, through ALSA's way into a real PulseAudio: the route of a machine where no server speaks to us directly.

Run in a process of its own, because ALSA reads its environment once and PortAudio is one per process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.pulse import RATE_HZ, PulseServer

TONE_HZ = 997.0
PLUGIN = "libasound_module_pcm_pulse.so"
CHILD = """
import json, sys, time
import numpy as np
from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.streams import StreamOptions, Wakeup

def say(**facts):
    print(json.dumps(facts), flush=True)

backend = choose_backend("portaudio")
devices = backend.list_devices()
wakeup = Wakeup()
options = StreamOptions(block_ms=10, prefill_ms=60, wakeup=wakeup)
capture = backend.open_capture(find_device(devices, "pulse", "input"), options)
playback = backend.open_playback(find_device(devices, "pulse", "output"), options)
playback.start()
capture.start()
say(ready=True, rate_hz=capture.rate_hz, channels=capture.device.channels)
buffer = np.zeros(4096, dtype=np.float32)
deadline = time.monotonic() + 30
while not (capture.lost or playback.lost) and time.monotonic() < deadline:
    wakeup.wait(0.05)
    while n := capture.ring.read_into(buffer):
        playback.ring.write(buffer[:n])
say(capture_lost=capture.lost, playback_lost=playback.lost, calls=capture.counters.snapshot().calls)
capture.close()
playback.close()
say(closed=True)
"""


def has_plugin() -> bool:
    return any(Path(folder).glob(f"*/alsa-lib/{PLUGIN}") for folder in ("/usr/lib", "/usr/lib64"))


@contextmanager
def child(pulse: PulseServer) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, **pulse.environment, "PULSE_SINK": "out", "PULSE_SOURCE": "mic.monitor"}
    command = [sys.executable, "-c", CHILD]
    # stderr goes nowhere: ALSA and PortAudio report on it whatever they try.
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def told(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"the child ended with {process.wait()}"
    facts: dict[str, object] = json.loads(line)
    return facts


@pytest.mark.programs
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux")
def test_tone_passes_and_a_dead_server_is_a_lost_device(pulse: PulseServer) -> None:
    if not has_plugin():
        if os.environ.get("CI"):
            pytest.fail("needs ALSA's way into PulseAudio: apt-get install libasound2-plugins")
        pytest.skip("needs ALSA's way into PulseAudio: apt-get install libasound2-plugins")
    with child(pulse) as process:
        assert told(process)["rate_hz"] == RATE_HZ
        at_s = np.arange(2 * RATE_HZ) / RATE_HZ
        with pulse.recording("out.monitor") as recorder:
            pulse.play("mic", (0.25 * np.sin(2 * np.pi * TONE_HZ * at_s)).astype(np.float32))
            recorder.wait_for(3.0)
        heard = recorder.heard().samples
        loud = np.flatnonzero(np.abs(heard) > 0.12)
        assert len(loud) > RATE_HZ
        middle = heard[loud[0] + 4800 : loud[-1] - 4800].astype(np.float64)
        spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
        assert np.argmax(spectrum) * RATE_HZ / len(middle) == pytest.approx(TONE_HZ, abs=1.5)
        assert np.abs(middle).max() == pytest.approx(0.25, rel=0.02)
        pulse.die()
        facts = told(process)
        assert facts["capture_lost"] or facts["playback_lost"]
        assert told(process) == {"closed": True}
