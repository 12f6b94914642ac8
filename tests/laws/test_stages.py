"""Every stage under every law; and stages made to break a law, to show that it is caught."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, Stage, StreamSpec
from engine.effects.catalogue import EFFECTS
from engine.effects.chain import Effects
from engine.stages.denoise import Denoise
from engine.stages.gain import InputGain
from engine.stages.gate import Gate
from engine.stages.level import Level
from engine.stages.limiter import CEILING, Limiter
from models.voice import Effect
from tests.laws import laws
from tests.laws.laws import LAWS, noise, run

AS_USUAL = {name: Effect(name, mix=0.7) for name in EFFECTS}

STAGES: dict[str, Callable[[], Stage[Any]]] = {
    "gain": InputGain,
    "gate": Gate,
    "denoise": Denoise,
    "level": Level,
    "limiter": Limiter,
    "no effects": lambda: Effects(()),
    **{name: lambda effect=effect: Effects((effect,)) for name, effect in AS_USUAL.items()},  # type: ignore[misc]
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", STAGES)
def test_stage_obeys(name: str, law: Callable[[Callable[[], Stage[Any]]], None]) -> None:
    law(STAGES[name])


@dataclass
class _Broken:
    """A stage with one fault, chosen by name; otherwise it hands its input on, as a copy."""

    fault: str
    latency_samples: int = 0
    leaked: list[Audio] = field(default_factory=list)

    def prepare(self, spec: StreamSpec) -> dict[str, Any]:
        return self.__dict__ if self.fault == "shared" else {"last": np.float32(0), "kept": []}

    def process(self, block: Audio, state: dict[str, Any], params: LiveParams) -> Audio:
        out = block.copy()
        if self.fault == "chunking" and len(out):
            out[0] = 0.0
        elif self.fault == "latency":
            out = out[: len(out) - 1]
        elif self.fault in ("reset", "shared"):
            out += state.get("last", np.float32(0)) if self.fault == "shared" else np.float32(len(self.leaked))
            self.leaked.append(block)
            state["last"] = block[-1] if len(block) else np.float32(0)
        elif self.fault == "hum":
            out += np.float32(0.01)
        elif self.fault == "infinite":
            out[np.abs(out) > 1.0] = np.inf
        elif self.fault == "writes":
            block *= np.float32(0.5)
        elif self.fault == "grows":
            state["kept"].append(block.copy())
        return out


@pytest.mark.parametrize(
    ("fault", "law"),
    [
        ("chunking", laws.chunking_changes_nothing),
        ("latency", laws.latency_is_as_declared),
        ("reset", laws.fresh_state_is_a_reset),
        ("shared", laws.streams_do_not_mix),
        ("hum", laws.silence_stays_silence),
        ("infinite", laws.finite_stays_finite),
        ("writes", laws.input_is_not_written),
        ("grows", laws.memory_does_not_grow),
    ],
)
def test_a_broken_stage_is_caught(fault: str, law: Callable[[Callable[[], Stage[Any]]], None]) -> None:
    law(lambda: _Broken(""))
    with pytest.raises(AssertionError):
        law(lambda: _Broken(fault))


def test_limiter_never_passes_the_ceiling() -> None:
    rng = np.random.default_rng(3)
    for level in (0.5, 1.0, 3.0, 1000.0):
        x = (level * rng.standard_normal(48_000)).astype(np.float32)
        x[rng.integers(0, 48_000, 50)] *= np.float32(20)
        assert np.abs(run(Limiter(), x)).max() <= CEILING + 1e-6


def test_limiter_leaves_quiet_sound_alone() -> None:
    x = noise(9_600, level=0.1)
    assert np.abs(x).max() < CEILING
    assert np.array_equal(run(Limiter(), x), x[: -Limiter.latency_samples])


def test_gate_opens_on_speech_level_and_shuts_after_its_hold() -> None:
    quiet, loud = np.full(48_000, 0.0005, np.float32), np.full(9_600, 0.1, np.float32)
    out = run(Gate(), np.concatenate([quiet, loud, quiet]), params=LiveParams(gate_db=-50.0))
    assert np.abs(out[24_000:48_000]).max() < 1e-6
    assert out[48_000 + 480] == pytest.approx(0.1, rel=1e-2)
    assert np.abs(out[57_600 + 24_000 :]).max() < 1e-6


def test_gate_does_not_chatter_between_its_two_thresholds() -> None:
    """A level that wavers inside the hysteresis keeps the gate as it is."""
    t = np.arange(48_000)
    wavering: Audio = (10 ** (-52 / 20) * (1 + 0.2 * np.sin(t / 3000))).astype(np.float32)
    assert np.abs(run(Gate(), wavering)).max() == 0.0
    opened = run(Gate(), np.concatenate([np.full(480, 0.1, np.float32), wavering]))
    assert np.abs(opened[4800:] - wavering[4320:]).max() < 1e-4


def test_gate_at_the_bottom_of_its_range_is_open() -> None:
    x = noise(9_600, level=1e-5)
    assert np.abs(run(Gate(), x, params=LiveParams(gate_db=-90.0))[2400:] - x[2400:]).max() < 1e-9


@pytest.mark.parametrize(("stage", "before", "after"), [(InputGain(), {}, {"input_gain_db": -20.0}), (Level(), {}, {"muted": True})])
def test_a_parameter_step_does_not_click(stage: Stage[Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    x = (0.5 * np.sin(2 * np.pi * 200 * np.arange(48_000) / 48_000)).astype(np.float32)
    state = stage.prepare(StreamSpec())
    y = [
        run(stage, piece, params=LiveParams(**(before if i < 50 else after)), state=state)
        for i, piece in enumerate(laws.cut(x, FRAME_SAMPLES))
    ]
    assert np.abs(np.diff(np.concatenate(y))).max() <= np.abs(np.diff(x)).max() * 1.02


def test_denoise_lowers_noise_and_keeps_a_voice_like_tone() -> None:
    rng = np.random.default_rng(0)
    hiss = (0.01 * rng.standard_normal(96_000)).astype(np.float32)
    out = run(Denoise(), hiss)
    assert np.std(out[48_000:]) < 0.3 * np.std(hiss)
