"""The report that a user copies into a question: versions, devices, settings, the engine's newest messages. Pure functions.

It holds no sound, no password, no name of a file outside the program's own folders, no serial number or Bluetooth address, no address of
another machine, and none of the user's own names: of voices, of scenes, of people whom devices are named after. What looks like one is
left out, at the price of leaving out some words that were none.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.settings.codec import encode
from app.settings.record import Settings
from engine.link.messages import DeviceInfo
from models.builtin import builtin_voices
from models.voices import user_library

PACKAGES = ("urvc", "PySide6_Essentials", "numpy", "onnxruntime-gpu", "onnxruntime", "openvino", "sounddevice", "soundfile", "soxr")
LOG_LINES = 60
LEFT_OUT = "<left out>"
FILE_ENDINGS = (
    "wav|flac|ogg|opus|mp3|m4a|aiff?|aac|mp4|mkv|mov|pth|pt|ckpt|onnx|index|zip|rar|7z|safetensors|json|toml|txt|npy|npz|png|jpe?g"
)
QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|(?<!\w)'[^'\n]*'(?!\w)")
SECRET = re.compile(r"(?i)\b(\w*(?:password|passwd|secret|token|authorization|api[_-]?key)\w*)(\W{1,4})(?:bearer\s+)?\S+")
PATH_WORD = re.compile(r"\S*[\\/]\S*")
FILE_WORDS = re.compile(rf"(?im)(?:(?<=: )|^)[^\n:]*?\S+\.(?:{FILE_ENDINGS})\b\S*")
"""A file's name, and what stands before it: names may hold spaces."""
WHOLE_PATH = re.compile(r"(?m)(?:(?<=\s)|^)(?:~?/|[A-Za-z]:[\\/]|\\\\|\w+://).*?(?=[:;] |$)")
"""A path or an address, and what stands after it, for the same reason."""
BLUETOOTH = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{2}([:_-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f])")
USB_SERIAL = re.compile(r"\b(usb-[^\s\"']*_)[^_\s\"']+?(-\d{2}\b)")
"""In the names that ALSA and PulseAudio give: maker, product, serial number, interface."""
APPLE_USB = re.compile(r"\b(AppleUSBAudioEngine:)[^\n\"']*")
HOST = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")
HERE = ("127.0.0.1", "localhost", "::1", "0.0.0.0")
PERSONAL = "AirPods|iPhone|iPad|Mac|Beats|Galaxy|Pixel|Buds|Headphones|Headset|Kopfhörer|Casque|Auriculares|Cuffie"
NAME = r"[^\W\d_][\w.-]*"
OWNERS = (
    re.compile(rf"(?P<who>(?:[A-Z][\w.-]* )?{NAME})['’`´]s\b"),
    re.compile(r"(?P<who>\w+s)['’`´](?=\s)"),
    re.compile(r"(?P<who>[^\s(]+?)(?:의(?=\s)|[の的]\S*)"),
    re.compile(rf"(?:{PERSONAL}).*?\b(?:von|van|de|di|da|do|af|av|för|od|d['’])\s*(?P<who>[^()]+)"),
)
"""How people's names stand in those of their devices, as telephones and headphones make them in several languages."""
NO_OWNER = frozenset(("monitor", "monitor of", "of"))
CLOCK = re.compile(r"\d{1,2}:\d{2}:\d{2}")
LEAST_NAME_CHARS = 3
SAFE_WORD = re.compile(r"^\(?[\w.%]{1,12}/[\w.%]{1,12}[).,;:]*$")
"""A unit or a choice ("kHz/s", "on/off"), no path."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One of the program's own folders, and what it is called in a report."""

    name: str
    folder: Path


def report(
    settings: Settings,
    devices: Sequence[DeviceInfo],
    log: Sequence[str],
    places: Sequence[Folder],
    facts: Mapping[str, object] | None = None,
    own_names: Iterable[str] = (),
) -> str:
    """The whole text. `facts` are figures of the running sound: delay, load, counters. `own_names`: what the user calls voices."""
    engine = settings.engine
    hidden = private_words(settings, own_names) | owners([engine.input, engine.output, engine.monitor, *(d.name for d in devices)])
    parts = {
        "versions": "\n".join(versions()),
        "sound": json.dumps(facts or {}, indent=1, ensure_ascii=False),
        "devices": "\n".join(
            f"{d.direction} {d.backend} {d.rate_hz} Hz {d.channels} ch{_marks(d)}: {scrub(d.name, (), hidden)}" for d in devices
        ),
        "settings": settings_text(settings, hidden),
        "log": "\n".join(scrub(line, places, hidden) for line in log[-LOG_LINES:]),
    }
    return "\n\n".join(f"[{name}]\n{text}" for name, text in parts.items() if text) + "\n"


def versions() -> list[str]:
    """System, Python, and what the program stands on; never the machine's name or the user's."""
    lines = [f"system {platform.system()} {platform.release()} {platform.machine()}", f"python {sys.version.split()[0]}"]
    for package in PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return lines


def private_words(settings: Settings, own_names: Iterable[str] = ()) -> dict[str, str]:
    """What the user has named, and what it is called in a report: "own voice 1", "scene 1"."""
    builtin = {word for voice in builtin_voices() for word in (voice.id, voice.name)}
    voices = [settings.last_voice, *settings.favourites, *settings.voice_params, *settings.scene_voices.values(), *own_names]
    host = settings.obs_address.rpartition(":")[0]
    hidden = {name: f"own voice {n}" for n, name in enumerate(dict.fromkeys(name for name in voices if name not in builtin), 1)}
    hidden |= {name: f"scene {n}" for n, name in enumerate(settings.scene_voices, 1)}
    return hidden | ({host: LEFT_OUT} if host and host not in HERE else {})


