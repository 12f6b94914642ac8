"""Lightning Fabric as the driver of a step: any device, any number of processes, reduced precision."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import torch

from training.rvc.networks.normed import Tensor

_PRECISIONS = {"float32": "32-true", "bfloat16": "bf16-mixed", "float16": "16-mixed"}


def fabric_precision(name: str) -> Any:
    """Fabric's word for a precision of HyperParameters."""
    return _PRECISIONS[name]


class FabricDriver:
    """Gradients are shared among processes by Fabric; their norm is taken before clipping. gradient_clip: 0 clips nothing."""

    def __init__(self, fabric: Tensor, gradient_clip: float) -> None:
        self._fabric, self._clip = fabric, gradient_clip

    def precision(self) -> AbstractContextManager[None]:
        return self._fabric.autocast()

    def descend(self, network: Tensor, optimiser: Tensor, loss: Tensor) -> float:
        optimiser.zero_grad()
        self._fabric.backward(loss)
        largest = self._clip or float("inf")
        norm = self._fabric.clip_gradients(network, optimiser, max_norm=largest, error_if_nonfinite=False)
        optimiser.step()
        return float(norm)

    def mean_frames(self, n_frames: Tensor) -> Tensor:
        if self._fabric.world_size == 1:
            return n_frames
        return self._fabric.all_reduce(n_frames.detach().clone(), reduce_op="mean")


def to_device(record: Tensor, device: Tensor) -> Tensor:
    """A record of tensors (Batch, Draws), moved."""
    values = record._asdict() if hasattr(record, "_asdict") else {name: getattr(record, name) for name in record.__slots__}
    return type(record)(**{name: value.to(device) if isinstance(value, torch.Tensor) else value for name, value in values.items()})
