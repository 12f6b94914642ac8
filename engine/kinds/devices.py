"""The devices that voices may be computed on, as settings name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.kinds.loading import chosen

CPU = "cpu"
_NUMBERED = re.compile(r"([a-z]+)(?:[:.](\d+))?")


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """One kind. title: for people; runtime: the only library that computes on it, "" where all do; numbered: there may be several."""

    name: str
    title: str
    runtime: str = ""
    numbered: bool = False


DEVICES = (
    DeviceKind(CPU, "the processor"),
    DeviceKind("cuda", "NVIDIA's cards", "onnxruntime", numbered=True),
    DeviceKind("tensorrt", "NVIDIA's cards, through TensorRT", "onnxruntime", numbered=True),
    DeviceKind("directml", "any card, on Windows", "onnxruntime", numbered=True),
    DeviceKind("coreml", "Apple's processors", "onnxruntime"),
    DeviceKind("gpu", "Intel's graphics", "openvino"),
)


def device_kind(device: str) -> DeviceKind:
    """The kind of `device` ("cuda:0", "gpu.1"). Raises ConfigError `config.choice` with the nearest names."""
    parts = _NUMBERED.fullmatch(device)
    return chosen(DEVICES, parts[1] if parts else device, "choose where voices are computed")


def runtime_for(device: str) -> str:
    """The library that a device asks for, "" where any computes on it. Raises as `device_kind`."""
    return device_kind(device).runtime


def full_name(device: str) -> str:
    """With its number where there may be several: "cuda" is "cuda:0". Raises as `device_kind`."""
    return f"{device}:0" if device_kind(device).numbered and ":" not in device else device
