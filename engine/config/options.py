"""Settings by the names that people use for them outside of the window."""

from __future__ import annotations

from engine.config.live import LiveParams
from engine.config.setting import Setting, settings_of
from engine.config.stream import EngineConfig


def declared() -> dict[str, Setting]:
    """Every setting of the engine, live controls first."""
    return settings_of(LiveParams) | settings_of(EngineConfig)


def option_of(name: str) -> str:
    """What the setting `name` is called on the command line and in the control channel, without dashes; "" where there is none."""
    rule = declared().get(name)
    return rule.option if rule is not None else ""