def own_names() -> list[str]:
    """Ids and names of the voices that the user has added, as far as the library can be read."""
    try:
        voices = user_library().list_voices().voices
    except OSError:
        return []
    return [name for voice in voices for name in (voice.manifest.name, voice.manifest.id)]


def owners(device_names: Iterable[str]) -> dict[str, str]:
    """The people whom devices are named after ("Anna's AirPods"), and what stands for them in a report: all of a name, and each word."""
    hidden: set[str] = set()
    for name in device_names:
        for match in (match for rule in OWNERS for match in rule.finditer(name)):
            who = match.group("who").strip()
            whole = (match.group(),) if len(who) < LEAST_NAME_CHARS or not match.group().isascii() else ()
            hidden.update((who, *who.split(), *whole))
    return dict.fromkeys(sorted(word for word in hidden if word.lower() not in NO_OWNER), LEFT_OUT)


def settings_text(settings: Settings, hidden: Mapping[str, str] | None = None) -> str:
    """The settings without what is nobody's business: where the window stood, names that the user gave, addresses, and device names that
    are paths."""
    hidden = hidden or private_words(settings)
    table = json.loads(encode(settings))
    table.pop("window")
    table["last_voice"] = hidden.get(settings.last_voice, settings.last_voice)
    table["favourites"] = [hidden.get(name, name) for name in settings.favourites]
    table["voice_params"] = {hidden.get(name, name): values for name, values in table["voice_params"].items()}
    table["scene_voices"] = {hidden[scene]: hidden.get(voice, voice) for scene, voice in settings.scene_voices.items()}
    host, colon, port = settings.obs_address.rpartition(":")
    table["obs_address"] = f"{hidden.get(host, host)}{colon}{port}"
    for name in ("input", "output", "monitor"):
        table["engine"][name] = scrub(table["engine"][name], (), hidden)
    return json.dumps(table, indent=1, ensure_ascii=False)


def scrub(text: str, places: Iterable[Folder], hidden: Mapping[str, str] | None = None) -> str:
    """`text` without passwords, serial numbers and addresses, and without names of files, except those inside `places`; with other words
    in the place of those that are `hidden`."""
    kept: list[str] = []
    for place in places:
        text = _keep(text, place, kept)
    for word in sorted(hidden or (), key=len, reverse=True):
        if hidden and len(word) >= LEAST_NAME_CHARS:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _, shown=hidden[word]: shown, text, flags=re.IGNORECASE)  # type: ignore[misc]
    text = without_numbers(text)
    text = SECRET.sub(lambda match: f"{match.group(1)}{match.group(2)}{LEFT_OUT}", text)
    text = QUOTED.sub(lambda match: LEFT_OUT if _is_file(match.group()) else match.group(), text)
    text = WHOLE_PATH.sub(LEFT_OUT, text)
    text = PATH_WORD.sub(lambda match: match.group() if SAFE_WORD.match(match.group()) else LEFT_OUT, text)
    text = FILE_WORDS.sub(LEFT_OUT, text)
    for number, words in enumerate(kept):
        text = text.replace(_mark(number), words)
    return text


def without_numbers(text: str) -> str:
    """`text` without what tells one machine or device from all others."""
    text = BLUETOOTH.sub(LEFT_OUT, text)
    text = USB_SERIAL.sub(lambda match: f"{match.group(1)}{LEFT_OUT}{match.group(2)}", text)
    text = APPLE_USB.sub(lambda match: f"{match.group(1)}{LEFT_OUT}", text)
    return HOST.sub(lambda match: match.group() if match.group() in HERE or CLOCK.fullmatch(match.group()) else LEFT_OUT, text)


def _keep(text: str, place: Folder, kept: list[str]) -> str:
    """Puts a mark in the place of every path inside `place`, and what the path will be called into `kept`."""

    def mark(match: re.Match[str]) -> str:
        if ".." in match.group(1):
            return match.group()
        kept.append(f"<{place.name}>{match.group(1)}")
        return _mark(len(kept) - 1)

    return re.sub(re.escape(str(place.folder)) + r"((?:[\\/][^\s\"'”:,;]*)?)(?=$|[\s\"'”:,;)])", mark, text)


def _mark(number: int) -> str:
    return f"\x00{number}\x00"


def _is_file(quoted: str) -> bool:
    return bool(PATH_WORD.search(quoted) or FILE_WORDS.search(quoted))


def _device(device: DeviceInfo, hidden: Mapping[str, str]) -> str:
    name = scrub(device.name, (), hidden)
    return f"{device.direction} {device.backend} {device.rate_hz} Hz {device.channels} ch{_marks(device)}: {name}"


def _marks(device: DeviceInfo) -> str:
    return "".join(f" {word}" for word, on in (("default", device.is_default), ("monitor", device.is_monitor)) if on)


def figures(latency_ms: float, load: float, counters: Mapping[str, int], provider: str) -> dict[str, object]:
    """What is worth knowing of a running voice."""
    return {"latency_ms": round(latency_ms, 1), "load": round(load, 3), "provider": provider, **counters}
