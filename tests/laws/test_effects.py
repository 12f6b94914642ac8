"""Every effect of the catalogue under the laws of engine/effects/contract.py, at both ends of every parameter and while it is turned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, StreamSpec
from engine.effects.catalogue import EFFECTS
from engine.effects.chain import ChainState, Effects
from engine.effects.contract import Declared, EffectKind, Parameter, Signal, Values
from engine.errors import EffectError
from models.voice import Effect as Wished
from tests.laws.laws import cut, noise

EDGES = [
    pytest.param(name, parameter.name, edge, id=f"{name} {parameter.name} {edge}")
    for name, effect in EFFECTS.items()
    for parameter in effect.parameters
    for edge in ("low", "high")
]
TURNED_AT = 24_000


def parameter_of(name: str, parameter: str) -> Parameter:
    return next(one for one in EFFECTS[name].parameters if one.name == parameter)


def wished(name: str, **values: float) -> Wished:
    return Wished(name, params=tuple(values.items()))


def through(effect: EffectKind[Any], x: Signal, values: Values, chunk: int) -> Signal:
    """The effect alone, without the chain around it."""
    state = effect.prepare(0)
    return np.concatenate([effect.process(x[i : i + chunk], values, state) for i in range(0, len(x), chunk)])


def turned(before: Wished, after: Wished, x: Audio, chunk: int) -> Audio:
    """`x` through a chain of one, turned after TURNED_AT samples and back after twice as many; a multiple of `chunk` each."""
    stage = Effects([before])
    state = stage.prepare(StreamSpec())
    out = []
    for number, piece in enumerate(cut(x, chunk)):
        if number * chunk in (TURNED_AT, 2 * TURNED_AT):
            stage.turn([after if number * chunk == TURNED_AT else before], state)
        out.append(stage.process(piece, state, LiveParams()))
    return np.concatenate(out)


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_declares_itself(name: str) -> None:
    effect = EFFECTS[name]
    assert effect.label
    assert effect.latency_samples >= 0
    names = [parameter.name for parameter in effect.parameters]
    assert names
    assert len(names) == len(set(names))
    assert not {"name", "amount", "mix", "on"} & set(names), "these mean something else in a voice file"
    for parameter in effect.parameters:
        assert parameter.label
        assert parameter.low < parameter.high
        assert parameter.low <= parameter.default <= parameter.high


@pytest.mark.parametrize(("name", "parameter", "edge"), EDGES)
def test_both_ends_of_every_range_are_safe(name: str, parameter: str, edge: str) -> None:
    value: float = getattr(parameter_of(name, parameter), edge)
    stage = Effects([wished(name, **{parameter: value})])
    state = stage.prepare(StreamSpec())
    y = stage.process(np.concatenate([noise(24_000, level=1.0), np.zeros(480_000, np.float32)]), state, LiveParams())
    assert np.isfinite(y).all()
    assert np.abs(y[-480:]).max() < 0.05
    quiet = stage.process(np.zeros(4_800, np.float32), stage.prepare(StreamSpec()), LiveParams())
    assert np.abs(quiet).max(initial=0.0) < 1e-4


@pytest.mark.parametrize(("name", "parameter", "edge"), EDGES)
def test_turning_does_not_depend_on_the_blocks(name: str, parameter: str, edge: str) -> None:
    before, after = wished(name), wished(name, **{parameter: getattr(parameter_of(name, parameter), edge)})
    x = noise(3 * TURNED_AT)
    whole = turned(before, after, x, TURNED_AT)
    for chunk in (480, 96, 25):
        assert np.array_equal(turned(before, after, x, chunk), whole), f"blocks of {chunk}"


@pytest.mark.parametrize(("name", "parameter", "edge"), EDGES)
def test_turning_does_not_click(name: str, parameter: str, edge: str) -> None:
    """A click is much above the tone: of 200 Hz in, what is left above 6 kHz while it is turned is no more than before and after, or 40 dB
    below the tone."""
    before, after = wished(name), wished(name, **{parameter: getattr(parameter_of(name, parameter), edge)})
    t = np.arange(3 * TURNED_AT) / SAMPLE_RATE_HZ
    x = (0.25 * np.sin(2 * np.pi * 200 * t)).astype(np.float32)
    highs = highs_of(turned(before, after, x, FRAME_SAMPLES))
    moving = [highs[TURNED_AT - 960 : TURNED_AT + 4_800], highs[2 * TURNED_AT - 960 : 2 * TURNED_AT + 4_800]]
    steady = [highs[4_800 : TURNED_AT - 960], highs[TURNED_AT + 4_800 : 2 * TURNED_AT - 960]]
    allowed = max(1.2 * max(np.abs(part).max() for part in steady), 0.25 * 10 ** (-40 / 20))
    assert max(np.abs(part).max() for part in moving) <= allowed


def highs_of(y: Audio) -> Signal:
    """What is above 6 kHz."""
    spectrum = np.fft.rfft(y.astype(np.float64))
    spectrum[np.fft.rfftfreq(len(y), 1 / SAMPLE_RATE_HZ) < 6_000] = 0.0
    return np.fft.irfft(spectrum, len(y))


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_writes_to_nothing_but_its_state(name: str) -> None:
    effect = EFFECTS[name]
    x = noise(4_800).astype(np.float64)
    x.flags.writeable = False
    values = {parameter.name: parameter.default for parameter in effect.parameters}
    given = dict(values)
    through(effect, x, values, 997)
    assert values == given


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_gives_as_much_as_it_is_given(name: str) -> None:
    effect = EFFECTS[name]
    values = {parameter.name: parameter.default for parameter in effect.parameters}
    state = effect.prepare(7)
    for n in (0, 1, 64, 0, 997):
        assert effect.process(np.zeros(n), values, state).shape == (n,)


@pytest.mark.parametrize("name", EFFECTS)
def test_the_switch_fades_and_begins_afresh(name: str) -> None:
    on = wished(name)
    off = replace(on, on=False)
    x = noise(3 * TURNED_AT)
    y = turned(on, off, x, 480)
    late = Effects([on]).latency_samples
    assert np.array_equal(y[TURNED_AT + 960 + late : 2 * TURNED_AT - late], x[TURNED_AT + 960 : 2 * TURNED_AT - 2 * late])
    assert np.array_equal(turned(on, off, x, 25), y)


@pytest.mark.parametrize("name", EFFECTS)
def test_what_is_off_costs_nothing(name: str) -> None:
    stage = Effects([replace(wished(name), on=False)])
    state = stage.prepare(StreamSpec())
    x = noise(4_800)
    late = stage.latency_samples
    assert np.array_equal(stage.process(x, state, LiveParams()), x[: len(x) - late])
    assert state.links[0].own is None


class _Late(Declared):
    """Hands on what it is given, 100 samples late."""

    @property
    def latency_samples(self) -> int:
        return 100

    def prepare(self, first_sample: int) -> list[Signal]:
        return [np.zeros(100)]

    def process(self, x: Signal, values: Values, state: list[Signal]) -> Signal:
        waiting = np.concatenate([state[0], x])
        state[0] = waiting[len(x) :]
        return waiting[: len(x)]


def test_the_dry_sound_waits_for_an_effect_that_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    late = _Late("late", "Late", (Parameter("amount_of_it", "Amount", "", 0.0, 1.0, 0.5),))
    monkeypatch.setitem(EFFECTS, "late", late)
    x = noise(48_000)
    for mix, on in ((1.0, True), (0.5, True), (0.5, False)):
        stage = Effects([Wished("late", mix=mix, on=on), Wished("gain", 0.0)])
        assert stage.latency_samples == 100
        state = stage.prepare(StreamSpec())
        y = np.concatenate([stage.process(piece, state, LiveParams()) for piece in cut(x, 37)])
        assert np.abs(y - x[:-100]).max() < 1e-7


class _Broken(Declared):
    """A gain with one fault, chosen by its name."""

    def prepare(self, first_sample: int) -> dict[str, Any]:
        return {}

    def process(self, x: Signal, values: Values, state: dict[str, Any]) -> Signal:
        out = x * values["factor"]
        if self.name == "by blocks" and len(out):
            out[0] = out.mean()
        if self.name == "infinite":
            out[np.abs(out) > 1.0] = np.inf
        if self.name == "writes":
            x *= 0.5
        if self.name == "short":
            out = out[1:]
        return out


@pytest.mark.parametrize(
    ("fault", "law"),
    [
        ("by blocks", lambda name: test_turning_does_not_depend_on_the_blocks(name, "factor", "low")),
        ("clicks", lambda name: test_turning_does_not_click(name, "factor", "low")),
        ("infinite", lambda name: test_both_ends_of_every_range_are_safe(name, "factor", "high")),
        ("writes", test_an_effect_writes_to_nothing_but_its_state),
        ("short", test_an_effect_gives_as_much_as_it_is_given),
    ],
)
def test_a_broken_effect_is_caught(fault: str, law: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EFFECTS, fault, _Broken(fault, "Broken", (Parameter("factor", "Factor", "", 0.0, 2.0, 1.0),)))
    with pytest.raises((AssertionError, ValueError)):
        law(fault)


@pytest.mark.parametrize(
    ("effect", "code", "fact"),
    [
        (Wished("wah", 1.0), "effect.unknown", "wah"),
        (Wished("ech", 100.0), "effect.unknown", "echo"),
        (Wished("ring", 70.0, params=(("depth", 2.0),)), "effect.parameter", "depth"),
        (Wished("ring", 0.0), "effect.range", "carrier_hz"),
        (Wished("ring", 1e9), "effect.range", "carrier_hz"),
        (Wished("ring", float("nan")), "effect.range", "carrier_hz"),
        (Wished("ring", 70.0, mix=2.0), "effect.range", "mix"),
    ],
)
def test_nonsense_is_refused_with_a_code(effect: Wished, code: str, fact: str) -> None:
    with pytest.raises(EffectError) as caught:
        Effects([effect])
    assert caught.value.code == code
    assert fact in f"{caught.value.subject} {caught.value.facts}"


def test_another_order_is_not_turned_but_made() -> None:
    stage = Effects([Wished("gain", 1.0), Wished("echo", 100.0)])
    state: ChainState = stage.prepare(StreamSpec())
    with pytest.raises(EffectError, match=r"effect\.order"):
        stage.turn([Wished("echo", 100.0), Wished("gain", 1.0)], state)
