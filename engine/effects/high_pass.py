"""The highs, 24 dB per octave below the corner."""

from __future__ import annotations

from engine.effects.contract import Parameter
from engine.effects.pass_filter import PassFilter

EFFECT = PassFilter("high_pass", "High-pass", (Parameter("corner_hz", "Corner", "Hz", 20.0, 12_000.0, 100.0),), highs=True)
