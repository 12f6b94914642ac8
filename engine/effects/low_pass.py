"""The lows, 24 dB per octave above the corner."""

from __future__ import annotations

from engine.effects.contract import Parameter
from engine.effects.pass_filter import PassFilter

EFFECT = PassFilter("low_pass", "Low-pass", (Parameter("corner_hz", "Corner", "Hz", 100.0, 20_000.0, 8_000.0),), highs=False)
