"""Which graphics cards this computer has, and NVIDIA's driver: read from the system and the driver's own library. Nothing is printed."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Vendor = Literal["nvidia", "amd", "intel", "other"]
_VENDORS: dict[str, Vendor] = {"0x10de": "nvidia", "0x1002": "amd", "0x8086": "intel"}
_DISPLAY_CLASS = "0x03"
_TEXT_BYTES = 96


@dataclass(frozen=True, slots=True)
class Card:
    """One card; name: as its driver calls it, "" where nobody has said it."""

    vendor: Vendor
    name: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """What is there. driver: the version of NVIDIA's ("580.95.05"), "" where there is none that answers."""

    cards: tuple[Card, ...] = ()
    driver: str = ""

    def of(self, vendor: Vendor) -> tuple[Card, ...]:
        """Those of one maker."""
        return tuple(card for card in self.cards if card.vendor == vendor)


@dataclass(frozen=True, slots=True)
class NvidiaDriver:
    """What NVIDIA's driver says."""

    version: str
    names: tuple[str, ...]


def look(root: Path = Path("/"), ask_driver: Callable[[], NvidiaDriver | None] | None = None) -> Cards:
    """Looks at this computer. root, ask_driver: other than this computer's, for tests."""
    driver = (ask_driver or nvidia_driver)()
    seen = _of_windows() if sys.platform == "win32" else _of_linux(root)
    if driver is None:
        return Cards(seen)
    others = tuple(card for card in seen if card.vendor != "nvidia")
    return Cards((*(Card("nvidia", name) for name in driver.names), *others), driver.version if driver.names else "")


def is_older(driver: str, oldest: str) -> bool:
    """Compares versions by their numbers. Words that are no version are older than any."""
    return _numbers(driver) < _numbers(oldest)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _of_linux(root: Path) -> tuple[Card, ...]:
    found = []
    for device in sorted((root / "sys" / "bus" / "pci" / "devices").glob("*")):
        if _line(device / "class").startswith(_DISPLAY_CLASS):
            found.append(Card(_VENDORS.get(_line(device / "vendor"), "other")))
    return tuple(found)


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def nvidia_driver() -> NvidiaDriver | None:
    """Asks the driver through its management library; None where there is none, or where it does not answer."""
    try:
        library = ctypes.CDLL("nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1")
    except OSError:
        return None
    if library.nvmlInit_v2():
        return None
    try:
        text, count = ctypes.create_string_buffer(_TEXT_BYTES), ctypes.c_uint()
        if library.nvmlSystemGetDriverVersion(text, _TEXT_BYTES) or library.nvmlDeviceGetCount_v2(ctypes.byref(count)):
            return None
        return NvidiaDriver(text.value.decode(errors="replace"), tuple(_name(library, i) for i in range(count.value)))
    finally:
        library.nvmlShutdown()


def _name(library: ctypes.CDLL, index: int) -> str:
    device, text = ctypes.c_void_p(), ctypes.create_string_buffer(_TEXT_BYTES)
    if library.nvmlDeviceGetHandleByIndex_v2(index, ctypes.byref(device)) or library.nvmlDeviceGetName(device, text, _TEXT_BYTES):
        return ""
    return text.value.decode(errors="replace")


def _of_windows() -> tuple[Card, ...]:
    """By the names of what pictures can be shown on. Not run where this was written: there was no Windows."""

    class Display(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("device", ctypes.c_wchar * 32),
            ("name", ctypes.c_wchar * 128),
            ("flags", ctypes.c_uint32),
            ("id", ctypes.c_wchar * 128),
            ("key", ctypes.c_wchar * 128),
        )

    names: dict[str, None] = {}
    one = Display()
    one.size = ctypes.sizeof(Display)
    number = 0
    user32 = getattr(ctypes, "windll").user32  # noqa: B009 - only there on Windows
    while user32.EnumDisplayDevicesW(None, number, ctypes.byref(one), 0):
        names[one.name] = None
        number += 1
    return tuple(Card(_maker(name), name) for name in names)


def _maker(name: str) -> Vendor:
    words = name.lower()
    vendors: tuple[tuple[str, Vendor], ...] = (("nvidia", "nvidia"), ("amd", "amd"), ("radeon", "amd"), ("intel", "intel"))
    return next((vendor for word, vendor in vendors if word in words), "other")
