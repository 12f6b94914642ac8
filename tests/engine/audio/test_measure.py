"""The arithmetic of the latency measurement; tests/e2e/test_devices.py runs it through real devices."""

import numpy as np
import pytest

from engine.audio.devices import Device
from engine.audio.measure import LatencyReport, TimedSamples, chirp_train, delays_between, find_loop
from engine.errors import DeviceError

RATE_HZ = 48_000


def delayed(delay_samples: int, started_s: float, gain: float = 0.3, noise: float = 0.003) -> TimedSamples:
    """A recording that began at `started_s` of a train that was played from 0 s on."""
    signal, _ = chirp_train(4)
    heard = np.concatenate([np.zeros(delay_samples), gain * signal, np.zeros(RATE_HZ)])[round(started_s * RATE_HZ) :]
    return TimedSamples((heard + noise * np.random.default_rng(1).standard_normal(len(heard))).astype(np.float32), started_s)


@pytest.mark.parametrize("delay_samples", [0, 5, 480, 4_807, 24_000])
@pytest.mark.parametrize("started_s", [0.0, 0.013, 0.4])
def test_finds_the_delay_whenever_the_recorders_began(delay_samples: int, started_s: float) -> None:
    delays_ms = delays_between(delayed(0, 0.1), delayed(delay_samples, started_s, gain=-0.1), 4)
    assert len(delays_ms) == 4
    np.testing.assert_allclose(delays_ms, delay_samples / 48, atol=0.02)


def test_hears_nothing_in_noise() -> None:
    silence = TimedSamples((0.01 * np.random.default_rng(2).standard_normal(4 * RATE_HZ)).astype(np.float32), 0.0)
    assert delays_between(delayed(0, 0.0), silence, 4) == []
    assert delays_between(silence, delayed(0, 0.0), 4) == []
    assert delays_between(delayed(0, 0.0), TimedSamples(np.zeros(0, dtype=np.float32), 0.0), 4) == []


def test_report() -> None:
    report = LatencyReport((12.0, 10.0, 17.0), 4)
    assert (report.median_ms, report.min_ms, report.max_ms) == (12.0, 10.0, 17.0)


def test_the_loop_around_a_voice_changer() -> None:
    def device(bare_id: str, direction: str) -> Device:
        return Device(f"pulse:{bare_id}", bare_id, "pulse", "input" if direction == "input" else "output", 2, RATE_HZ)

    sink, monitor = device("mic", "output"), device("mic.monitor", "input")
    out, listen, real = device("out", "output"), device("out.monitor", "input"), device("usb", "input")
    devices = [sink, monitor, out, listen, real]
    loop = find_loop(devices, monitor, out)
    assert (loop.play_into, loop.reference, loop.listen) == (sink, monitor, listen)
    with pytest.raises(DeviceError, match=r"device\.no_loop"):
        find_loop(devices, real, out)
    with pytest.raises(DeviceError, match=r"device\.no_loop"):
        find_loop([sink, monitor, out], monitor, out)
