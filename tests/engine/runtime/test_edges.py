"""Where the pipeline meets devices: what is played, what is left out and when that counts, what comes in. The devices are rings in memory,
so that the test is their clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest

from engine.audio.ring import Ring
from engine.audio.streams import SAMPLES, CaptureStream, Counters, PlaybackStream
from engine.contracts import Audio
from engine.runtime.edges import QUIET, SETTLING_S, CaptureEdge, PlaybackEdge
from engine.runtime.worker import LATE_LIMIT_SAMPLES

RATE_HZ = 48_000
HOP = 480
MARGIN_MS = 10.0
MARGIN = 480
DRIFTED = 80
"""What the drift correction may take from a few blocks, and what its filter holds back."""


@dataclass
class Device:
    """A device whose clock is the test: `play` takes samples out of the ring as a sound card would."""

    rate_hz: int = RATE_HZ
    ring: Ring = field(default_factory=lambda: Ring(RATE_HZ))
    counters: Counters = field(default_factory=Counters)
    ended: bool = False

    def level_samples(self) -> float:
        return float(self.ring.available)

    def play(self, n: int) -> Audio:
        out = np.zeros(n, np.float32)
        n_read = self.ring.read_into(out)
        self.counters.values[SAMPLES] += n_read
        return out[:n_read]


def output(settled: bool = True, gain: float = 1.0, rate_hz: int = RATE_HZ) -> tuple[Device, PlaybackEdge]:
    """A device and its edge; `settled`: it has been playing for longer than devices take to settle."""
    device = Device(rate_hz)
    edge = PlaybackEdge(cast(PlaybackStream, device), MARGIN_MS, gain)
    if settled:
        device.counters.values[SAMPLES] = round(SETTLING_S * rate_hz)
    return device, edge


def silent(edge: PlaybackEdge, device: Device, n_blocks: int) -> None:
    for _ in range(n_blocks):
        edge.push(np.zeros(HOP, np.float32))
        device.play(HOP)


def tone(n: int, start: int = 0, level: float = 0.25) -> Audio:
    said: Audio = (level * np.sin(0.05 * np.arange(start, start + n))).astype(np.float32)
    return said


def test_what_goes_in_comes_out_behind_the_margin_to_the_bit() -> None:
    device, edge = output()
    said = tone(100 * HOP)
    heard = []
    for start in range(0, len(said), HOP):
        edge.push(said[start : start + HOP])
        heard.append(device.play(HOP))
    assert np.array_equal(np.concatenate(heard), np.concatenate([np.zeros(MARGIN, np.float32), said])[: len(said)])
    assert (edge.late_blocks, edge.late_samples) == (0, 0)


def test_what_waits_is_told_in_seconds_and_samples_of_48_khz() -> None:
    device, edge = output()
    assert edge.excess_samples == 0
    assert edge.waiting_s == pytest.approx(MARGIN_MS / 1000)
    edge.push(tone(HOP))
    assert edge.excess_samples == HOP
    device.play(HOP // 2)
    assert edge.excess_samples == HOP // 2
    slow, edge = output(rate_hz=24_000)
    slow.ring.write(np.zeros(240, np.float32))
    assert edge.excess_samples == 480
    slow.play(480)
    assert edge.excess_samples == 0


def test_a_backlog_within_the_limit_is_kept_while_somebody_speaks() -> None:
    device, edge = output()
    n_blocks = LATE_LIMIT_SAMPLES // HOP + 1
    for n in range(n_blocks):
        edge.push(tone(HOP, n * HOP))
    assert edge.late_blocks == 0
    assert device.ring.available > MARGIN + n_blocks * HOP - DRIFTED


def test_beyond_the_limit_it_is_left_out_until_the_margin_is_left_and_counted_once() -> None:
    device, edge = output()
    device.ring.write(np.zeros(LATE_LIMIT_SAMPLES + HOP + 1, np.float32))
    pushed = skipped = 0
    while edge.excess_samples > HOP:
        before = device.ring.available
        edge.push(tone(HOP, pushed * HOP))
        skipped += device.ring.available == before
        pushed += 1
        device.play(HOP)
    assert edge.late_blocks == 1
    assert edge.late_samples == skipped * HOP
    assert skipped > 1


def test_the_joint_after_what_was_left_out_does_not_click() -> None:
    device, edge = output()
    device.play(MARGIN)
    heard = []
    for n in range(60):
        # A louder stretch that piles up, then a softer one: the first block left out is loud, the next one played is soft.
        edge.push(np.full(HOP, 0.25 if not edge.late_blocks else 0.2, np.float32))
        if n > 2 * LATE_LIMIT_SAMPLES // HOP:
            heard.append(device.play(HOP))
    sound = np.concatenate(heard)[HOP:]  # without the beginning of it all, which is a step
    assert edge.late_blocks == 1
    assert sound[0] == pytest.approx(0.25, abs=1e-4)
    assert sound[-1] == pytest.approx(0.2, abs=1e-4)
    assert np.abs(np.diff(sound)).max() < 0.002


@pytest.mark.parametrize(("settled", "level"), [(False, 0.25), (True, 0.9 * QUIET)])
def test_while_devices_settle_or_nobody_speaks_it_is_left_out_at_once_and_does_not_count(settled: bool, level: float) -> None:
    device, edge = output(settled)
    device.ring.write(np.zeros(2 * HOP, np.float32))
    before = device.ring.available
    edge.push(tone(HOP, level=level))
    assert device.ring.available == before
    assert (edge.late_blocks, edge.late_samples) == (0, 0)


@pytest.mark.parametrize(("settled", "level"), [(False, 0.25), (True, 0.9 * QUIET)])
def test_one_block_more_than_the_margin_is_no_backlog(settled: bool, level: float) -> None:
    device, edge = output(settled)
    edge.push(tone(HOP, level=level))
    edge.push(tone(HOP, level=level))
    assert device.ring.available == MARGIN + 2 * HOP


def test_what_is_always_too_much_goes_when_nobody_speaks() -> None:
    device, edge = output()
    device.ring.write(np.zeros(HOP // 2, np.float32))
    waiting = []
    for n in range(100):
        edge.push(tone(HOP, n * HOP, level=0.25 if n < 60 else 0.0))
        device.play(HOP)
        waiting.append(device.ring.available)
    assert min(waiting[:59]) > MARGIN + HOP // 4  # all that the drift correction has taken
    assert max(abs(level - MARGIN) for level in waiting[61:]) <= DRIFTED
    assert (edge.late_blocks, edge.late_samples) == (0, 0)


def test_a_voice_that_takes_long_may_have_twice_its_reserve() -> None:
    device, edge = output()
    edge.reserve_samples = 3 * HOP
    device.ring.write(np.zeros(6 * HOP, np.float32))  # the reserve, and as much again
    for _ in range(12):
        edge.push(np.zeros(10 * HOP, np.float32))
        device.play(10 * HOP)
    assert device.ring.available > MARGIN + 4 * HOP


def test_a_block_that_came_early_is_not_too_much() -> None:
    device, edge = output()
    for n in range(100):
        edge.push(np.zeros(HOP, np.float32))
        if n % 4:
            device.play(HOP)
        if n % 4 == 3:
            device.play(HOP)
    assert abs(device.ring.available - MARGIN) <= DRIFTED


def test_settling_ends() -> None:
    device, edge = output(settled=False)
    device.counters.values[SAMPLES] = round(SETTLING_S * RATE_HZ) - 1
    device.ring.write(np.zeros(2 * HOP, np.float32))
    edge.push(tone(HOP))
    assert device.ring.available == MARGIN + 2 * HOP
    device, edge = output(settled=True)
    device.ring.write(np.zeros(2 * HOP, np.float32))
    edge.push(tone(HOP))
    assert device.ring.available > MARGIN + 3 * HOP - DRIFTED


def test_a_change_of_gain_slides_over_one_block() -> None:
    device, edge = output(gain=0.5)
    ones = np.ones(HOP, np.float32)
    edge.push(ones)
    edge.gain = 1.0
    edge.push(ones)
    edge.push(ones)
    heard = device.play(RATE_HZ)[MARGIN:]
    assert np.array_equal(heard[:HOP], np.full(HOP, 0.5, np.float32))
    assert np.array_equal(heard[2 * HOP :], ones)
    assert np.abs(np.diff(heard)).max() < 0.002


def test_a_full_ring_takes_what_fits() -> None:
    device, edge = output()
    device.ring.write(np.zeros(device.ring.free - 100, np.float32))
    edge._skip = lambda block: False  # type: ignore[method-assign]  # as if it were all wanted
    edge.push(tone(HOP))
    assert device.ring.free == 0


def test_input_comes_as_it_is_at_48_khz_and_ends_when_the_device_has_ended() -> None:
    device = Device()
    edge = CaptureEdge(cast(CaptureStream, device))
    said = tone(10_000)
    for start in range(0, len(said), 777):
        device.ring.write(said[start : start + 777])
    assert edge.available == len(said)
    assert np.array_equal(np.concatenate([edge.pull(480), edge.pull(9_000)]), said[:9_480])
    assert edge.available == 520
    assert not edge.ended
    device.ended = True
    assert edge.ended
    device.ring.write(said[:1])
    assert not edge.ended


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 96_000])
def test_input_of_other_rates_arrives_at_48_khz(rate_hz: int) -> None:
    device = Device(rate_hz)
    edge = CaptureEdge(cast(CaptureStream, device))
    seconds, f_hz = 0.5, 997.0
    said = (0.25 * np.sin(2 * np.pi * f_hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)
    device.ring.write(said)
    n = edge.available
    assert n == pytest.approx(seconds * RATE_HZ - edge.delay_ms * RATE_HZ / 1000, abs=RATE_HZ / rate_hz + 2)
    heard = edge.pull(n).astype(np.float64)[2000:-2000]
    error = heard[2:] - 2 * np.cos(2 * np.pi * f_hz / RATE_HZ) * heard[1:-1] + heard[:-2]
    assert np.abs(error).max() < 1e-3
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(0.25 / np.sqrt(2), rel=0.01)


def test_a_gain_that_changes_slides_over_one_block() -> None:
    device, edge = output(gain=1.0)
    device.ring.drop_oldest(device.ring.available)
    block = np.full(HOP, 0.5, np.float32)
    for gain in (1.0, 0.0, 0.0):
        edge.gain = gain
        edge.push(block)
    played = device.play(4 * HOP)
    steps = np.abs(np.diff(played[100:-100]))
    assert steps.max() < 0.01  # no click
    assert np.abs(played[-200:-100]).max() < 1e-3


def test_a_little_that_is_missing_is_put_in_where_it_is_quiet_and_only_there() -> None:
    """A device that began early, or a first block that came late, would leave less than the margin for good."""
    device, edge = output()
    device.play(MARGIN // 3)
    for n in range(20):
        edge.push(tone(HOP, n * HOP))
        device.play(HOP)
    assert device.ring.available <= MARGIN - MARGIN // 3 + DRIFTED
    quiet = np.full(HOP, 0.5e-3, np.float32)
    for _ in range(20):
        edge.push(quiet)
        device.play(HOP)
    assert device.ring.available == pytest.approx(MARGIN, abs=RATE_HZ // 500)
    assert (edge.late_blocks, edge.late_samples) == (0, 0)


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 24_000])
def test_while_somebody_speaks_a_period_is_said_twice_where_the_margin_has_all_but_gone(rate_hz: int) -> None:
    """As after a sound server that has begun to ask earlier than before: silence would be heard next."""
    device, edge = output(rate_hz=rate_hz)
    margin, hop = MARGIN * rate_hz // RATE_HZ, HOP * rate_hz // RATE_HZ
    heard = []
    for n in range(60):
        edge.push(tone(HOP, n * HOP))
        heard.append(device.play(hop + (margin * 8 // 10 if n == 30 else 0)))
    assert min(len(block) for block in heard) == hop
    assert device.ring.available > 0.6 * margin
    sound = np.concatenate(heard)[2 * margin :].astype(np.float64)
    error = sound[2:] - 2 * np.cos(0.05 * RATE_HZ / rate_hz) * sound[1:-1] + sound[:-2]
    assert np.abs(error).max() < 2e-3, "a joint is heard"
    assert (edge.late_blocks, edge.late_samples) == (0, 0)


def test_where_the_ring_has_been_filled_again_nothing_is_said_twice() -> None:
    """As a device does that has run dry, which waits for its margin."""
    device, edge = output()
    for n in range(30):
        edge.push(tone(HOP, n * HOP))
        device.play(HOP)
        if n == 10:
            device.play(MARGIN)
        if n == 11:
            device.ring.write(tone(MARGIN))
    assert device.ring.available == pytest.approx(MARGIN, abs=DRIFTED)


def test_a_long_block_that_is_late_draws_nothing_out_here() -> None:
    device, edge = output()
    for n in range(10):
        edge.push(tone(10 * HOP, n * 10 * HOP))
        device.play(10 * HOP + (MARGIN * 8 // 10 if n == 5 else 0))
    assert device.ring.available < 0.3 * MARGIN


def test_one_late_block_in_a_pause_adds_next_to_nothing() -> None:
    device, edge = output()
    quiet = np.zeros(HOP, np.float32)
    for n in range(60):
        early = HOP // 2 if n in (20, 40) else 0
        device.play(early)
        edge.push(quiet)
        device.play(HOP - early)
    assert device.ring.available - MARGIN < RATE_HZ // 200


def test_more_waits_while_devices_settle_and_goes_in_the_first_silence_after_that() -> None:
    device = Device()
    edge = PlaybackEdge(cast(PlaybackStream, device), MARGIN_MS, starting_ms=5.0)
    n_settling = round(SETTLING_S * RATE_HZ / HOP) - 1
    silent(edge, device, n_settling)
    assert device.ring.available == MARGIN + 240
    assert edge.excess_samples == 0
    silent(edge, device, 50)
    assert device.ring.available == MARGIN
    assert edge.late_samples == 0


def test_what_waits_more_at_first_drains_while_somebody_speaks() -> None:
    device = Device()
    edge = PlaybackEdge(cast(PlaybackStream, device), MARGIN_MS, starting_ms=5.0)
    for k in range(2000):
        edge.push(tone(HOP, k * HOP))
        device.play(HOP)
    assert abs(device.ring.available - MARGIN) < DRIFTED
    assert (edge.late_blocks, edge.late_samples) == (0, 0)
