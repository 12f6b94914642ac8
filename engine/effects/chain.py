"""The effects of a voice, one after the other.

Of each, the output is (1 - mix) * dry + mix * effect, the dry sound held back as long as the effect is late. What is turned while the
stream runs (`turn`) glides: the mix and the switch here, parameters in the effect. An effect that is off is not computed; switched on again
it begins afresh. It keeps its delay, so that the stream's is constant: leave out of a chain what is late and not wanted.

Worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.effects.catalogue import EffectSetting, setting_of
from engine.effects.contract import Signal
from engine.effects.glide import Ramp
from engine.errors import EffectError
from models.voice import Effect


@dataclass(slots=True)
class LinkState:
    """One effect of one stream. `own` is its state, None while it is off. `late` [latency] float64: the dry sound that waits for it."""

    setting: EffectSetting
    late: Signal
    own: Any = None
    mix: Ramp = field(default_factory=Ramp)


@dataclass(slots=True)
class ChainState:
    """`sample`: absolute number of the next one; `owed`: how many samples are still to be held back."""

    links: list[LinkState]
    sample: int
    owed: int


class Effects:
    """The stage over `Voice.effects`; none passes the block through."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        """Raises EffectError where one is not known, or has no such parameter or value."""
        self._settings = tuple(setting_of(effect) for effect in effects)

    @property
    def latency_samples(self) -> int:
        return sum(setting.effect.latency_samples for setting in self._settings)

    def prepare(self, spec: StreamSpec) -> ChainState:
        links = [LinkState(setting, np.zeros(setting.effect.latency_samples)) for setting in self._settings]
        return ChainState(links, spec.first_frame * FRAME_SAMPLES, self.latency_samples)

    def process(self, block: Audio, state: ChainState, params: LiveParams) -> Audio:
        """`block` [n] float32 and as many samples back, once `latency_samples` have come in."""
        if not state.links:
            return block
        x = block.astype(np.float64)
        for link in state.links:
            x = _through(link, x, state.sample)
        state.sample += len(block)
        kept = min(state.owed, len(x))
        state.owed -= kept
        return x[kept:].astype(np.float32)

    def turn(self, effects: Sequence[Effect], state: ChainState) -> None:
        """From the next block on, `state` sounds as `effects` say: the same effects in the same order, with other values, mix or switch.

        Raises EffectError as the constructor does, or `effect.order` where they are others: that takes a new pipeline.
        """
        settings = [setting_of(effect) for effect in effects]
        if [setting.effect.name for setting in settings] != [link.setting.effect.name for link in state.links]:
            raise EffectError("effect.order", "turn the effects", ", ".join(setting.effect.name for setting in settings))
        for link, setting in zip(state.links, settings, strict=True):
            link.setting = setting


def _through(link: LinkState, x: Signal, sample: int) -> Signal:
    """`x` [n] through one effect, whose first sample has the absolute number `sample`."""
    setting = link.setting
    n_late = len(link.late)
    if n_late:
        waiting = np.concatenate([link.late, x])
        dry, link.late = waiting[: len(x)], waiting[len(x) :]
    else:
        dry = x
    mix = link.mix.curve(len(x), setting.mix if setting.on else 0.0)
    if setting.on or mix.any():
        link.own = setting.effect.prepare(sample) if link.own is None else link.own
        mixed: Signal = dry + mix * (setting.effect.process(x, setting.values, link.own) - dry)
    else:
        mixed = dry
    if not setting.on and link.mix.value == 0.0:
        link.own = None
    return mixed
