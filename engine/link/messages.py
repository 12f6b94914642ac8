"""Every command and every event of the link between a program and the engine, versioned.

One JSON object a line. Commands come in on standard input, events go out on standard output; `reply_to` of an event is the `id` of the
command it answers. End of input means that the parent is gone: the engine ends. Values of settings travel as plain dicts and are
checked against their declarations in engine/config.py.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

VERSION: Literal[1] = 1

Values = dict[str, JsonValue]


class Message(BaseModel):
    """What all messages share: frozen, nothing unknown accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Command(Message):
    """`v` is the version of the link that the sender speaks; `id` is echoed in the answer."""

    v: Literal[1] = VERSION
    id: int = 0


class ListDevices(Command):
    """Answered by `devices`."""

    type: Literal["list_devices"] = "list_devices"


class ProvideMicrophone(Command):
    """Asks for the virtual microphone: made where the system allows it, else found. Answered by `microphone`, or `failed` (`microphone.*`:
    what to install). It stays as long as the engine runs; a stream plays into it with `output` "virtual"."""

    type: Literal["provide_microphone"] = "provide_microphone"


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


class Record(Command):
    """Begins to write what goes into and comes out of the pipeline, while live; answered by `recording`. An empty path is left out."""

    type: Literal["record"] = "record"
    input: str = ""
    output: str = ""


class StopRecording(Command):
    """Finishes the files of the recording; answered by `recorded`."""

    type: Literal["stop_recording"] = "stop_recording"


class SetMonitor(Command):
    """Where you hear yourself as well, while live: a device, "" for the system's output, "none" for nowhere; answered by `monitor`."""

    type: Literal["set_monitor"] = "set_monitor"
    monitor: str
    gain_db: float = 0.0


class PlayFile(Command):
    """Moves within the file that takes the microphone's place; what is None stays. Answered by `file`. While paused, silence goes in."""

    type: Literal["play_file"] = "play_file"
    position_s: float | None = Field(default=None, ge=0.0)
    paused: bool | None = None
    loop: bool | None = None


class Watch(Command):
    """Asks for `spectrum` events so often a second, in this and later streams; 0 ends them. Has no answer of its own."""

    type: Literal["watch"] = "watch"
    per_s: int = Field(default=30, ge=0, le=60)


class Convert(Command):
    """A file through the same pipeline. Answered by `progress` events, then `converted`, `cancelled` or `failed`."""

    type: Literal["convert"] = "convert"
    input: str
    output: str
    voice: str
    config: Values = Field(default_factory=dict)
    params: Values = Field(default_factory=dict)


class Cancel(Command):
    """Stops the job that the command of that `job` id started."""

    type: Literal["cancel"] = "cancel"
    job: int


class MeasureLatency(Command):
    """Plays chirps into the input of a running stream and listens at its output; answered by `latency`.

    `play` and `listen` name devices; empty means: the sink whose monitor the stream's input is, and the output's monitor.
    """

    type: Literal["measure_latency"] = "measure_latency"
    play: str = ""
    listen: str = ""
    repeats: int = Field(default=12, ge=3, le=200)


class Listen(Command):
    """Listens to a microphone, without a voice. Answered by `input_level` events about 20 times a second, then `listened`, `cancelled` (on
    `cancel`) or `failed`.

    `seconds` 0 means until `cancel`. `record` is a WAV or FLAC file that takes what was heard.
    """

    type: Literal["listen"] = "listen"
    device: str = ""
    backend: str = "auto"
    seconds: float = Field(default=0.0, ge=0.0, le=600.0)
    record: str = ""


class PlaySound(Command):
    """Plays a file, or a short test tone, to an output. Answered by `sound_played`, `cancelled` or `failed`."""

    type: Literal["play_sound"] = "play_sound"
    device: str = ""
    backend: str = "auto"
    file: str = ""


class Calibrate(Command):
    """Finds how RVC voices run best on this machine, with `voice` (empty: the first RVC voice of the shelf), and keeps it.

    Answered by `progress` events, then `calibrated`, `cancelled` or `failed`.
    """

    type: Literal["calibrate"] = "calibrate"
    voice: str = ""


class Shutdown(Command):
    """Ends everything in order."""

    type: Literal["shutdown"] = "shutdown"


AnyCommand = Annotated[
    ListDevices
    | ProvideMicrophone
    | Start
    | Stop
    | SetParams
    | SetVoice
    | SetConfig
    | KeepReady
    | Record
    | StopRecording
    | SetMonitor
    | PlayFile
    | Watch
    | Convert
    | Cancel
    | MeasureLatency
    | Calibrate
    | Listen
    | PlaySound
    | Shutdown,
    Field(discriminator="type"),
]


