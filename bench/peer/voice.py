"""An RVC voice over a whole window, in plain torch: prior encoder, flow in reverse, harmonic source, NSF-HiFiGAN decoder.

Weights: the checkpoint's names, weight norm folded. Tensors [1, channels, time].
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from bench.peer.tensors import Tensor, Weights, conv1d, heads, joined, layer_norm, linear
from models.graphs.spec import RvcSpec
from models.graphs.synthesizer import NOISE_SCALE

SINE_GAIN, VOICED_NOISE, UNVOICED_NOISE = 0.1, 0.003, 0.1 / 3
FLOW_LAYERS = 3
SLOPE, LAST_SLOPE = 0.1, 0.01


class VoiceNetwork:
    """One voice with f0; `sid` is the speaker."""

    def __init__(self, spec: RvcSpec, weights: Weights, sid: int = 0) -> None:
        self._spec, self._weights = spec, weights
        self._speaker = weights["emb_g.weight"][sid][None, :, None]

    def prior(self, phone: Tensor, pitch: Tensor, skip: int = 0) -> tuple[Tensor, Tensor]:
        """phone [1, T, dim], coarse pitch [1, T] int64 -> m, logs of the frames from `skip` on."""
        spec, weights = self._spec, self._weights
        x = linear(phone, weights, "enc_p.emb_phone") + F.embedding(pitch, weights["enc_p.emb_pitch.weight"])
        x = F.leaky_relu(x * math.sqrt(spec.hidden_channels), SLOPE)
        for i in range(spec.n_layers):
            name = "enc_p.encoder"
            x = self._prior_norm(x + self._attention(x, f"{name}.attn_layers.{i}"), f"{name}.norm_layers_1.{i}")
            x = self._prior_norm(x + self._feed_forward(x, f"{name}.ffn_layers.{i}"), f"{name}.norm_layers_2.{i}")
        m, logs = conv1d(x[:, skip:].transpose(1, 2), weights, "enc_p.proj").chunk(2, dim=1)
        return m, logs

    def latent(self, m: Tensor, logs: Tensor, noise: Tensor) -> Tensor:
        """z, drawn with standard normal `noise` and sent through the flow in reverse."""
        z = m + torch.exp(logs) * noise * NOISE_SCALE
        for i in (6, 4, 2, 0):
            x0, x1 = torch.flip(z, [1]).chunk(2, dim=1)
            z = torch.cat([x0, x1 - self._coupling(x0, f"flow.flows.{i}")], dim=1)
        return z

    def source(self, f0_hz: Tensor, noise: Tensor) -> Tensor:
        """[1, 1, T * samples]: the sine at f0 [T] (0 where unvoiced) from phase 0 on, and noise [T, samples]."""
        spec = self._spec
        steps = (f0_hz / spec.sample_rate_hz).to(torch.float64)[:, None].expand(noise.shape)
        sine = torch.sin(2 * math.pi * (torch.cumsum(steps.reshape(-1), 0) % 1.0)).to(torch.float32).view(noise.shape)
        voiced = f0_hz[:, None] > 0
        return (torch.where(voiced, SINE_GAIN * sine, 0.0) + torch.where(voiced, VOICED_NOISE, UNVOICED_NOISE) * noise).view(1, 1, -1)

    def decode(self, z: Tensor, source: Tensor) -> Tensor:
        """z [1, C, T] and its source -> audio [T * samples] at the voice's rate."""
        spec, weights = self._spec, self._weights
        x = conv1d(z, weights, "dec.conv_pre", padding=3) + conv1d(self._speaker, weights, "dec.cond")
        excitation = torch.tanh(linear(source.transpose(1, 2), weights, "dec.m_source.l_linear")).transpose(1, 2)
        for i, (rate, kernel) in enumerate(zip(spec.upsample_rates, spec.upsample_kernel_sizes, strict=True)):
            up = weights[f"dec.ups.{i}.weight"], weights[f"dec.ups.{i}.bias"]
            x = F.conv_transpose1d(F.leaky_relu(x, SLOPE), *up, stride=rate, padding=(kernel - rate) // 2)
            stride = spec.excitation_stride(i)
            x = x + conv1d(excitation, weights, f"dec.noise_convs.{i}", stride=stride, padding=stride // 2)
            x = self._residual_blocks(x, i)
        return torch.tanh(conv1d(F.leaky_relu(x, LAST_SLOPE), weights, "dec.conv_post", padding=3)).view(-1)

    def _residual_blocks(self, x: Tensor, stage: int) -> Tensor:
        kernels = self._spec.resblock_kernel_sizes
        total = torch.zeros_like(x)
        for j, (size, dilations) in enumerate(zip(kernels, self._spec.resblock_dilations, strict=True)):
            name, y = f"dec.resblocks.{stage * len(kernels) + j}", x
            for k, dilation in enumerate(dilations):
                reach = (size - 1) // 2
                h = conv1d(F.leaky_relu(y, SLOPE), self._weights, f"{name}.convs1.{k}", padding=reach * dilation, dilation=dilation)
                y = y + conv1d(F.leaky_relu(h, SLOPE), self._weights, f"{name}.convs2.{k}", padding=reach)
            total += y
        return total / len(kernels)

    def _coupling(self, x0: Tensor, name: str) -> Tensor:
        """What is subtracted from the other half."""
        weights, hidden = self._weights, self._spec.hidden_channels
        h = conv1d(x0, weights, f"{name}.pre")
        conditions = conv1d(self._speaker, weights, f"{name}.enc.cond_layer").chunk(FLOW_LAYERS, dim=1)
        skip = torch.zeros_like(h)
        for j, condition in enumerate(conditions):
            a, b = (conv1d(h, weights, f"{name}.enc.in_layers.{j}", padding=2) + condition).chunk(2, dim=1)
            y = conv1d(torch.tanh(a) * torch.sigmoid(b), weights, f"{name}.enc.res_skip_layers.{j}")
            skip = skip + y[:, -hidden:]
            h = h + y[:, :hidden] if j < FLOW_LAYERS - 1 else h
        return conv1d(skip, weights, f"{name}.post")

    def _prior_norm(self, x: Tensor, name: str) -> Tensor:
        return layer_norm(x, self._weights, name, "gamma", "beta")

    def _feed_forward(self, x: Tensor, name: str) -> Tensor:
        padding = self._spec.kernel_size // 2
        y = torch.relu(conv1d(x.transpose(1, 2), self._weights, f"{name}.conv_1", padding=padding))
        return conv1d(y, self._weights, f"{name}.conv_2", padding=padding).transpose(1, 2)

    def _attention(self, x: Tensor, name: str) -> Tensor:
        """Full attention with learned relative positions: x [1, T, channels] -> the same."""
        weights, n_heads = self._weights, self._spec.n_heads
        q, k, v = (heads(conv1d(x.transpose(1, 2), weights, f"{name}.conv_{part}").transpose(1, 2), n_heads) for part in "qkv")
        q = q / math.sqrt(q.shape[3])
        rel_k, rel_v = weights[f"{name}.emb_rel_k"][0], weights[f"{name}.emb_rel_v"][0]
        distance = _distances(x.shape[1], len(rel_k) // 2)
        near = distance < len(rel_k)
        index = torch.where(near, distance, 0).expand(1, n_heads, -1, -1)
        scores = q @ k.transpose(2, 3) + torch.where(near, (q @ rel_k.T).gather(3, index), 0.0)
        p = torch.softmax(scores, dim=3)
        by_distance = torch.zeros(*p.shape[:3], len(rel_k)).scatter_add(3, index, torch.where(near, p, 0.0))
        y = joined(p @ v + by_distance @ rel_v)
        return conv1d(y.transpose(1, 2), weights, f"{name}.conv_o").transpose(1, 2)


def _distances(n_frames: int, half: int) -> Tensor:
    """[T, T] int64: frame j as frame i counts it, 0..2 * half; 2 * half + 1 where it is farther away."""
    frames = torch.arange(n_frames)
    distance = frames[None] - frames[:, None] + half
    return torch.where((distance >= 0) & (distance <= 2 * half), distance, 2 * half + 1)
