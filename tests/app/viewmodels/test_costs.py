"""What a setting would cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.viewmodels.costs import OFFERED, PITCH_WAITS_MS, Running, cost_of
from engine.config import DETECTORS, EngineConfig, with_values
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, pitch_delay_frames
from engine.pitch import detector
from engine.pitch.rmvpe import Rmvpe

RVC = Running(EngineConfig(hop_ms=100, lookahead_ms=40, context_s=1.0), is_rvc=True, delay_ms=180.0, load=0.4)
BUILT_IN = Running(EngineConfig(), is_rvc=False, delay_ms=60.0, load=0.1)


def test_what_is_in_force_costs_what_is_measured() -> None:
    for running in (RVC, BUILT_IN):
        for name in OFFERED:
            cost = cost_of(running, name, getattr(running.config, name))
            assert (cost.delay_ms, cost.load) == pytest.approx((running.delay_ms, running.load))


def test_delay_moves_by_what_the_setting_is() -> None:
    assert cost_of(RVC, "hop_ms", 40).delay_ms == 120.0
    assert cost_of(RVC, "lookahead_ms", 100).delay_ms == 240.0
    assert cost_of(BUILT_IN, "lookahead_ms", 100).delay_ms == 60.0
    assert cost_of(BUILT_IN, "denoise", True).delay_ms == 80.0
    assert cost_of(BUILT_IN, "margin_ms", 20).delay_ms == 71.0


def test_a_look_ahead_that_the_pitch_takes_anyway_costs_nothing() -> None:
    running = replace(RVC, config=replace(RVC.config, detector="rmvpe", lookahead_ms=30))
    assert cost_of(running, "lookahead_ms", 10).delay_ms == running.delay_ms
    assert cost_of(running, "lookahead_ms", 40).delay_ms == running.delay_ms + 10.0


def test_what_pitch_takes_is_what_the_detectors_say() -> None:
    assert set(PITCH_WAITS_MS) == set(DETECTORS)
    for name in ("swiftf0", "crepe-tiny", "harvest"):
        assert PITCH_WAITS_MS[name] == 10.0 * pitch_delay_frames(detector(name))
    assert PITCH_WAITS_MS["rmvpe"] == 1000.0 * (Rmvpe.latency_samples - FRAME_SAMPLES) / SAMPLE_RATE_HZ


def test_a_shorter_hop_or_a_longer_context_works_harder() -> None:
    assert cost_of(RVC, "hop_ms", 50).load == pytest.approx(0.4 * (1090 / 50) / (1140 / 100))
    assert cost_of(RVC, "context_s", 2.0).load > 0.7
    assert cost_of(BUILT_IN, "hop_ms", 40).load == 0.1


def test_without_a_running_voice_there_are_differences_and_no_load() -> None:
    idle = Running(EngineConfig())
    assert cost_of(idle, "hop_ms", 40).delay_ms == 30.0
    assert cost_of(idle, "hop_ms", 40).load == 0.0


def test_every_offer_is_a_possible_value() -> None:
    for name, values in OFFERED.items():
        for value in values:
            with_values(EngineConfig(), {name: value})
