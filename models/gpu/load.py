"""Puts the add-on in the place of the ONNX Runtime that comes with the program: called before anything imports that.

Where something is missing or does not fit, the program's own stays, and the reason is kept for whoever asks (`urvc gpu`).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from jobs.errors import CodedError
from models.gpu.addon import GpuAddon
from models.gpu.cards import look
from models.gpu.pins import pinned

SWITCH = "URVC_GPU_ADDON"
"""Set to "off", the add-on is left alone."""
PACKAGE = "onnxruntime"


@dataclass(frozen=True, slots=True)
class AddonUse:
    """Whether the add-on is in use in this process; else why not, "" where there is none."""

    used: bool
    reason: str = ""


class AddonFinder(MetaPathFinder):
    """Finds the one package in the add-on's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Only the package itself: its parts are found through it."""
        return PathFinder.find_spec(fullname, [self._folder], target) if fullname == PACKAGE else None


def use_addon(addon: GpuAddon | None = None) -> AddonUse:
    """Looks for a complete add-on of this version, a card and a driver for it; costs nothing where there is no add-on."""
    if os.environ.get(SWITCH) == "off" or PACKAGE in sys.modules:
        return AddonUse(False)
    try:
        addon = addon or GpuAddon(pinned())
        if not addon.root.is_dir():
            return AddonUse(False)
        state = addon.status().state
        if state != "ready":
            return AddonUse(False, state)
        addon.check(look())
    except CodedError as error:
        return AddonUse(False, error.code)
    missing = preload(addon.folder)
    if missing:
        return AddonUse(False, missing)
    sys.meta_path.insert(0, AddonFinder(addon.folder))
    return AddonUse(True)


def preload(folder: Path) -> str:
    """Loads NVIDIA's libraries, in whatever order they need each other; returns what one that cannot be loaded says, "" for all is well.

    Once loaded they are found by name by those that are linked to them, wherever they lie.
    """
    patterns = ("**/*.dll",) if sys.platform == "win32" else ("**/*.so", "**/*.so.*")
    installed = find_spec("nvidia")
    folders = [folder / "nvidia", *map(Path, installed.submodule_search_locations or () if installed else ())]
    waiting = [path for one in folders for pattern in patterns for path in sorted(one.glob(pattern))]
    while waiting:
        refused: dict[Path, str] = {}
        for path in waiting:
            try:
                ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
            except OSError as error:
                refused[path] = str(error)
        if len(refused) == len(waiting):
            return next(iter(refused.values()))
        waiting = list(refused)
    return ""
