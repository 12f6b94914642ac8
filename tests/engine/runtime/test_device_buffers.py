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
from engine.runtime.device_buffers import QUIET, STARTING_S, CaptureBuffer, PlaybackBuffer
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


def output(started: bool = True, gain: float = 1.0, rate_hz: int = RATE_HZ) -> tuple[Device, PlaybackBuffer]:
    """A device and its buffer; `started`: it has been playing for longer than devices take to start."""
    device = Device(rate_hz)
    buffer = PlaybackBuffer(cast(PlaybackStream, device), MARGIN_MS, gain)
    if started:
        device.counters.values[SAMPLES] = round(STARTING_S * rate_hz)
    return device, buffer


def silent(buffer: PlaybackBuffer, device: Device, n_blocks: int) -> None:
    for _ in range(n_blocks):
        buffer.push(np.zeros(HOP, np.float32))
        device.play(HOP)


def tone(n: int, start: int = 0, level: float = 0.25) -> Audio:
    said: Audio = (level * np.sin(0.05 * np.arange(start, start + n))).astype(np.float32)
    return said


def test_what_goes_in_comes_out_behind_the_margin_to_the_bit() -> None:
    device, buffer = output()
    said = tone(100 * HOP)
    heard = []
    for start in range(0, len(said), HOP):
        buffer.push(said[start : start + HOP])
        heard.append(device.play(HOP))
    assert np.array_equal(np.concatenate(heard), np.concatenate([np.zeros(MARGIN, np.float32), said])[: len(said)])
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)


def test_what_waits_is_told_in_seconds_and_samples_of_48_khz() -> None:
    device, buffer = output()
    assert buffer.excess_samples == 0
    assert buffer.waiting_s == pytest.approx(MARGIN_MS / 1000)
    buffer.push(tone(HOP))
    assert buffer.excess_samples == HOP
    device.play(HOP // 2)
    assert buffer.excess_samples == HOP // 2
    slow, buffer = output(rate_hz=24_000)
    slow.ring.write(np.zeros(240, np.float32))
    assert buffer.excess_samples == 480
    slow.play(480)
    assert buffer.excess_samples == 0


def test_a_backlog_within_the_limit_is_kept_while_somebody_speaks() -> None:
    device, buffer = output()
    n_blocks = LATE_LIMIT_SAMPLES // HOP + 1
    for n in range(n_blocks):
        buffer.push(tone(HOP, n * HOP))
    assert buffer.late_blocks == 0
    assert device.ring.available > MARGIN + n_blocks * HOP - DRIFTED


def test_beyond_the_limit_it_is_left_out_until_the_margin_is_left_and_counted_once() -> None:
    device, buffer = output()
    device.ring.write(np.zeros(LATE_LIMIT_SAMPLES + HOP + 1, np.float32))
    pushed = skipped = 0
    while buffer.excess_samples > HOP:
        before = device.ring.available
        buffer.push(tone(HOP, pushed * HOP))
        skipped += device.ring.available == before
        pushed += 1
        device.play(HOP)
    assert buffer.late_blocks == 1
    assert buffer.late_samples == skipped * HOP
    assert skipped > 1


def test_the_joint_after_what_was_left_out_does_not_click() -> None:
    device, buffer = output()
    device.play(MARGIN)
    heard = []
    for n in range(60):
        # A louder stretch that piles up, then a softer one: the first block left out is loud, the next one played is soft.
        buffer.push(np.full(HOP, 0.25 if not buffer.late_blocks else 0.2, np.float32))
        if n > 2 * LATE_LIMIT_SAMPLES // HOP:
            heard.append(device.play(HOP))
    sound = np.concatenate(heard)[HOP:]  # without the beginning of it all, which is a step
    assert buffer.late_blocks == 1
    assert sound[0] == pytest.approx(0.25, abs=1e-4)
    assert sound[-1] == pytest.approx(0.2, abs=1e-4)
    assert np.abs(np.diff(sound)).max() < 0.002


@pytest.mark.parametrize(("started", "level"), [(False, 0.25), (True, 0.9 * QUIET)])
def test_while_devices_settle_or_nobody_speaks_it_is_left_out_at_once_and_does_not_count(started: bool, level: float) -> None:
    device, buffer = output(started)
    device.ring.write(np.zeros(2 * HOP, np.float32))
    before = device.ring.available
    buffer.push(tone(HOP, level=level))
    assert device.ring.available == before
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)


