"""The live stream: its start and end, what changes while it runs, and what it tells."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.link.messages.base import Command, Event, LinkMessage, Values


class Start(Command):
    """Starts the live stream (one at a time). Answered by `started`, or `failed`.

    `config` and `params` hold only what differs from the defaults (of the voice, for `params`). `input_file` takes the microphone's
    place, read at the pace of the clock. `record_input` and `record_output` are files (WAV or FLAC, 48 kHz) that take what went into
    and came out of the pipeline. `silent` plays nothing: for a machine without an output device. `input_loop` begins the file again at
    its end. `ready` is as in `keep_ready`.
    """

    type: Literal["start"] = "start"
    voice: str
    config: Values = Field(default_factory=dict)
    params: Values = Field(default_factory=dict)
    input_file: str = ""
    record_input: str = ""
    record_output: str = ""
    silent: bool = False
    input_loop: bool = False
    ready: list[str] = Field(default_factory=list)


class Stop(Command):
    """Ends the live stream; answered by `stopped`."""

    type: Literal["stop"] = "stop"


class SetParams(Command):
    """Changes live controls from the next block on; answered by `params`."""

    type: Literal["set_params"] = "set_params"
    params: Values


class SetVoice(Command):
    """Prepares another voice beside the running one and fades over; its proposals take effect with it, then `params`.

    Answered by `voice` once it is heard.
    """

    type: Literal["set_voice"] = "set_voice"
    voice: str
    params: Values = Field(default_factory=dict)


class SetConfig(Command):
    """Changes settings that need a rebuild (detector, hop, noise suppression) while live; answered by `voice` once heard."""

    type: Literal["set_config"] = "set_config"
    config: Values


class KeepReady(Command):
    """Voices to be loaded beside the one that is heard, the most wanted first, so that a change to them takes a moment; those that need
    other models than it are left until they are asked for. Has no answer of its own."""

    type: Literal["keep_ready"] = "keep_ready"
    voices: list[str]


class SetMonitor(Command):
    """Where you hear yourself as well, while live: a device, "" for the system's output, "none" for nowhere; answered by `monitor`."""

    type: Literal["set_monitor"] = "set_monitor"
    monitor: str
    gain_db: float = 0.0


class Watch(Command):
    """Asks for `spectrum` events so often a second, in this and later streams; 0 ends them. Has no answer of its own."""

    type: Literal["watch"] = "watch"
    per_s: int = Field(default=30, ge=0, le=60)


class LatencyPart(LinkMessage):
    """One step of the way of a sample."""

    name: str
    ms: float


class Started(Event):
    """Sound is running. `latency` is the budget known so far; telemetry carries the measured one.

    `provider` is what computes the voice (of the opened session, not of what was asked for); `file_s` the length of an input file.
    """

    type: Literal["started"] = "started"
    voice: str
    input: str
    output: str
    monitor: str
    params: Values
    config: Values
    latency: list[LatencyPart]
    provider: str = ""
    file_s: float = 0.0


class Stopped(Event):
    """The live stream has ended. `reason`: "asked", "end of file" or "failed"; `recorded` lists the files written, and
    `recording_lost_samples` are in none of them though they should be."""

    type: Literal["stopped"] = "stopped"
    reason: str
    seconds: float
    recorded: list[str] = Field(default_factory=list)
    recording_lost_samples: int = 0
    counters: dict[str, int] = Field(default_factory=dict)


class Telemetry(Event):
    """A snapshot, about 20 a second while live. Levels in dBFS peak since the last snapshot, f0 in Hz (0 = unvoiced).

    `load`: computing time over block time. `latency_ms` is the sum of `latency`. Counters count since the start and never go back.
    `file_s`: the position in an input file.
    """

    type: Literal["telemetry"] = "telemetry"
    seconds: float
    input_db: float
    output_db: float
    f0_hz: float
    load: float
    latency_ms: float
    latency: list[LatencyPart]
    stage_ms: dict[str, float]
    counters: dict[str, int]
    file_s: float = 0.0


class Spectrum(Event):
    """What a picture of the sound needs, when `watch` asked for it: levels in whole dB (0: a sine of full scale) of bands spaced evenly in
    pitch from `low_hz` to `high_hz`, and the newest pitch, heard and spoken, in Hz (0 = unvoiced)."""

    type: Literal["spectrum"] = "spectrum"
    low_hz: float
    high_hz: float
    input_db: list[int]
    output_db: list[int]
    input_hz: float
    output_hz: float


class Params(Event):
    """The live controls now in force."""

    type: Literal["params"] = "params"
    params: Values


class VoiceChanged(Event):
    """The voice that is heard from now on; `switch_ms` counts from the command to the first of its sound."""

    type: Literal["voice"] = "voice"
    voice: str
    params: Values
    config: Values
    switch_ms: float
    provider: str = ""


class MonitorSet(Event):
    """Where you hear yourself from now on ("" for nowhere)."""

    type: Literal["monitor"] = "monitor"
    monitor: str
    gain_db: float


LiveCommand = Start | Stop | SetParams | SetVoice | SetConfig | KeepReady | SetMonitor | Watch
LiveEvent = Started | Stopped | Telemetry | Spectrum | Params | VoiceChanged | MonitorSet
