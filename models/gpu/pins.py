"""Which wheels the add-on is made of on this system: pinned by address, size and SHA-256 (resources/gpu/wheels.json)."""

from __future__ import annotations

import hashlib
import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from models.gpu.errors import GpuNotForSystem

PINS = "gpu/wheels.json"


class Wheel(BaseModel):
    """One wheel. python: "311" for one that only that Python can load, "" for libraries that any can."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    system: str
    python: str
    file_name: str
    n_bytes: int
    unpacked_bytes: int
    sha256: str
    addresses: tuple[str, ...]


class _Pins(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    driver: str
    wheels: tuple[Wheel, ...]


@dataclass(frozen=True, slots=True)
class AddonKind:
    """What the add-on of this version consists of. version: of ONNX Runtime, and a mark that changes with any pin."""

    version: str
    oldest_driver: str
    wheels: tuple[Wheel, ...]

    @property
    def n_bytes(self) -> int:
        """To download."""
        return sum(wheel.n_bytes for wheel in self.wheels)

    @property
    def unpacked_bytes(self) -> int:
        """On the disk in the end."""
        return sum(wheel.unpacked_bytes for wheel in self.wheels)


def this_system() -> str:
    """As the pins call it: "linux-x86_64", "windows-amd64"."""
    name = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"{name}-{platform.machine().lower()}"


def this_python() -> str:
    """As the pins call it: "311"."""
    return f"{sys.version_info.major}{sys.version_info.minor}"


def pinned(system: str = "", python: str = "", text: str = "") -> AddonKind:
    """The add-on for this system, or another. text: other pins than the program's own. Raises GpuNotForSystem."""
    system, python = system or this_system(), python or this_python()
    pins = _Pins.model_validate_json(text or files("resources").joinpath(PINS).read_text(encoding="utf-8"))
    wheels = tuple(wheel for wheel in pins.wheels if wheel.system == system and wheel.python in ("", python))
    runtime = next((wheel for wheel in wheels if wheel.python), None)
    if runtime is None:
        raise GpuNotForSystem("find the GPU add-on", "", system=system, python=f"{python[:1]}.{python[1:]}")
    mark = hashlib.sha256("".join(wheel.sha256 for wheel in wheels).encode()).hexdigest()[:8]
    return AddonKind(f"{runtime.version}-{mark}", pins.driver, tuple(wheel for wheel in wheels if wheel.python or not _installed(wheel)))


def _installed(wheel: Wheel) -> bool:
    """Whether pip has brought it already, with `urvc[gpu]`."""
    try:
        return metadata.version(wheel.name) == wheel.version
    except metadata.PackageNotFoundError:
        return False
