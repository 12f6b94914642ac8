"""`enc_p`: content features and coarse pitch -> mean and log deviation of the latent, by a transformer with relative positions."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from models.graphs.spec import RvcSpec
from training.rvc.networks.normed import Tensor

WINDOW = 10
"""Frames on each side whose distance the attention knows."""
MASKED_SCORE = -1e4
PITCH_STEPS = 256
SLOPE = 0.1


class Attention(nn.Module):
    """Attention over the whole utterance; distances up to WINDOW frames have keys and values of their own, shared by the heads."""

    def __init__(self, hidden: int, n_heads: int) -> None:
        super().__init__()
        self._n_heads, width = n_heads, hidden // n_heads
        self.emb_rel_k = nn.Parameter(torch.randn(1, 2 * WINDOW + 1, width) * width**-0.5)
        self.emb_rel_v = nn.Parameter(torch.randn(1, 2 * WINDOW + 1, width) * width**-0.5)
        self.conv_q, self.conv_k, self.conv_v, self.conv_o = (nn.Conv1d(hidden, hidden, 1) for _ in range(4))
        for layer in (self.conv_q, self.conv_k, self.conv_v):
            nn.init.xavier_uniform_(layer.weight)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [batch, hidden, T], mask [batch, 1, T, T] -> [batch, hidden, T]."""
        q, k, v = (self._heads(layer(x)) for layer in (self.conv_q, self.conv_k, self.conv_v))
        q = q / math.sqrt(q.shape[3])
        scores = q @ k.transpose(2, 3) + _by_frame(q @ _near(self.emb_rel_k, x.shape[2]).transpose(1, 2))
        weights = torch.softmax(scores.masked_fill(mask == 0, MASKED_SCORE), dim=3)
        y = weights @ v + _by_distance(weights) @ _near(self.emb_rel_v, x.shape[2])
        return self.conv_o(y.transpose(2, 3).reshape(x.shape))

    def _heads(self, x: Tensor) -> Tensor:
        """[batch, hidden, T] -> [batch, heads, T, width]."""
        return x.view(x.shape[0], self._n_heads, -1, x.shape[2]).transpose(2, 3)


def _near(table: Tensor, n_frames: int) -> Tensor:
    """The rows of `table` for the distances -(T - 1) .. T - 1, [1, 2 T - 1, width]; zero beyond its reach."""
    beyond = n_frames - 1 - WINDOW
    return F.pad(table, (0, 0, beyond, beyond)) if beyond >= 0 else table[:, -beyond : table.shape[1] + beyond]


def _by_frame(x: Tensor) -> Tensor:
    """[.., T, 2 T - 1] by distance -> [.., T, T] by frame."""
    n = x.shape[2]
    flat = F.pad(x, (0, 1)).flatten(2)
    return F.pad(flat, (0, n - 1)).view(*x.shape[:2], n + 1, 2 * n - 1)[:, :, :n, n - 1 :]


def _by_distance(x: Tensor) -> Tensor:
    """[.., T, T] by frame -> [.., T, 2 T - 1] by distance."""
    n = x.shape[2]
    flat = F.pad(x, (0, n - 1)).flatten(2)
    return F.pad(flat, (n, 0)).view(*x.shape[:2], n, 2 * n)[:, :, :, 1:]


class FeedForward(nn.Module):
    """Two convolutions over time with a rectifier between."""

    def __init__(self, hidden: int, filters: int, kernel: int) -> None:
        super().__init__()
        self.conv_1 = nn.Conv1d(hidden, filters, kernel, padding=kernel // 2)
        self.conv_2 = nn.Conv1d(filters, hidden, kernel, padding=kernel // 2)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [batch, hidden, T], mask [batch, 1, T] -> the same shape."""
        return self.conv_2(torch.relu(self.conv_1(x * mask)) * mask) * mask


class ChannelNorm(nn.Module):
    """Layer norm over the channels of [batch, channels, T]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x.transpose(1, 2), self.gamma.shape, self.gamma, self.beta, 1e-5).transpose(1, 2)


class Transformer(nn.Module):
    """Post-norm layers: attention, then feed-forward."""

    def __init__(self, spec: RvcSpec) -> None:
        super().__init__()
        hidden, layers = spec.hidden_channels, range(spec.n_layers)
        self.attn_layers = nn.ModuleList(Attention(hidden, spec.n_heads) for _ in layers)
        self.norm_layers_1 = nn.ModuleList(ChannelNorm(hidden) for _ in layers)
        self.ffn_layers = nn.ModuleList(FeedForward(hidden, spec.filter_channels, spec.kernel_size) for _ in layers)
        self.norm_layers_2 = nn.ModuleList(ChannelNorm(hidden) for _ in layers)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [batch, hidden, T], mask [batch, 1, T] -> the same shape."""
        pairs = mask[:, :, None] * mask[..., None]
        x = x * mask
        for attend, norm_1, feed, norm_2 in zip(self.attn_layers, self.norm_layers_1, self.ffn_layers, self.norm_layers_2, strict=True):
            x = norm_1(x + attend(x, pairs))
            x = norm_2(x + feed(x, mask))
        return x * mask


class PriorEncoder(nn.Module):
    """`enc_p`. Without f0 there is no `emb_pitch`."""

    def __init__(self, spec: RvcSpec) -> None:
        super().__init__()
        self._scale = math.sqrt(spec.hidden_channels)
        self.emb_phone = nn.Linear(spec.phone_dim, spec.hidden_channels)
        self.emb_pitch = nn.Embedding(PITCH_STEPS, spec.hidden_channels) if spec.has_f0 else None
        self.encoder = Transformer(spec)
        self.proj = nn.Conv1d(spec.hidden_channels, 2 * spec.inter_channels, 1)

    def forward(self, phone: Tensor, pitch: Tensor | None, mask: Tensor) -> tuple[Tensor, Tensor]:
        """phone [batch, T, dim], pitch [batch, T] int64, mask [batch, 1, T] -> mean and log deviation, [batch, inter, T] each."""
        x = self.emb_phone(phone)
        if self.emb_pitch is not None:
            x = x + self.emb_pitch(pitch)
        x = F.leaky_relu(x * self._scale, SLOPE).transpose(1, 2)
        mean, log_deviation = (self.proj(self.encoder(x, mask)) * mask).chunk(2, dim=1)
        return mean, log_deviation
