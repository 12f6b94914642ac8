"""From a list of devices, once per audio system and host API, to the things a person has on the desk. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.link.messages import DeviceInfo
from models.names import key_of

Direction = Literal["input", "output"]

MME_NAME_CHARS = 31
"""MME cuts the names of devices here."""
API_ORDER = ("pulse", "wasapi", "core audio", "jack", "alsa", "directsound", "wdm-ks", "mme", "oss")
"""Audio systems and host APIs, the one to use first: the quickest of those that share the device with other programs."""
NO_DEVICE_NAMES = ("microsoft sound mapper", "primary sound", "sysdefault", "samplerate", "speexrate", "upmix", "vdownmix", "lavrate")
"""Entries that are no devices but ways to the default one, or converters."""
OWN_LOOPS = ("urvc_microphone", "urvc_out")
"""The virtual microphone's own ids (engine/audio/virtual_mic/linux.py), numbered where there are several."""
VIRTUAL_NAMES = ("cable", "voicemeeter", "blackhole", "virtual audio", "vb-audio", "urvc", "null output", "loopback", "soundflower")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a device: an audio system or host API."""

    id: str
    api: str
    channels: int
    rate_hz: int
    name: str


@dataclass(frozen=True, slots=True)
class DeviceGroup:
    """One physical (or virtual) device. `ways` has the sensible one first; `id` is what to give the engine."""

    name: str
    direction: Direction
    ways: tuple[Way, ...]
    is_default: bool
    is_monitor: bool
    is_virtual: bool

    @property
    def id(self) -> str:
        return self.ways[0].id

    def has(self, query: str) -> bool:
        """Whether a setting that holds `query` (an id or a name) means this device."""
        wanted = key_of(query)
        return any(wanted in (key_of(way.id), key_of(way.id.partition(":")[2]), key_of(way.name)) for way in self.ways)


def group_devices(devices: Sequence[DeviceInfo], direction: Direction) -> tuple[DeviceGroup, ...]:
    """The devices of `direction`, each once: default first, then real ones, then virtual ones, monitors last."""
    found = [device for device in devices if device.direction == direction and not _is_no_device(device.name) and not _is_own_loop(device)]
    full_names = {_plain(device.name) for device in found}
    gathered: dict[tuple[str, bool], list[DeviceInfo]] = {}
    for device in found:
        gathered.setdefault((_full_name(_plain(device.name), full_names, device), device.is_monitor), []).append(device)
    groups = [made for same in gathered.values() for made in _groups(same, direction)]
    return tuple(sorted(groups, key=lambda g: (g.is_monitor, not g.is_default, g.is_virtual, g.name.casefold())))


def _groups(same: list[DeviceInfo], direction: Direction) -> list[DeviceGroup]:
    """Devices of one name. Two of one name through one API are two devices: then each of them stands alone."""
    apis = [_api(device) for device in same]
    if len(set(apis)) == len(apis):
        return [_group(same, direction)]
    by_api: dict[str, list[DeviceInfo]] = {}
    for device in same:
        by_api.setdefault(_api(device), []).append(device)
    best = by_api[min(by_api, key=_rank)]
    return [_group([device], direction, number if len(best) > 1 else 0) for number, device in enumerate(best, 1)]


def _group(same: list[DeviceInfo], direction: Direction, number: int = 0) -> DeviceGroup:
    ordered = sorted(same, key=lambda device: _rank(_api(device)))
    name = max((_shown(device.name) for device in ordered), key=len)
    ways = tuple(Way(device.id, _api(device), device.channels, device.rate_hz, device.name) for device in ordered)
    return DeviceGroup(
        name=f"{name} ({number})" if number else name,
        direction=direction,
        ways=ways,
        is_default=any(device.is_default for device in same),
        is_monitor=same[0].is_monitor,
        is_virtual=any(device.hears for device in same) or any(word in name.casefold() for word in VIRTUAL_NAMES),
    )


def _full_name(name: str, full_names: set[str], device: DeviceInfo) -> str:
    """The name that a cut one was before. A cut name that fits two stays what it is."""
    if len(device.name) < MME_NAME_CHARS or _api(device) != "mme":
        return name
    longer = [full for full in full_names if full != name and full.startswith(name)]
    return longer[0] if len(longer) == 1 else name


def _plain(name: str) -> str:
    """What of a name is the same through every API: without the host API's own suffix, numbers that Windows puts before, and spaces."""
    text = re.sub(r"\s+", " ", _shown(name)).strip().casefold()
    return re.sub(r"\((\d+)- ", "(", text)


def _shown(name: str) -> str:
    return re.sub(
        r",? ?\[?(MME|Windows DirectSound|Windows WASAPI|Windows WDM-KS|ALSA|OSS|Core Audio|JACK Audio Connection Kit)\]?$", "", name
    )


def _is_own_loop(device: DeviceInfo) -> bool:
    """The ends where the voice comes out of URVC again: nobody speaks into those."""
    bare_id = device.id.partition(":")[2]
    return device.direction == "input" and bare_id.startswith(OWN_LOOPS)


def _is_no_device(name: str) -> bool:
    return name.casefold().startswith(NO_DEVICE_NAMES)


def _api(device: DeviceInfo) -> str:
    """The host API: PortAudio's ids are `portaudio:API/NAME`, other backends are one system each."""
    if device.backend != "portaudio":
        return device.backend
    api = device.id.partition(":")[2].partition("/")[0].casefold()
    return api.removeprefix("windows ").removesuffix(" audio connection kit")


def _rank(api: str) -> int:
    return API_ORDER.index(api) if api in API_ORDER else len(API_ORDER)
