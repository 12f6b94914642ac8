"""The effects of a voice, one after the other, without delay.

    name        amount            what `mix` = 1 gives
    high_pass   Hz, corner        the highs, 24 dB per octave below the corner (Butterworth)
    low_pass    Hz, corner        the lows, 24 dB per octave above the corner (Butterworth)
    drive       dB, gain into it  a tanh curve; a level of -20 dBFS comes out as it went in
    ring        Hz, carrier       the voice times a sine
    tremolo     Hz, rate          loudness swinging between full and nothing
    chorus      ms, wobble        two copies, 15 ms late and wobbling by `amount` at 0.7 Hz, in opposite directions
    echo        ms, delay         repeats, each 7 dB softer than the one before, without the voice itself
    gain        dB                makes up for what the effects before it took

The output is (1 - mix) * input + mix * effect. Every effect is a loop over samples on a small state, with float64 inside, and swings by the
absolute number of the sample: cutting the input differently cannot show. Worker thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, StreamSpec
from models.voice import Effect

Array = NDArray[np.float64]

_BUTTERWORTH_4_Q = (0.54119610, 1.30656296)
_CHORUS_DELAY_SAMPLES = 15.0 * SAMPLE_RATE_HZ / 1000
_CHORUS_RATE_HZ = 0.7
_ECHO_FEEDBACK = 0.45
_DRIVE_PIVOT = 0.1


@dataclass(slots=True)
class EffectState:
    """One effect of one stream. `memory` [2, 2] float64: the two sections of a filter. `line` [n] float64: a delay line, a ring written at
    sample number modulo n. `sample`: absolute number of the next sample."""

    memory: Array
    line: Array
    sample: int


class Effects:
    """The stage over `Voice.effects`; none passes the block through."""

    def __init__(self, effects: tuple[Effect, ...]) -> None:
        self._effects = effects
        self._sections = tuple(_sections(effect) for effect in effects)

    @property
    def latency_samples(self) -> int:
        return 0

    def prepare(self, spec: StreamSpec) -> list[EffectState]:
        start = spec.first_frame * FRAME_SAMPLES
        return [EffectState(np.zeros((2, 2)), np.zeros(_line_samples(effect)), start) for effect in self._effects]

    def process(self, block: Audio, state: list[EffectState], params: LiveParams) -> Audio:
        """`block` [n] float32 and as many samples back."""
        if not self._effects:
            return block
        x = block.astype(np.float64)
        for effect, sections, own in zip(self._effects, self._sections, state, strict=True):
            x += effect.mix * (_wet(effect, sections, x, own) - x)
            own.sample += len(block)
        return x.astype(np.float32)


def _wet(effect: Effect, sections: Array, x: Array, state: EffectState) -> Array:
    """The effect alone, for `x` [n] float64."""
    wet = np.empty(len(x))
    if effect.name in ("high_pass", "low_pass"):
        _filter(x, sections, state.memory, wet)
    elif effect.name == "drive":
        _drive(x, 10.0 ** (effect.amount / 20.0), wet)
    elif effect.name == "ring":
        _ring(x, effect.amount / SAMPLE_RATE_HZ, state.sample, wet)
    elif effect.name == "tremolo":
        _tremolo(x, effect.amount / SAMPLE_RATE_HZ, state.sample, wet)
    elif effect.name == "chorus":
        _chorus(x, effect.amount * SAMPLE_RATE_HZ / 1000, state.sample, state.line, wet)
    elif effect.name == "gain":
        np.multiply(x, 10.0 ** (effect.amount / 20.0), out=wet)
    else:
        _echo(x, state.sample, state.line, wet)
    return wet


def _line_samples(effect: Effect) -> int:
    if effect.name == "echo":
        return round(effect.amount * SAMPLE_RATE_HZ / 1000)
    if effect.name == "chorus":
        return math.ceil(_CHORUS_DELAY_SAMPLES + effect.amount * SAMPLE_RATE_HZ / 1000) + 2
    return 0


def _sections(effect: Effect) -> Array:
    """[2, 5] float64 b0 b1 b2 a1 a2 of the two second-order sections of a filter (Bristow-Johnson's bilinear forms); zeros for the
    others."""
    if effect.name not in ("high_pass", "low_pass"):
        return np.zeros((2, 5))
    turn = 2.0 * math.pi * effect.amount / SAMPLE_RATE_HZ
    rows = []
    for q in _BUTTERWORTH_4_Q:
        alpha = math.sin(turn) / (2.0 * q)
        sign = 1.0 if effect.name == "low_pass" else -1.0
        edge = (1.0 - sign * math.cos(turn)) / 2.0
        row = np.array([edge, sign * 2.0 * edge, edge, -2.0 * math.cos(turn), 1.0 - alpha])
        rows.append(row / (1.0 + alpha))
    return np.array(rows)


@njit(nogil=True, cache=True)
def _filter(x: Array, sections: Array, memory: Array, out: Array) -> None:
    """Transposed direct form II; what has decayed below 1e-30 is dropped, for denormal numbers are slow."""
    for i in range(x.shape[0]):
        value = x[i]
        for s in range(sections.shape[0]):
            b0, b1, b2, a1, a2 = sections[s]
            answer = b0 * value + memory[s, 0]
            memory[s, 0] = b1 * value - a1 * answer + memory[s, 1]
            memory[s, 1] = b2 * value - a2 * answer
            value = answer
            if abs(memory[s, 1]) < 1e-30:
                memory[s, 1] = 0.0
            if abs(memory[s, 0]) < 1e-30:
                memory[s, 0] = 0.0
        out[i] = value


@njit(nogil=True, cache=True)
def _drive(x: Array, gain: float, out: Array) -> None:
    level = _DRIVE_PIVOT / math.tanh(gain * _DRIVE_PIVOT)
    for i in range(x.shape[0]):
        out[i] = level * math.tanh(gain * x[i])


@njit(nogil=True, cache=True)
def _ring(x: Array, turns: float, first: int, out: Array) -> None:
    for i in range(x.shape[0]):
        out[i] = x[i] * math.sin(2.0 * math.pi * ((first + i) * turns % 1.0))


@njit(nogil=True, cache=True)
def _tremolo(x: Array, turns: float, first: int, out: Array) -> None:
    for i in range(x.shape[0]):
        out[i] = x[i] * (0.5 + 0.5 * math.cos(2.0 * math.pi * ((first + i) * turns % 1.0)))


@njit(nogil=True, cache=True)
def _chorus(x: Array, depth: float, first: int, line: Array, out: Array) -> None:
    n = line.shape[0]
    for i in range(x.shape[0]):
        line[(first + i) % n] = x[i]
        swing = depth * math.sin(2.0 * math.pi * ((first + i) * _CHORUS_RATE_HZ / SAMPLE_RATE_HZ % 1.0))
        out[i] = 0.0
        for side in (-1.0, 1.0):
            delay = _CHORUS_DELAY_SAMPLES + side * swing
            whole = int(delay)
            part = delay - whole
            newer = line[(first + i - whole) % n]
            older = line[(first + i - whole - 1) % n]
            out[i] += 0.7 * (newer + part * (older - newer))


@njit(nogil=True, cache=True)
def _echo(x: Array, first: int, line: Array, out: Array) -> None:
    n = line.shape[0]
    for i in range(x.shape[0]):
        place = (first + i) % n
        out[i] = line[place]
        line[place] = x[i] + _ECHO_FEEDBACK * line[place]
        if abs(line[place]) < 1e-30:
            line[place] = 0.0
