"""Settings of the engine, each declared once; whoever shows, keeps, sends or checks one reads its declaration.

`setting.py` says what a declaration holds, `live.py` what may change from one block to the next, `stream.py` what a running stream is built
from, `checks.py` how values are put in.
"""

from engine.config.checks import with_values
from engine.config.live import PROPOSED, LiveParams
from engine.config.options import declared, option_of
from engine.config.setting import Acts, Kept, Panel, Section, Setting, fits, highest, setting, settings_of, settings_that_act, shared
from engine.config.stream import (
    AUTO,
    HOPS_MS,
    NO_MONITOR,
    VIRTUAL_MICROPHONE,
    EngineConfig,
    of_pipeline,
)

__all__ = [
    "AUTO",
    "HOPS_MS",
    "NO_MONITOR",
    "PROPOSED",
    "VIRTUAL_MICROPHONE",
    "Acts",
    "EngineConfig",
    "Kept",
    "LiveParams",
    "Panel",
    "Section",
    "Setting",
    "declared",
    "fits",
    "highest",
    "of_pipeline",
    "option_of",
    "setting",
    "settings_of",
    "settings_that_act",
    "shared",
    "with_values",
]
