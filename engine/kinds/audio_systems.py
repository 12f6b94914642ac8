"""The audio systems that devices belong to."""

from __future__ import annotations

from dataclasses import dataclass

from engine.kinds.loading import chosen


@dataclass(frozen=True, slots=True)
class AudioSystem:
    """One audio system.

    opens    makes the Backend (engine/audio/backends.py)
    systems  the values of `sys.platform` where it may be taken by itself; none: everywhere
    answers  a function that says whether it is there; "" where opening it shows
    """

    name: str
    opens: str
    systems: tuple[str, ...] = ()
    answers: str = ""


AUDIO_SYSTEMS = (
    AudioSystem("pulse", "engine.audio.pulse:PulseBackend", systems=("linux",), answers="engine.audio.pulse:server_answers"),
    AudioSystem("portaudio", "engine.audio.portaudio:PortAudioBackend"),
)
"""In the order in which they are tried where none is chosen. PulseAudio's own protocol (PipeWire speaks it too) is several times quicker
than PortAudio's way through ALSA."""
AUDIO_SYSTEM_NAMES = tuple(kind.name for kind in AUDIO_SYSTEMS)


def audio_system(name: str) -> AudioSystem:
    """The audio system called `name`. Raises ConfigError `config.choice` with the nearest names."""
    return chosen(AUDIO_SYSTEMS, name, "choose the audio system")
