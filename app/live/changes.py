"""What to send the engine so that it has other values than before. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from engine.config import EngineConfig, LiveParams, settings_that_act
from engine.link.messages import SetConfig, SetMonitor, SetParams


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """`restart`: only a new start will do; else the commands that carry the change."""

    restart: bool = False
    monitor: SetMonitor | None = None
    rebuild: SetConfig | None = None


def config_change(now: EngineConfig, before: EngineConfig) -> ConfigChange:
    """From one configuration to another, by when each setting acts."""
    changed = _differing(now, before)
    if settings_that_act(EngineConfig, "restart") & set(changed):
        return ConfigChange(restart=True)
    at_once = settings_that_act(EngineConfig, "at once") & set(changed)
    rebuilt = {name: value for name, value in changed.items() if name in settings_that_act(EngineConfig, "rebuild")}
    return ConfigChange(
        monitor=SetMonitor(monitor=now.monitor, gain_db=now.monitor_gain_db) if at_once else None,
        rebuild=SetConfig(config=rebuilt) if rebuilt else None,
    )


def params_change(now: LiveParams, before: LiveParams) -> SetParams | None:
    """From some live controls to others; None where they are equal."""
    changed = _differing(now, before)
    return SetParams(params=changed) if changed else None


def _differing(now: EngineConfig | LiveParams, before: EngineConfig | LiveParams) -> dict[str, Any]:
    old = asdict(before)
    return {name: value for name, value in asdict(now).items() if value != old[name]}
