"""What another hop, look-ahead or context would cost, before it is tried. Pure functions.

The delay follows exactly from the pipeline's own numbers: it is measured now, and each setting moves it by what it is. The load is measured
now, and for another setting estimated: an RVC voice computes its whole window (context, hop and look-ahead) once a hop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.config import EngineConfig

DENOISE_MS = 20.0
CONTENT_WAITS_MS = 10.0
PITCH_WAITS_MS = {"swiftf0": 10.0, "crepe-tiny": 30.0, "crepe-full": 40.0, "rmvpe": 40.0, "harvest": 200.0}
"""How late the newest pitch is when a block ends: an RVC voice's look-ahead lasts meanwhile."""
COSTED = ("hop_ms", "lookahead_ms", "context_s", "margin_ms", "denoise")
OFFERED: dict[str, tuple[float, ...]] = {
    "hop_ms": (10, 20, 30, 40, 60, 80, 100, 160, 200, 250, 300, 400, 500),
    "lookahead_ms": (0, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300),
    "context_s": (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0),
    "margin_ms": (0, 5, 9, 15, 20, 30, 50, 80, 120, 200),
}
"""Values that are offered with their costs; any other between the limits works too."""


@dataclass(frozen=True, slots=True)
class Running:
    """What runs now: its settings, whether it is an RVC voice, the delay and the load as measured (0 where nothing runs)."""

    config: EngineConfig
    is_rvc: bool = False
    delay_ms: float = 0.0
    load: float = 0.0

    @property
    def measured(self) -> bool:
        return self.delay_ms > 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """`delay_ms` is the whole delay where something runs, else the difference to the settings in force; `load` 0..1 is 0 where unknown."""

    delay_ms: float
    load: float


def cost_of(running: Running, name: str, value: float | bool) -> Cost:
    """What setting `name` (one of COSTED) to `value` would cost."""
    other = replace(running.config, **{name: value})  # type: ignore[arg-type]
    delay_ms = running.delay_ms + _own_ms(other, running.is_rvc) - _own_ms(running.config, running.is_rvc)
    if not running.measured or running.load <= 0.0:
        return Cost(delay_ms, 0.0)
    return Cost(delay_ms, running.load * _work(other, running.is_rvc) / _work(running.config, running.is_rvc))


def _own_ms(config: EngineConfig, is_rvc: bool) -> float:
    """The part of the delay that the settings make. A look-ahead that no voice uses, or that the pitch takes anyway, costs nothing."""
    waits_ms = max(config.lookahead_ms + CONTENT_WAITS_MS, PITCH_WAITS_MS[config.detector]) if is_rvc else 0.0
    return config.hop_ms + config.margin_ms + DENOISE_MS * config.denoise + waits_ms


def _work(config: EngineConfig, is_rvc: bool) -> float:
    """Computing per second of sound, up to a factor: built-in voices cost the same in any hop."""
    if not is_rvc:
        return 1.0
    return (1000.0 * config.context_s + config.hop_ms + config.lookahead_ms) / config.hop_ms
