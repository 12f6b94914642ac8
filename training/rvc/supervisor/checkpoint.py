"""The state of a run on disk: complete or not there, so that a kill at any moment costs no more than the steps since the last one."""

from __future__ import annotations

import errno
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from training.errors import TrainingError
from training.rvc.networks.normed import Tensor

LAST = "last.pt"
BEST = "best.pt"


@dataclass(slots=True)
class RunPosition:
    """Where a run stands: steps done in all, epochs completed and steps done in the one that has begun, and what was learnt of the losses.

    smoothed_mel   exponential mean of the epochs' mel losses; best_mel the lowest of them, in epoch best_epoch; rising how many epochs in
                   a row it has risen
    sums           of the epoch's losses so far, by name
    """

    step: int = 0
    epoch: int = 0
    step_in_epoch: int = 0
    smoothed_mel: float = 0.0
    best_mel: float = float("inf")
    best_epoch: int = 0
    rising: int = 0
    sums: dict[str, float] = field(default_factory=dict)


def save_state(path: Path, place: RunPosition, parts: dict[str, Tensor]) -> None:
    """Writes the states of all `parts` (networks, optimisers) and the place."""
    write_whole(path, {"place": asdict(place), **{name: part.state_dict() for name, part in parts.items() if part is not None}})


def load_state(path: Path, parts: dict[str, Tensor]) -> RunPosition:
    """Fills `parts` from the file and returns the place. Raises TrainingError `train.broken_run`."""
    try:
        saved = torch.load(path, map_location="cpu", weights_only=True)
        for name, part in parts.items():
            if part is not None:
                part.load_state_dict(saved[name])
        return RunPosition(**saved["place"])
    except (OSError, KeyError, RuntimeError, ValueError, TypeError) as error:
        raise TrainingError("train.broken_run", "go on with the run", path.name, {"reason": str(error)[:200]}) from None


def place_of(path: Path) -> RunPosition:
    """Where the run of that checkpoint stands. Raises TrainingError `train.broken_run`."""
    return load_state(path, {})


def write_whole(path: Path, content: Tensor) -> None:
    """`content` at `path`, whole or not at all. Raises OSError, also where torch says it otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, RuntimeError) as error:
        part.unlink(missing_ok=True)
        raise error if isinstance(error, OSError) else OSError(errno.EIO, _reason(error), str(path)) from None
    os.replace(part, path)  # noqa: PTH105 - one atomic call on every system


def _reason(error: RuntimeError) -> str:
    """Why torch could not write; what the system said is the cause where there is one."""
    cause = error.__context__
    return cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)[:200]
