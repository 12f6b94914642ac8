"""What a running stream is built from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.config.setting import setting, settings_of
from engine.kinds.audio_systems import AUDIO_SYSTEM_NAMES
from engine.kinds.detectors import DETECTOR_NAMES
from engine.kinds.devices import DEVICES
from engine.kinds.runtimes import RUNTIME_NAMES

HOPS_MS = (10, 20, 30, 40, 60, 80, 100, 160, 200, 250, 300, 400, 500)
"""The hops that programs offer; any multiple of 10 ms between them works."""
NO_MONITOR = "none"
AUTO = "auto"
VIRTUAL_MICROPHONE = "virtual"
"""As `output`: the virtual microphone of this system, made where it can be made."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """What a running stream is built from. Empty device names mean the system's default."""

    input: str = setting(
        "",
        "Microphone",
        help="What hears you, by name or part of it; without one, the system's",
        option="input",
        letter="i",
        acts="restart",
        section="devices",
        words="mic input headset",
    )
    channel: int = setting(
        0,
        "Channel of the microphone",
        help="Where it has several, the only one to hear; 0 hears all that sound, and the loudest alone where they cancel each other",
        low=0,
        high=32,
        option="channel",
        acts="restart",
        section="microphone",
        advanced=True,
        words="mic input stereo mono left right interface quiet",
    )
    output: str = setting(
        "",
        "Output",
        help="Where the voice goes; without one, the virtual microphone where there is one",
        option="output",
        letter="o",
        acts="restart",
        section="devices",
        words="speakers headphones cable virtual microphone",
    )
    backend: str = setting(
        "auto",
        "Audio system",
        help="The way to the sound devices",
        choices=(AUTO, *AUDIO_SYSTEM_NAMES),
        option="backend",
        acts="restart",
        advanced=True,
        words="driver sound card pipewire wasapi asio alsa coreaudio",
    )
    detector: str = setting(
        "swiftf0",
        "Pitch detector",
        help="What finds the note that you speak. Most RVC voices were made with rmvpe",
        choices=DETECTOR_NAMES,
        option="detector",
        letter="d",
        acts="rebuild",
        advanced=True,
        words="f0 method",
    )
    hop_ms: int = setting(
        10,
        "Block length",
        "ms",
        help="Sound worked on at once: shorter is less delay, longer less computing. RVC voices take multiples of 20 ms, 10 as 160",
        low=10,
        high=500,
        step=10,
        offered=HOPS_MS,
        option="hop",
        acts="rebuild",
        section="speed",
        words="delay latency lag chunk buffer hop",
    )
    margin_ms: float = setting(
        9.0,
        "Safety margin before playback",
        "ms",
        help="Sound kept ready: more means fewer dropouts, and more delay",
        low=0.0,
        high=200.0,
        decimals=1,
        offered=(0, 5, 9, 15, 20, 30, 50, 80, 120, 200),
        option="margin",
        acts="restart",
        section="speed",
        words="latency lag buffer crackle stutter gaps",
    )
    denoise: bool = setting(
        False,
        "Noise suppression",
        help="Removes fans, keyboards and hum; adds 20 ms",
        option="denoise",
        acts="rebuild",
        panel="sound",
        words="mic microphone background denoise",
    )
    monitor: str = setting(
        NO_MONITOR,
        "Hear yourself",
        help="Where you hear yourself as well: your headphones",
        option="monitor",
        letter="m",
        section="devices",
        panel="sound",
        words="headphones listen monitor",
    )
    monitor_gain_db: float = setting(
        0.0,
        "Monitor level",
        "dB",
        help="How loud you hear yourself",
        low=-60.0,
        high=12.0,
        decimals=1,
        option="monitor-gain",
        panel="sound",
    )
    lookahead_ms: int = setting(
        40,
        "Look-ahead of RVC voices",
        "ms",
        help="How much of what you say next they wait for: more is smoother, and later",
        low=0,
        high=300,
        step=10,
        offered=(0, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300),
        option="lookahead",
        acts="rebuild",
        needs=("rvc",),
        section="speed",
        advanced=True,
    )
    neural_lookahead_ms: int = setting(
        120,
        "Look-ahead of neural voices",
        "ms",
        help="More is clearer, later",
        low=40,
        high=140,
        step=20,
        offered=(40, 60, 80, 100, 120, 140),
        option="neural-lookahead",
        acts="rebuild",
        needs=("neural",),
        section="speed",
    )
    context_s: float = setting(
        1.0,
        "Context of RVC voices",
        "s",
        help="How much of what you said before they consider: more is steadier, and more computing",
        low=0.3,
        high=4.0,
        decimals=2,
        offered=(0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0),
        option="context",
        acts="rebuild",
        needs=("rvc",),
        section="speed",
        advanced=True,
    )
    runtime: str = setting(
        AUTO,
        "Library that computes voices",
        choices=(AUTO, *RUNTIME_NAMES),
        option="runtime",
        acts="rebuild",
        section="speed",
        advanced=True,
        words="inference runtime onnx",
    )
    device: str = setting(
        AUTO,
        "Where voices are computed",
        help="The processor or a graphics card: cpu, cuda:0, tensorrt:0, directml:0, coreml or gpu",
        found="processors",
        choices=(AUTO, *(kind.name for kind in DEVICES)),
        numbered=True,
        option="device",
        acts="rebuild",
        section="speed",
        words="graphics card video card nvidia amd intel device",
    )
    precision: str = setting(
        AUTO,
        "Precision of voices",
        help="float32 is exact, the others are quicker on some computers",
        choices=(AUTO, "float32", "bfloat16", "float16", "int8"),
        option="precision",
        acts="rebuild",
        section="speed",
        advanced=True,
    )
    threads: int = setting(
        0,
        "Processor threads for voices",
        help="0: as many as it has cores",
        low=0,
        high=256,
        option="threads",
        acts="rebuild",
        section="speed",
        advanced=True,
        words="cores cpu",
    )
    unvoiced: str = setting(
        "voice",
        "Pitch of RVC voices in unvoiced sounds",
        help="zero as older voices were trained, interpolate as RVC does since 2026, voice as the voice says",
        choices=("voice", "zero", "interpolate"),
        option="unvoiced",
        acts="rebuild",
        needs=("rvc", "pitch"),
        advanced=True,
    )
    seed: int = setting(
        0,
        "Seed of the noise",
        help="The same seed gives the same samples",
        low=0,
        high=2**31 - 1,
        option="seed",
        acts="rebuild",
        advanced=True,
    )


def of_pipeline(config: EngineConfig) -> EngineConfig:
    """`config` with nothing in it but what a pipeline is made of; the devices and what is theirs are the defaults."""
    usual = EngineConfig()
    return replace(config, **{name: getattr(usual, name) for name, rule in settings_of(EngineConfig).items() if rule.acts != "rebuild"})
