"""The audio systems behind one interface, and which of them this machine uses."""

from __future__ import annotations

import sys
from typing import Protocol

from engine.audio.devices import Device
from engine.audio.streams import CaptureStream, PlaybackStream, StreamOptions
from engine.errors import ConfigError


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


def choose_backend(name: str = "auto") -> Backend:
    """The backend called `name` (`auto`, `pulse`, `portaudio`).

    `auto` takes PulseAudio's protocol where a server answers (PipeWire speaks it too): its own interface is several times quicker than
    PortAudio's way through ALSA.

    Raises DeviceError `device.none` when the system asked for does not answer or its library is missing, ConfigError `config.choice`.
    """
    if name == "auto":
        return _pulse() if sys.platform == "linux" and _pulse_answers() else _portaudio()
    makers = {"pulse": _pulse, "portaudio": _portaudio}
    if name not in makers:
        raise ConfigError("config.choice", "choose the audio system", name, choices=["auto", *makers])
    return makers[name]()


def _pulse() -> Backend:
    from engine.audio.pulse import PulseBackend

    return PulseBackend()


def _pulse_answers() -> bool:
    from engine.audio.pulse import server_answers

    return server_answers()


def _portaudio() -> Backend:
    from engine.audio.portaudio import PortAudioBackend

    return PortAudioBackend()
