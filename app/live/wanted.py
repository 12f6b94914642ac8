"""What should be in force, by whoever remembers it: the settings of the user (the window), or one command line (`urvc live`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol

from app.live.status import ParamValue
from app.settings.record import MICROPHONE_PARAMS, Settings
from app.settings.values import config_to_send, live_params, soon_wanted, with_voice_value
from engine.config import NO_MONITOR, PROPOSED, VIRTUAL_MICROPHONE, EngineConfig, LiveParams, with_values
from engine.link.messages import Start
from models.voice import Voice

SYSTEM_OUTPUT = ""


class WantedValues(Protocol):
    """The values of a live session. `put` and `set_...` change what is remembered; the session then tells the engine what differs."""

    @property
    def config(self) -> EngineConfig: ...

    @property
    def ready(self) -> list[str]:
        """Voices to keep ready, the likeliest first."""

    def params(self, voice: Voice) -> LiveParams: ...

    def start(self, voice: Voice) -> Start:
        """The command that begins a stream, without its controls."""

    def put(self, voice: Voice, values: Mapping[str, ParamValue]) -> None:
        """Changes live controls: all or none. Raises ConfigError."""

    def set_monitor(self, on: bool) -> None: ...

    def choose(self, voice: Voice) -> None:
        """Another voice is wanted."""

    def confirm(self, voice: Voice) -> None:
        """The engine speaks it."""

    def take_back(self, voice: Voice) -> None:
        """What was chosen could not be had: `voice` goes on."""

    def use_virtual_microphone(self) -> None: ...


class Keeper(Protocol):
    """Who keeps the settings (app/viewmodels/keeper.py)."""

    now: Settings

    def change(self, *, voice_params: object = ..., last_voice: str = ...) -> None: ...

    def set_engine(self, values: Mapping[str, object]) -> None: ...

    def set_microphone(self, values: Mapping[str, object]) -> None: ...


class SettingsWanted:
    """The user's settings: controls are kept by voice. `note` them whenever they have changed."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._monitor_device = SYSTEM_OUTPUT
        self.note(keeper.now)

    def note(self, now: Settings) -> None:
        """Remembers the headphones that were chosen last."""
        if now.engine.monitor != NO_MONITOR:
            self._monitor_device = now.engine.monitor

    @property
    def config(self) -> EngineConfig:
        return self._keeper.now.engine

    @property
    def ready(self) -> list[str]:
        return soon_wanted(self._keeper.now)

    def params(self, voice: Voice) -> LiveParams:
        return live_params(self._keeper.now, voice)

    def start(self, voice: Voice) -> Start:
        return Start(voice=voice.id, config=config_to_send(self.config), ready=self.ready)

    def put(self, voice: Voice, values: Mapping[str, ParamValue]) -> None:
        checked = asdict(with_values(self.params(voice), values))
        self._keeper.set_microphone({name: checked[name] for name in values if name in MICROPHONE_PARAMS})
        settings = self._keeper.now
        for name in values:
            if name not in MICROPHONE_PARAMS:
                settings = with_voice_value(settings, voice, name, checked[name])
        self._keeper.change(voice_params=settings.voice_params)

    def set_monitor(self, on: bool) -> None:
        self._keeper.set_engine({"monitor": self._monitor_device if on else NO_MONITOR})

    def choose(self, voice: Voice) -> None:
        self._keeper.change(last_voice=voice.id)

    def confirm(self, voice: Voice) -> None:
        """Nothing to do: every voice has its own values."""

    def take_back(self, voice: Voice) -> None:
        self._keeper.change(last_voice=voice.id)

    def use_virtual_microphone(self) -> None:
        self._keeper.set_engine({"output": VIRTUAL_MICROPHONE})


class CommandWanted:
    """A command line: `start` again each time, with what has changed since. A voice brings its proposals; the other controls stay."""

    def __init__(self, start: Start, params: LiveParams) -> None:
        self._start, self._params, self._n_starts = start, params, 1
        self._before: LiveParams | None = None  # while a voice is chosen that is not confirmed
        self._config = with_values(EngineConfig(), start.config)
        monitor = self._config.monitor
        self._monitor_device = SYSTEM_OUTPUT if monitor == NO_MONITOR else monitor

    @property
    def config(self) -> EngineConfig:
        return self._config

    @property
    def ready(self) -> list[str]:
        return list(self._start.ready)

    def params(self, voice: Voice) -> LiveParams:
        return self._params

    def start(self, voice: Voice) -> Start:
        """A recording goes into a new file."""
        self._n_starts += 1
        return self._start.model_copy(
            update={
                "voice": voice.id,
                "config": {**self._start.config, "monitor": self._config.monitor},
                "record_input": _numbered(self._start.record_input, self._n_starts),
                "record_output": _numbered(self._start.record_output, self._n_starts),
            }
        )

    def put(self, voice: Voice, values: Mapping[str, ParamValue]) -> None:
        self._params = with_values(self._params, values)
        if self._before is not None:
            self._before = with_values(self._before, values)

    def set_monitor(self, on: bool) -> None:
        self._config = replace(self._config, monitor=self._monitor_device if on else NO_MONITOR)

    def choose(self, voice: Voice) -> None:
        self._before = self._before or self._params
        self._params = with_values(self._params, {name: getattr(voice.defaults, name) for name in PROPOSED})

    def confirm(self, voice: Voice) -> None:
        self._before = None

    def take_back(self, voice: Voice) -> None:
        self._params, self._before = self._before or self._params, None

    def use_virtual_microphone(self) -> None:
        self._config = replace(self._config, output=VIRTUAL_MICROPHONE)


def _numbered(path: str, n: int) -> str:
    if not path:
        return path
    file = Path(path)
    return str(file.with_name(f"{file.stem}-{n}{file.suffix}"))
