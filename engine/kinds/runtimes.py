"""The inference libraries."""

from __future__ import annotations

from dataclasses import dataclass

from engine.kinds.loading import chosen

X86 = ("x86_64", "amd64")


@dataclass(frozen=True, slots=True)
class RuntimeKind:
    """One library.

    title          as people call it
    opens          makes the Runtime (engine/inference/runtime.py)
    quickest_on    the processors, as `platform.machine` calls them, for which it has the quickest kernels
    half_on_disk   float16 is another form of the graph's file, not a wish to the library
    inherits       threads that it starts keep the priority of the thread that opens a graph
    """

    name: str
    title: str
    opens: str
    quickest_on: tuple[str, ...] = ()
    half_on_disk: bool = False
    inherits: bool = False


RUNTIMES = (
    RuntimeKind("onnxruntime", "ONNX Runtime", "engine.inference.onnx_runtime:OnnxRuntime", half_on_disk=True, inherits=True),
    RuntimeKind("openvino", "OpenVINO", "engine.inference.openvino_runtime:OpenVino", quickest_on=X86),
)
"""The first runs everywhere."""
RUNTIME_NAMES = tuple(kind.name for kind in RUNTIMES)


def runtime_kind(name: str) -> RuntimeKind:
    """The library called `name`. Raises ConfigError `config.choice` with the nearest names."""
    return chosen(RUNTIMES, name, "choose the inference runtime")


def quickest_on(machine: str) -> RuntimeKind:
    """The one with the quickest kernels for a processor that `platform.machine` calls `machine`; else the one that runs everywhere."""
    return next((kind for kind in RUNTIMES if machine.lower() in kind.quickest_on), RUNTIMES[0])