class Event(Message):
    """`reply_to` is the id of the command that this answers, 0 for news."""

    v: Literal[1] = VERSION
    reply_to: int = 0


class Ready(Event):
    """The engine is up."""

    type: Literal["ready"] = "ready"
    version: str
    pid: int


class DeviceInfo(Message):
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


class LatencyPart(Message):
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
    """The live stream has ended. `reason`: "asked", "end of file" or "failed"; `recorded` lists the files written."""

    type: Literal["stopped"] = "stopped"
    reason: str
    seconds: float
    recorded: list[str] = Field(default_factory=list)
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


class Recording(Event):
    """These files are being written."""

    type: Literal["recording"] = "recording"
    paths: list[str]


class Recorded(Event):
    """These files are finished; `lost_samples` could not be written in time."""

    type: Literal["recorded"] = "recorded"
    paths: list[str]
    lost_samples: int = 0


class MonitorSet(Event):
    """Where you hear yourself from now on ("" for nowhere)."""

    type: Literal["monitor"] = "monitor"
    monitor: str
    gain_db: float


class FileState(Event):
    """The file that takes the microphone's place."""

    type: Literal["file"] = "file"
    position_s: float
    length_s: float
    paused: bool
    loop: bool


class Params(Event):
    """The live controls now in force."""

    type: Literal["params"] = "params"
    params: Values


class VoiceHeard(Event):
    """The voice that is heard from now on; `switch_ms` counts from the command to the first of its sound."""

    type: Literal["voice"] = "voice"
    voice: str
    params: Values
    config: Values
    switch_ms: float
    provider: str = ""


class Progress(Event):
    """`done` 0..1 of a job."""

    type: Literal["progress"] = "progress"
    done: float


class Converted(Event):
    """A file is written. `rtf`: seconds of computing per second of audio; `repaired` counts input samples that were not finite."""

    type: Literal["converted"] = "converted"
    output: str
    seconds: float
    rtf: float
    repaired: int
    clipped: int = 0


class TriedPlacement(Message):
    """One way that calibration tried. `refused` says why it is not used; `decoder_db` is its distance from float32."""

    provider: str
    hop_ms: int
    context_s: float
    detector: str
    rtf: float
    decoder_db: float | None = None
    refused: str = ""


class Calibrated(Event):
    """What suits this machine. `rtf`: seconds of computing per second of audio; `delay_ms`: from the microphone to the output."""

    type: Literal["calibrated"] = "calibrated"
    voice: str
    provider: str
    n_threads: int
    hop_ms: int
    lookahead_ms: int
    context_s: float
    detector: str
    rtf: float
    delay_ms: float
    tried: list[TriedPlacement]


class Cancelled(Event):
    """A job has stopped and left nothing behind."""

    type: Literal["cancelled"] = "cancelled"


class LatencyMeasured(Event):
    """Round trip through the devices, input to output, in ms; `engine_ms` is the engine's own figure for the same time."""

    type: Literal["latency"] = "latency"
    median_ms: float
    lowest_ms: float
    highest_ms: float
    heard: int
    engine_ms: float
    latency: list[LatencyPart]


class InputLevel(Event):
    """What a microphone hears now: levels in dBFS since the last one, f0 in Hz (0 = unvoiced), seconds since the start."""

    type: Literal["input_level"] = "input_level"
    seconds: float
    peak_db: float
    rms_db: float
    f0_hz: float


class Listened(Event):
    """What a microphone has heard in all (engine/audio/hearing.py says how each is measured). `recorded` is the file written, or ""."""

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


class Notice(Event):
    """Something the user should know and need not act on: `device.lost`, `device.back`, `audio.silent`..."""

    type: Literal["notice"] = "notice"
    code: str
    subject: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)


class Failed(Event):
    """A command or the stream failed: a stable code and the facts; the words belong to the program that shows them."""

    type: Literal["failed"] = "failed"
    code: str
    doing: str
    subject: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)


AnyEvent = Annotated[
    Ready
    | Devices
    | MicrophoneReady
    | Started
    | Stopped
    | Telemetry
    | Params
    | VoiceHeard
    | Spectrum
    | Recording
    | Recorded
    | MonitorSet
    | FileState
    | Progress
    | Converted
    | Calibrated
    | Cancelled
    | LatencyMeasured
    | InputLevel
    | Listened
    | SoundPlayed
    | Notice
    | Failed,
    Field(discriminator="type"),
]
