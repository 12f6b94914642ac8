"""The decoder of an RVC voice (NSF-HiFiGAN) as a streaming graph. See `models/graphs/stream.py` for how blocks and states work.

Inputs, besides the states and `n_commit`:
  z           float32 [1, inter_channels, 1, T]          latent frames, 100 Hz
  excitation  float32 [1, 1, 1, T * samples_per_frame]   raw source (sine and noise) at the voice's rate; only voices with f0
  sid         int64 [1]                                  speaker, 0 <= sid < n_speakers
Output:
  audio       float32 [n_commit * samples_per_frame]     at `sample_rate_hz`, full scale +-1

What is computed beyond the commit point is cut at each stage to what the committed samples need: late stages see fractions of a frame
ahead, so a long look-ahead costs little there. The excitation's oscillator is not in here: its phase must not depend on a graph's
precision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.errors import BadVoiceFile
from models.graphs.builder import GraphBuilder, Value
from models.graphs.layers import Weights, conv, leaky_relu, speaker_bias
from models.graphs.spec import RvcSpec
from models.graphs.stream import TIME, Stream

SLOPE = 0.1
LAST_SLOPE = 0.01
POST_REACH = 3
LONGEST_WINDOW_FRAMES = 1.0
"""Up to this reach a stage is computed again over its left context; beyond it each convolution carries its own. Computing a fraction of a
frame again is cheaper than two copies per convolution, and far fewer states cross the border of the graph."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """Numbers of one upsampling stage; steps are counted at its own rate.

    rate            steps a frame after upsampling
    reach           steps on either side that one output of the residual blocks depends on
    input_ahead     steps after the commit point, at the rate before this stage, that the committed samples need of its input
    needed_steps    steps after the commit point that later layers need of its output
    windowed        whether the residual blocks are computed again over a window (else each convolution carries its left context)
    """

    index: int
    channels: int
    rate: int
    upsampling: int
    kernel: int
    reach: int
    input_ahead: int
    needed_steps: int
    windowed: bool

    @property
    def padding(self) -> int:
        return (self.kernel - self.upsampling) // 2

    @property
    def input_history(self) -> int:
        """Steps before the commit point that the transposed convolution needs of its input."""
        return (self.upsampling + self.padding - 1) // self.upsampling


def plan_stages(spec: RvcSpec, fixed_states: bool = False) -> tuple[StagePlan, ...]:
    """The stages of `spec`, first to last, each with the look-ahead that the ones after it need.

    fixed_states: no stage is windowed, so every state has one shape from the first block on.
    Raises BadVoiceFile for rates at which the network's own paddings do not fit together (the reference cannot run them either).
    """
    _check_rates(spec)
    reach = max(
        sum((k - 1) * (d + 1) // 2 for d in dilations)
        for k, dilations in zip(spec.resblock_kernel_sizes, spec.resblock_dilations, strict=True)
    )
    plans: list[StagePlan] = []
    needed_steps = POST_REACH
    for index in reversed(range(spec.n_stages)):
        upsampling, kernel = spec.upsample_rates[index], spec.upsample_kernel_sizes[index]
        rate = spec.samples_per_frame // spec.excitation_stride(index)
        input_ahead = (needed_steps + reach - 1 + (kernel - upsampling) // 2) // upsampling + 1
        windowed = not fixed_states and reach <= rate * LONGEST_WINDOW_FRAMES
        channels = spec.stage_channels(index)
        plans.append(StagePlan(index, channels, rate, upsampling, kernel, reach, input_ahead, needed_steps, windowed))
        needed_steps = input_ahead
    return tuple(reversed(plans))


def _check_rates(spec: RvcSpec) -> None:
    for index, (rate, kernel) in enumerate(zip(spec.upsample_rates, spec.upsample_kernel_sizes, strict=True)):
        stride = spec.excitation_stride(index)
        if kernel < rate or (kernel - rate) % 2 or (spec.has_f0 and stride > 1 and stride % 2):
            detail = f"upsampling by {rate} with a kernel of {kernel} leaves frames of unequal length"
            raise BadVoiceFile("build the decoder", "", reason="unsupported_rates", detail=detail)


def add_decoder(graph: GraphBuilder, stream: Stream, spec: RvcSpec, weights: Weights, fixed_states: bool = False) -> None:
    """Writes the decoder into `graph`: inputs, outputs and states as this file's head lists them.

    weights: the checkpoint's names, weight norm folded, float32. fixed_states: see `plan_stages`.
    """
    plans = plan_stages(spec, fixed_states)
    z = graph.input("z", np.float32, [1, spec.inter_channels, 1, "frames"])
    sid = graph.input("sid", np.int64, [1])
    source = _Excitation(graph, stream, spec, weights) if spec.has_f0 else None
    x = stream.carry(z, "conv_pre", spec.inter_channels, 3, 1)
    x = conv(graph, x, weights["dec.conv_pre.weight"], weights["dec.conv_pre.bias"], "dec.conv_pre", pads=(0, 3))
    x = graph.op("Add", x, speaker_bias(graph, sid, weights, "dec.cond"))
    x = graph.slice(x, graph.integers(0), stream.committed(1, plans[0].input_ahead), TIME)
    gain = 1.0
    for plan in plans:
        x = _upsample(graph, stream, x, plan, weights, gain)
        if source is not None:
            x = graph.op("Add", x, source.at(plan))
        x = _residual_stage(graph, stream, x, plan, spec, weights)
        gain = 1.0 / len(spec.resblock_kernel_sizes)
    x = leaky_relu(graph, x, LAST_SLOPE)
    last = plans[-1]
    x = stream.carry(x, "conv_post", last.channels, POST_REACH, last.rate)
    x = conv(graph, x, weights["dec.conv_post.weight"] * np.float32(gain), None, "dec.conv_post", pads=(0, POST_REACH))
    x = graph.op("Tanh", graph.slice(x, graph.integers(0), stream.committed(last.rate), TIME))
    graph.output(graph.reshape(x, -1), "audio", np.float32, ["samples"])


def _upsample(graph: GraphBuilder, stream: Stream, x: Value, plan: StagePlan, weights: Weights, gain: float) -> Value:
    """LeakyReLU and transposed convolution. `gain` makes up for the mean of residual blocks that was left a sum."""
    name = f"dec.ups.{plan.index}"
    before = plan.rate // plan.upsampling
    n_in, history = weights[f"{name}.weight"].shape[0], plan.input_history
    x = stream.carry(leaky_relu(graph, x, SLOPE), f"ups.{plan.index}", n_in, history, before)
    kernel = graph.weight(weights[f"{name}.weight"][:, :, None, :] * np.float32(gain), f"{name}.weight")
    bias = graph.weight(weights[f"{name}.bias"], f"{name}.bias")
    pads = [0, history * plan.upsampling + plan.padding, 0, plan.padding]
    return graph.op("ConvTranspose", x, kernel, bias, kernel_shape=[1, plan.kernel], strides=[1, plan.upsampling], pads=pads)


def _residual_stage(graph: GraphBuilder, stream: Stream, x: Value, plan: StagePlan, spec: RvcSpec, weights: Weights) -> Value:
    """The *sum* of the residual blocks, over the committed steps and what later layers need after them."""
    start = graph.integers(0)
    end = stream.committed(plan.rate, plan.needed_steps)
    if plan.windowed:
        x, start = stream.window(x, f"stage.{plan.index}", plan.channels, plan.reach, plan.rate)
        end = graph.op("Add", start, end)
    first = leaky_relu(graph, x, SLOPE)
    total = ""
    for j, (kernel, dilations) in enumerate(zip(spec.resblock_kernel_sizes, spec.resblock_dilations, strict=True)):
        block = _ResidualBlock(graph, stream, plan, weights, plan.index * len(spec.resblock_kernel_sizes) + j, kernel)
        y = block.add(x, first, dilations)
        total = graph.op("Add", total, y) if total else y
    return graph.slice(total, start, end, TIME)


@dataclass(frozen=True, slots=True)
class _ResidualBlock:
    """One ResBlock1 of a stage: pairs of a dilated and a plain convolution, each pair added to its input."""

    graph: GraphBuilder
    stream: Stream
    plan: StagePlan
    weights: Weights
    index: int
    kernel: int

    def add(self, x: Value, x_activated: Value, dilations: tuple[int, ...]) -> Value:
        for i, dilation in enumerate(dilations):
            y = x_activated if i == 0 else leaky_relu(self.graph, x, SLOPE)
            y = self._convolve(y, f"convs1.{i}", dilation)
            y = self._convolve(leaky_relu(self.graph, y, SLOPE), f"convs2.{i}", 1)
            x = self.graph.op("Add", y, x)
        return x

    def _convolve(self, x: Value, part: str, dilation: int) -> Value:
        name = f"dec.resblocks.{self.index}.{part}"
        reach = (self.kernel - 1) * dilation // 2
        pads = (reach, reach)
        if not self.plan.windowed:
            x = self.stream.carry(x, name.removeprefix("dec."), self.plan.channels, reach, self.plan.rate)
            pads = (0, reach)
        return conv(self.graph, x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], name, pads=pads, dilation=dilation)


class _Excitation:
    """`dec.m_source` and the strided convolutions that bring the excitation to each stage's rate."""

    def __init__(self, graph: GraphBuilder, stream: Stream, spec: RvcSpec, weights: Weights) -> None:
        self._graph, self._stream, self._spec, self._weights = graph, stream, spec, weights
        samples = spec.samples_per_frame
        raw = graph.input("excitation", np.float32, [1, 1, 1, "excitation_samples"])
        scaled = graph.op("Mul", raw, graph.scalar(float(weights["dec.m_source.l_linear.weight"].ravel()[0])))
        biased = graph.op("Add", scaled, graph.scalar(float(weights["dec.m_source.l_linear.bias"].ravel()[0])))
        self._history = max(spec.excitation_stride(i) // 2 for i in range(spec.n_stages))
        self._signal = stream.carry(graph.op("Tanh", biased), "excitation", 1, self._history, samples)

    def at(self, plan: StagePlan) -> Value:
        """[1, channels, 1, steps] to be added to the stage's upsampled input, cut to the same length as that."""
        graph, stride = self._graph, self._spec.excitation_stride(plan.index)
        name = f"dec.noise_convs.{plan.index}"
        half = stride // 2
        end = self._stream.committed(self._spec.samples_per_frame, self._history + plan.input_ahead * plan.upsampling * stride + half)
        signal = graph.slice(self._signal, graph.integers(self._history - half), end, TIME)
        # The cut leaves `half` samples to the right of the last step where there are any; the padding stands in for them at the end of the
        # input.
        return conv(graph, signal, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], name, pads=(0, half), stride=stride)
