"""The shape of an RVC synthesizer: what the graph builders build from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

FRAME_RATE_HZ = 100


@dataclass(frozen=True, slots=True)
class RvcSpec:
    """One RVC synthesizer as its checkpoint describes it. Every weight has been checked against these numbers.

    spec_channels                bins of the training spectrogram (n_fft / 2 + 1); the voice itself never uses them
    inter_channels               channels of the latent z, m, logs (192 in full-size voices)
    hidden_channels              width of `enc_p` and of the flow's WN (192)
    filter_channels              width of the feed-forward layers of `enc_p` (768)
    n_heads, n_layers            attention heads and layers of `enc_p` (2, 6)
    kernel_size                  kernel of the feed-forward layers of `enc_p` (3)
    resblock_kernel_sizes        one residual block of type "1" a kernel and upsampling stage ([3, 7, 11])
    resblock_dilations           dilations of each of these blocks ([1, 3, 5] each)
    upsample_rates               per decoder stage; their product is the number of samples a frame
    upsample_initial_channels    channels after `dec.conv_pre` (512), halved by each stage
    upsample_kernel_sizes        kernels of the transposed convolutions; padding is (kernel - rate) // 2
    n_speakers                   rows of `emb_g`
    gin_channels                 width of the speaker embedding (256)
    sample_rate_hz               of the audio that comes out
    version                      "v1" (phone_dim 256) or "v2" (768)
    has_f0                       whether there are `enc_p.emb_pitch`, `dec.m_source`, `dec.noise_convs`
    phone_dim                    width of the content features
    """

    spec_channels: int
    inter_channels: int
    hidden_channels: int
    filter_channels: int
    n_heads: int
    n_layers: int
    kernel_size: int
    resblock_kernel_sizes: tuple[int, ...]
    resblock_dilations: tuple[tuple[int, ...], ...]
    upsample_rates: tuple[int, ...]
    upsample_initial_channels: int
    upsample_kernel_sizes: tuple[int, ...]
    n_speakers: int
    gin_channels: int
    sample_rate_hz: int
    version: Literal["v1", "v2"]
    has_f0: bool
    phone_dim: int

    @property
    def samples_per_frame(self) -> int:
        """Output samples of one 10 ms frame."""
        return math.prod(self.upsample_rates)

    @property
    def n_stages(self) -> int:
        """Upsampling stages of the decoder."""
        return len(self.upsample_rates)

    def stage_channels(self, stage: int) -> int:
        """Channels after upsampling stage `stage` (0-based)."""
        return self.upsample_initial_channels >> (stage + 1)

    def excitation_stride(self, stage: int) -> int:
        """Stride of `dec.noise_convs.{stage}`, the product of the later rates. Kernel twice, padding half of it; the last has kernel 1."""
        return math.prod(self.upsample_rates[stage + 1 :])
