"""NVIDIA's libraries from the network into the user's folder, and away again."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.context import JobContext
from jobs.kind import JobKind


@dataclass(frozen=True, slots=True)
class AddGpu:
    """anyway: also where no card and no driver for it was found."""

    anyway: bool = False


@dataclass(frozen=True, slots=True)
class GpuAdded:
    """Where it is; `known` where it was there already."""

    folder: str
    known: bool


@dataclass(frozen=True, slots=True)
class RemoveGpu:
    """Everything of it."""


@dataclass(frozen=True, slots=True)
class GpuRemoved:
    """The bytes that are free again."""

    n_bytes: int


def add_gpu(request: AddGpu, context: JobContext) -> GpuAdded:
    """Raises GpuError and its kinds, WorkCancelled; what was there before still is, and what has come is kept."""
    from models.gpu.addon import GpuAddon
    from models.gpu.cards import look
    from models.gpu.pins import pinned

    addon = GpuAddon(pinned())
    known = addon.status().state == "ready"
    if not request.anyway and not known:
        addon.check(look())
    return GpuAdded(str(addon.add(context)), known)


def remove_gpu(request: RemoveGpu, context: JobContext) -> GpuRemoved:
    """Raises GpuDisk."""
    from models.gpu.addon import GpuAddon
    from models.gpu.pins import AddonKind

    context.check()
    return GpuRemoved(GpuAddon(AddonKind("", "", ())).remove())


ADD_GPU = JobKind("add_gpu", AddGpu, GpuAdded, add_gpu)
REMOVE_GPU = JobKind("remove_gpu", RemoveGpu, GpuRemoved, remove_gpu)
