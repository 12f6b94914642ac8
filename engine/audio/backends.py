"""The audio systems behind one interface, and which of them this machine uses."""

from __future__ import annotations

import sys
from typing import Protocol

from engine.audio.devices import Device
from engine.audio.streams import CaptureStream, PlaybackStream, StreamOptions
from engine.kinds.audio_systems import AUDIO_SYSTEMS, AudioSystem, audio_system
from engine.kinds.loading import loaded

AUTO = "auto"


class Backend(Protocol):
    """One audio system. Methods may be called from any one thread at a time."""

    @property
    def name(self) -> str: ...

    def list_devices(self) -> list[Device]:
        """Every input and output now present: inputs first, monitors last.

        Raises DeviceError `device.none` if the system does not answer.
        """
        ...

    def open_capture(self, device: Device, options: StreamOptions) -> CaptureStream:
        """A stream that is not started yet."""
        ...

    def open_playback(self, device: Device, options: StreamOptions) -> PlaybackStream:
        """A stream that is not started yet."""
        ...


def choose_backend(name: str = AUTO) -> Backend:
    """The backend called `name` (a row of engine/kinds/audio_systems.py); `auto` takes the first that answers here.

    Raises DeviceError `device.none` when the system asked for does not answer or its library is missing, ConfigError `config.choice`.
    """
    kind = next(filter(_answers, AUDIO_SYSTEMS), AUDIO_SYSTEMS[-1]) if name == AUTO else audio_system(name)
    backend: Backend = loaded(kind.opens)()
    return backend


def _answers(kind: AudioSystem) -> bool:
    """Whether it may be taken by itself on this machine."""
    return sys.platform in (kind.systems or (sys.platform,)) and (not kind.answers or bool(loaded(kind.answers)()))
