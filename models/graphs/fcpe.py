"""FCPE as an ONNX graph: magnitude spectra in, the salience of 360 pitches out.

The network is the one in the `torchfcpe` package ("Fast Context-based Pitch Estimation", MIT): 128 logarithmic mel bands (Slaney's scale, 0
to 8000 Hz) through two convolutions and six blocks of a wide convolution over time each; its published weights use no attention. One
column every 160 samples at 16 kHz, of windows of 1024.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from models.graphs.builder import GraphBuilder, Value

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 1024
N_BANDS = 128
N_PITCHES = 360
N_BLOCKS = 6
N_GROUPS = 4
NORM_EPS = 1e-5
LEAK = 0.01
SPECTRUM_FLOOR = 1e-9
MEL_FLOOR = 1e-5

_LINEAR_HZ = 200.0 / 3.0
_BEND_HZ = 1_000.0
_BEND_MEL = _BEND_HZ / _LINEAR_HZ
_LOG_STEP = np.log(6.4) / 27.0

Array = NDArray[np.float32]


def fcpe_graph(checkpoint: Mapping[str, Array], half_storage: bool = True) -> onnx.ModelProto:
    """spectrum [frames, 513] float32, magnitudes -> salience [frames, 360], 0 to 1, of the pitches that the property `cents` lists (cents
    above 10 Hz).

    `checkpoint`: the network's state dict, named as in torchfcpe. half_storage: weights as float16 on disk, float32 when computed with.
    Raises KeyError where an array is missing, ValueError where the network has attention or another shape.
    """
    if "norm.weight" not in checkpoint or any("attn" in name for name in checkpoint):
        raise ValueError("not the network of torchfcpe 0.0.4")
    g = GraphBuilder("fcpe", half_storage)
    spectrum = g.input("spectrum", np.float32, ["frames", WINDOW_SAMPLES // 2 + 1])
    layers = _NamedLayers(g, checkpoint)
    x = _input_stack(g, layers, _log_mel(g, spectrum))
    for number in range(N_BLOCKS):
        x = g.op("Add", x, _block(g, layers, x, f"net.encoder_layers.{number}.conformer.net"))
    x = layers.norm(x, "norm")
    raw, scale = checkpoint["output_proj.weight_v"], checkpoint["output_proj.weight_g"]
    weight = raw * (scale / np.linalg.norm(raw, axis=1, keepdims=True))
    logits = g.op("Add", g.op("MatMul", x, g.weight(weight.T, "output_proj.weight")), layers.weight("output_proj.bias"))
    g.output(g.reshape(g.op("Sigmoid", logits), -1, N_PITCHES), "salience", np.float32, ["frames", N_PITCHES])
    return g.build({"cents": " ".join(f"{value:.9g}" for value in checkpoint["cent_table"])})


def mel_bank() -> Array:
    """[513, 128] triangles between corners evenly spaced on Slaney's scale, each of area 1 in Hz times 2."""
    top = _BEND_MEL + np.log(SAMPLE_RATE_HZ / 2 / _BEND_HZ) / _LOG_STEP
    mel = np.linspace(0.0, top, N_BANDS + 2)
    corners_hz = np.where(mel < _BEND_MEL, mel * _LINEAR_HZ, _BEND_HZ * np.exp(_LOG_STEP * (mel - _BEND_MEL)))
    bins_hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, WINDOW_SAMPLES // 2 + 1)[:, None]
    widths_hz = np.diff(corners_hz)
    rising = (bins_hz - corners_hz[:-2]) / widths_hz[:-1]
    falling = (corners_hz[2:] - bins_hz) / widths_hz[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    bank: Array = (triangles * 2.0 / (corners_hz[2:] - corners_hz[:-2])).astype(np.float32)
    return bank


class _NamedLayers:
    """The layers of the network by the names of their weights."""

    def __init__(self, g: GraphBuilder, checkpoint: Mapping[str, Array]) -> None:
        self._g = g
        self._checkpoint = checkpoint

    def weight(self, name: str) -> Value:
        return self._g.weight(self._checkpoint[name], name)

    def pair(self, name: str) -> tuple[Value, Value]:
        return self.weight(f"{name}.weight"), self.weight(f"{name}.bias")

    def convolve(self, x: Value, name: str, reach: int, groups: int = 1) -> Value:
        """`x` [1, channels, frames]."""
        return self._g.op("Conv", x, *self.pair(name), pads=[reach, reach], group=groups)

    def norm(self, x: Value, name: str) -> Value:
        """`x` [1, frames, channels]."""
        return self._g.op("LayerNormalization", x, *self.pair(name), axis=-1, epsilon=NORM_EPS)


def _log_mel(g: GraphBuilder, spectrum: Value) -> Value:
    """[1, 128, frames]"""
    power = g.op("Mul", spectrum, spectrum)
    magnitude = g.op("Sqrt", g.op("Add", power, g.scalar(SPECTRUM_FLOOR)))
    mel = g.op("Max", g.op("MatMul", magnitude, g.weight(mel_bank(), "mel")), g.scalar(MEL_FLOOR))
    return g.op("Unsqueeze", g.op("Transpose", g.op("Log", mel), perm=[1, 0]), g.integers(0))


def _input_stack(g: GraphBuilder, layers: _NamedLayers, mel: Value) -> Value:
    """[1, frames, 512]"""
    x = layers.convolve(mel, "input_stack.0", 1)
    ones, zeros = (g.weight(np.full(N_GROUPS, value, np.float32), f"groups/{value}") for value in (1, 0))
    level = g.op("InstanceNormalization", g.reshape(x, 1, N_GROUPS, -1), ones, zeros, epsilon=NORM_EPS)
    x = g.op("Reshape", level, g.op("Shape", x))
    scale, bias = (g.op("Unsqueeze", value, g.integers(1)) for value in layers.pair("input_stack.1"))
    x = g.op("LeakyRelu", g.op("Add", g.op("Mul", x, scale), bias), alpha=LEAK)
    return _turned(g, layers.convolve(x, "input_stack.3", 1))


def _block(g: GraphBuilder, layers: _NamedLayers, x: Value, name: str) -> Value:
    """What one block adds to `x` [1, frames, 512]."""
    wide = layers.convolve(_turned(g, layers.norm(x, f"{name}.0")), f"{name}.2", 0)
    kept, gate = g.ops("Split", [wide], 2, axis=1, num_outputs=2)
    x = layers.convolve(g.op("Mul", kept, g.op("Sigmoid", gate)), f"{name}.4.conv", 15, groups=1024)
    return _turned(g, layers.convolve(g.op("Mul", x, g.op("Sigmoid", x)), f"{name}.6", 0))


def _turned(g: GraphBuilder, x: Value) -> Value:
    return g.op("Transpose", x, perm=[0, 2, 1])
