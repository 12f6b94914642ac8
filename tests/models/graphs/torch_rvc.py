"""The RVC synthesizer again, in plain torch over whole sequences, for shapes that no reference array covers. Tests only.

Written layer by layer from the network's description, as naively as possible; test_synthesizer.py checks it against the reference arrays
too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from models.graphs.spec import RvcSpec

Tensor = Any


class TorchRvc:
    """weights: folded, float32, under the checkpoint's names. Tensors [1, channels, time]."""

    def __init__(self, spec: RvcSpec, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._spec = spec
        self._w = {name: torch.from_numpy(np.array(array)) for name, array in weights.items()}

    def _conv(self, x: Tensor, name: str, **options: Any) -> Tensor:
        return F.conv1d(x, self._w[f"{name}.weight"], self._w.get(f"{name}.bias"), **options)

    def enc_p(self, phone: Tensor, pitch: Tensor | None) -> tuple[Tensor, Tensor]:
        """phone [1, T, dim], pitch [1, T] -> m, logs."""
        spec, w = self._spec, self._w
        x = F.linear(phone, w["enc_p.emb_phone.weight"], w["enc_p.emb_phone.bias"])
        if pitch is not None:
            x = x + F.embedding(pitch, w["enc_p.emb_pitch.weight"])
        x = F.leaky_relu(x * math.sqrt(spec.hidden_channels), 0.1).transpose(1, 2)
        for i in range(spec.n_layers):
            x = self._norm(x + self._attention(x, f"enc_p.encoder.attn_layers.{i}"), f"enc_p.encoder.norm_layers_1.{i}")
            y = torch.relu(self._conv(x, f"enc_p.encoder.ffn_layers.{i}.conv_1", padding=1))
            x = self._norm(x + self._conv(y, f"enc_p.encoder.ffn_layers.{i}.conv_2", padding=1), f"enc_p.encoder.norm_layers_2.{i}")
        m, logs = self._conv(x, "enc_p.proj").chunk(2, dim=1)
        return m, logs

    def _norm(self, x: Tensor, name: str) -> Tensor:
        y = F.layer_norm(x.transpose(1, 2), (x.shape[1],), self._w[f"{name}.gamma"], self._w[f"{name}.beta"], 1e-5)
        return y.transpose(1, 2)

    def _attention(self, x: Tensor, name: str) -> Tensor:
        n, length = self._spec.n_heads, x.shape[2]
        q, k, v = (self._conv(x, f"{name}.conv_{part}").view(n, -1, length).transpose(1, 2) for part in "qkv")
        scale = 1 / math.sqrt(q.shape[2])
        scores = q @ k.transpose(1, 2) * scale
        rel_k, rel_v = self._w[f"{name}.emb_rel_k"][0], self._w[f"{name}.emb_rel_v"][0]
        half = rel_k.shape[0] // 2
        for i in range(length):
            for j in range(max(0, i - half), min(length, i + half + 1)):
                scores[:, i, j] += q[:, i] @ rel_k[j - i + half] * scale
        p = torch.softmax(scores, dim=-1)
        y = p @ v
        for i in range(length):
            for j in range(max(0, i - half), min(length, i + half + 1)):
                y[:, i] += p[:, i, j, None] * rel_v[j - i + half]
        return self._conv(y.transpose(1, 2).reshape(1, -1, length), f"{name}.conv_o")

    def flow(self, z: Tensor, sid: int) -> Tensor:
        g = self._w["emb_g.weight"][sid][None, :, None]
        hidden = self._spec.hidden_channels
        for i in (6, 4, 2, 0):
            name = f"flow.flows.{i}"
            z = torch.flip(z, [1])
            x0, x1 = z.chunk(2, dim=1)
            h = self._conv(x0, f"{name}.pre")
            condition = self._conv(g, f"{name}.enc.cond_layer")
            skip = torch.zeros_like(h)
            for j in range(3):
                gate = self._conv(h, f"{name}.enc.in_layers.{j}", padding=2) + condition[:, 2 * hidden * j : 2 * hidden * (j + 1)]
                y = self._conv(torch.tanh(gate[:, :hidden]) * torch.sigmoid(gate[:, hidden:]), f"{name}.enc.res_skip_layers.{j}")
                skip = skip + y[:, -hidden:]
                h = h + y[:, :hidden] if j < 2 else h
            z = torch.cat([x0, x1 - self._conv(skip, f"{name}.post")], dim=1)
        return z

    def decode(self, z: Tensor, sid: int, excitation: Tensor | None) -> Tensor:
        """z [1, C, T], raw excitation [1, 1, N] -> audio [N]."""
        spec = self._spec
        x = self._conv(z, "dec.conv_pre", padding=3) + self._conv(self._w["emb_g.weight"][sid][None, :, None], "dec.cond")
        if excitation is not None:
            linear = self._w["dec.m_source.l_linear.weight"], self._w["dec.m_source.l_linear.bias"]
            excitation = torch.tanh(excitation * linear[0].view(()) + linear[1].view(()))
        for i, (rate, kernel) in enumerate(zip(spec.upsample_rates, spec.upsample_kernel_sizes, strict=True)):
            name = f"dec.ups.{i}"
            padding = (kernel - rate) // 2
            x = F.conv_transpose1d(F.leaky_relu(x, 0.1), self._w[f"{name}.weight"], self._w[f"{name}.bias"], stride=rate, padding=padding)
            if excitation is not None:
                stride = spec.excitation_stride(i)
                x = x + self._conv(excitation, f"dec.noise_convs.{i}", stride=stride, padding=stride // 2)
            blocks = [self._block(x, 3 * i + j, size) for j, size in enumerate(spec.resblock_kernel_sizes)]
            x = sum(blocks) / len(blocks)
        return torch.tanh(self._conv(F.leaky_relu(x, 0.01), "dec.conv_post", padding=3)).view(-1)

    def _block(self, x: Tensor, index: int, size: int) -> Tensor:
        for i, dilation in enumerate((1, 3, 5)):
            name = f"dec.resblocks.{index}"
            y = self._conv(F.leaky_relu(x, 0.1), f"{name}.convs1.{i}", padding=(size - 1) * dilation // 2, dilation=dilation)
            x = x + self._conv(F.leaky_relu(y, 0.1), f"{name}.convs2.{i}", padding=(size - 1) // 2)
        return x