@pytest.mark.parametrize(("started", "level"), [(False, 0.25), (True, 0.9 * QUIET)])
def test_one_block_more_than_the_margin_is_no_backlog(started: bool, level: float) -> None:
    device, buffer = output(started)
    buffer.push(tone(HOP, level=level))
    buffer.push(tone(HOP, level=level))
    assert device.ring.available == MARGIN + 2 * HOP


def test_what_is_always_too_much_goes_when_nobody_speaks() -> None:
    device, buffer = output()
    device.ring.write(np.zeros(HOP // 2, np.float32))
    waiting = []
    for n in range(100):
        buffer.push(tone(HOP, n * HOP, level=0.25 if n < 60 else 0.0))
        device.play(HOP)
        waiting.append(device.ring.available)
    assert min(waiting[:59]) > MARGIN + HOP // 4  # all that the drift correction has taken
    assert max(abs(level - MARGIN) for level in waiting[61:]) <= DRIFTED
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)


def test_a_voice_that_takes_long_may_have_twice_its_reserve() -> None:
    device, buffer = output()
    buffer.reserve_samples = 3 * HOP
    device.ring.write(np.zeros(6 * HOP, np.float32))  # the reserve, and as much again
    for _ in range(12):
        buffer.push(np.zeros(10 * HOP, np.float32))
        device.play(10 * HOP)
    assert device.ring.available > MARGIN + 4 * HOP


def test_a_block_that_came_early_is_not_too_much() -> None:
    device, buffer = output()
    for n in range(100):
        buffer.push(np.zeros(HOP, np.float32))
        if n % 4:
            device.play(HOP)
        if n % 4 == 3:
            device.play(HOP)
    assert abs(device.ring.available - MARGIN) <= DRIFTED


def test_settling_ends() -> None:
    device, buffer = output(started=False)
    device.counters.values[SAMPLES] = round(STARTING_S * RATE_HZ) - 1
    device.ring.write(np.zeros(2 * HOP, np.float32))
    buffer.push(tone(HOP))
    assert device.ring.available == MARGIN + 2 * HOP
    device, buffer = output(started=True)
    device.ring.write(np.zeros(2 * HOP, np.float32))
    buffer.push(tone(HOP))
    assert device.ring.available > MARGIN + 3 * HOP - DRIFTED


def test_a_change_of_gain_slides_over_one_block() -> None:
    device, buffer = output(gain=0.5)
    ones = np.ones(HOP, np.float32)
    buffer.push(ones)
    buffer.gain = 1.0
    buffer.push(ones)
    buffer.push(ones)
    heard = device.play(RATE_HZ)[MARGIN:]
    assert np.array_equal(heard[:HOP], np.full(HOP, 0.5, np.float32))
    assert np.array_equal(heard[2 * HOP :], ones)
    assert np.abs(np.diff(heard)).max() < 0.002


def test_a_full_ring_takes_what_fits() -> None:
    device, buffer = output()
    device.ring.write(np.zeros(device.ring.free - 100, np.float32))
    buffer._skip = lambda block: False  # type: ignore[method-assign]  # as if it were all wanted
    buffer.push(tone(HOP))
    assert device.ring.free == 0


def test_input_comes_as_it_is_at_48_khz_and_ends_when_the_device_has_ended() -> None:
    device = Device()
    buffer = CaptureBuffer(cast(CaptureStream, device))
    said = tone(10_000)
    for start in range(0, len(said), 777):
        device.ring.write(said[start : start + 777])
    assert buffer.available == len(said)
    assert np.array_equal(np.concatenate([buffer.pull(480), buffer.pull(9_000)]), said[:9_480])
    assert buffer.available == 520
    assert not buffer.ended
    device.ended = True
    assert buffer.ended
    device.ring.write(said[:1])
    assert not buffer.ended


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 96_000])
def test_input_of_other_rates_arrives_at_48_khz(rate_hz: int) -> None:
    device = Device(rate_hz)
    buffer = CaptureBuffer(cast(CaptureStream, device))
    seconds, f_hz = 0.5, 997.0
    said = (0.25 * np.sin(2 * np.pi * f_hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)
    device.ring.write(said)
    n = buffer.available
    assert n == pytest.approx(seconds * RATE_HZ - buffer.delay_ms * RATE_HZ / 1000, abs=RATE_HZ / rate_hz + 2)
    heard = buffer.pull(n).astype(np.float64)[2000:-2000]
    error = heard[2:] - 2 * np.cos(2 * np.pi * f_hz / RATE_HZ) * heard[1:-1] + heard[:-2]
    assert np.abs(error).max() < 1e-3
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(0.25 / np.sqrt(2), rel=0.01)


def test_a_gain_that_changes_slides_over_one_block() -> None:
    device, buffer = output(gain=1.0)
    device.ring.drop_oldest(device.ring.available)
    block = np.full(HOP, 0.5, np.float32)
    for gain in (1.0, 0.0, 0.0):
        buffer.gain = gain
        buffer.push(block)
    played = device.play(4 * HOP)
    steps = np.abs(np.diff(played[100:-100]))
    assert steps.max() < 0.01  # no click
    assert np.abs(played[-200:-100]).max() < 1e-3


def test_a_little_that_is_missing_is_put_in_where_it_is_quiet_and_only_there() -> None:
    """A device that began early, or a first block that came late, would leave less than the margin for good."""
    device, buffer = output()
    device.play(MARGIN // 3)
    for n in range(20):
        buffer.push(tone(HOP, n * HOP))
        device.play(HOP)
    assert device.ring.available <= MARGIN - MARGIN // 3 + DRIFTED
    quiet = np.full(HOP, 0.5e-3, np.float32)
    for _ in range(20):
        buffer.push(quiet)
        device.play(HOP)
    assert device.ring.available == pytest.approx(MARGIN, abs=RATE_HZ // 500)
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 24_000])
def test_while_somebody_speaks_a_period_is_said_twice_where_the_margin_has_all_but_gone(rate_hz: int) -> None:
    """As after a sound server that has begun to ask earlier than before: silence would be heard next."""
    device, buffer = output(rate_hz=rate_hz)
    margin, hop = MARGIN * rate_hz // RATE_HZ, HOP * rate_hz // RATE_HZ
    heard = []
    for n in range(60):
        buffer.push(tone(HOP, n * HOP))
        heard.append(device.play(hop + (margin * 8 // 10 if n == 30 else 0)))
    assert min(len(block) for block in heard) == hop
    assert device.ring.available > 0.6 * margin
    sound = np.concatenate(heard)[2 * margin :].astype(np.float64)
    error = sound[2:] - 2 * np.cos(0.05 * RATE_HZ / rate_hz) * sound[1:-1] + sound[:-2]
    assert np.abs(error).max() < 2e-3, "a joint is heard"
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)


def test_where_the_ring_has_been_filled_again_nothing_is_said_twice() -> None:
    """As a device does that has run dry, which waits for its margin."""
    device, buffer = output()
    for n in range(30):
        buffer.push(tone(HOP, n * HOP))
        device.play(HOP)
        if n == 10:
            device.play(MARGIN)
        if n == 11:
            device.ring.write(tone(MARGIN))
    assert device.ring.available == pytest.approx(MARGIN, abs=DRIFTED)


def test_a_long_block_that_is_late_draws_nothing_out_here() -> None:
    device, buffer = output()
    for n in range(10):
        buffer.push(tone(10 * HOP, n * 10 * HOP))
        device.play(10 * HOP + (MARGIN * 8 // 10 if n == 5 else 0))
    assert device.ring.available < 0.3 * MARGIN


def test_one_late_block_in_a_pause_adds_next_to_nothing() -> None:
    device, buffer = output()
    quiet = np.zeros(HOP, np.float32)
    for n in range(60):
        early = HOP // 2 if n in (20, 40) else 0
        device.play(early)
        buffer.push(quiet)
        device.play(HOP - early)
    assert device.ring.available - MARGIN < RATE_HZ // 200


def test_more_waits_while_devices_settle_and_goes_in_the_first_silence_after_that() -> None:
    device = Device()
    buffer = PlaybackBuffer(cast(PlaybackStream, device), MARGIN_MS, starting_ms=5.0)
    n_starting = round(STARTING_S * RATE_HZ / HOP) - 1
    silent(buffer, device, n_starting)
    assert device.ring.available == MARGIN + 240
    assert buffer.excess_samples == 0
    silent(buffer, device, 50)
    assert device.ring.available == MARGIN
    assert buffer.late_samples == 0


def test_what_waits_more_at_first_drains_while_somebody_speaks() -> None:
    device = Device()
    buffer = PlaybackBuffer(cast(PlaybackStream, device), MARGIN_MS, starting_ms=5.0)
    for k in range(2000):
        buffer.push(tone(HOP, k * HOP))
        device.play(HOP)
    assert abs(device.ring.available - MARGIN) < DRIFTED
    assert (buffer.late_blocks, buffer.late_samples) == (0, 0)
