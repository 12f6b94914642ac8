"""Sound devices by themselves: which there are, the virtual microphone, a look at one without a voice."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.link.messages.base import Command, Event, InterimEvent, LinkMessage


class ListDevices(Command):
    """Answered by `devices`."""

    type: Literal["list_devices"] = "list_devices"


class ProvideMicrophone(Command):
    """Asks for the virtual microphone: made where the system allows it, else found. Answered by `microphone`, or `failed` (`microphone.*`:
    what to install). It stays as long as the engine runs; a stream plays into it with `output` "virtual"."""

    type: Literal["provide_microphone"] = "provide_microphone"


class Listen(Command):
    """Listens to a microphone, without a voice. Answered by `input_level` events about 20 times a second, then `listened`, `cancelled` (on
    `cancel`) or `failed`.

    `seconds` 0 means until `cancel`. `record` is a WAV or FLAC file that takes what was heard. With `quiet_s` it ends sooner: when somebody
    has spoken, louder than `noise_db`, and has been silent for so long.
    """

    type: Literal["listen"] = "listen"
    device: str = ""
    backend: str = "auto"
    seconds: float = Field(default=0.0, ge=0.0, le=600.0)
    record: str = ""
    quiet_s: float = Field(default=0.0, ge=0.0, le=10.0)
    noise_db: float = Field(default=-120.0, ge=-200.0, le=0.0)


class PlaySound(Command):
    """Plays a file, or a short test tone, to an output. Answered by `sound_played`, `cancelled` or `failed`."""

    type: Literal["play_sound"] = "play_sound"
    device: str = ""
    backend: str = "auto"
    file: str = ""


class DeviceInfo(LinkMessage):
    """One sound device as a person would name it; `hears` as in engine/audio/devices.py."""

    id: str
    name: str
    backend: str
    direction: Literal["input", "output"]
    channels: int
    rate_hz: int
    is_default: bool
    is_monitor: bool
    hears: str = ""


class Devices(Event):
    """All devices, the ones a person would pick first."""

    type: Literal["devices"] = "devices"
    devices: list[DeviceInfo]


class MicrophoneReady(Event):
    """The virtual microphone: `name` is what other programs list among their microphones, `input` its device id here, `output` the id of
    the device that the voice is played into. `made`: by this program, which will remove it; else it is the cable called `product`."""

    type: Literal["microphone"] = "microphone"
    name: str
    input: str
    output: str
    product: str
    made: bool


class InputLevel(InterimEvent):
    """What a microphone hears now: levels in dBFS since the last one, f0 in Hz (0 = unvoiced), seconds since the start."""

    type: Literal["input_level"] = "input_level"
    seconds: float
    peak_db: float
    rms_db: float
    f0_hz: float


class Listened(Event):
    """What a microphone has heard in all (engine/audio/input_levels.py says how each is measured). `recorded` is the file written, or
    ""."""

    type: Literal["listened"] = "listened"
    device: str
    seconds: float
    noise_db: float
    speech_db: float
    peak_db: float
    f0_hz: float
    clipped: int
    recorded: str = ""


class SoundPlayed(Event):
    """The sound has been played to its end."""

    type: Literal["sound_played"] = "sound_played"
    device: str
    seconds: float


DevicesCommand = ListDevices | ProvideMicrophone | Listen | PlaySound
DevicesEvent = Devices | MicrophoneReady | InputLevel | Listened | SoundPlayed
