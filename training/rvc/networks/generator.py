"""The generator in training: everything that a voice is, and the posterior encoder that only training needs."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from models.graphs.spec import RvcSpec
from models.graphs.synthesizer import NOISE_SCALE
from training.rvc.networks.decoder import Decoder, excitation
from training.rvc.networks.flow import Flow
from training.rvc.networks.normed import Tensor
from training.rvc.networks.posterior import N_LAYERS, PosteriorEncoder
from training.rvc.networks.prior import PriorEncoder


class Draws(NamedTuple):
    """The random numbers of one step (a tuple: torch's wrappers look into what goes through a network).

    slice_start      [batch] int64, first frame of the slice that is decoded
    posterior_noise  [batch, inter, T] standard normal
    source_noise     [batch, samples of the slice, 1] standard normal (None without f0)
    """

    slice_start: Tensor
    posterior_noise: Tensor
    source_noise: Tensor | None


class Generated(NamedTuple):
    """What the generator makes of a batch: audio of the slice [batch, 1, samples], latents [batch, inter, T], the mask [batch, 1, T]."""

    audio: Tensor
    mask: Tensor
    z: Tensor
    z_p: Tensor
    m_p: Tensor
    logs_p: Tensor
    m_q: Tensor
    logs_q: Tensor


class Generator(nn.Module):
    """Prior and posterior encoder, flow, decoder, speakers."""

    def __init__(self, spec: RvcSpec, posterior_layers: int = N_LAYERS) -> None:
        super().__init__()
        self.spec = spec
        self.enc_p = PriorEncoder(spec)
        self.dec = Decoder(spec)
        self.enc_q = PosteriorEncoder(spec, posterior_layers)
        self.flow = Flow(spec)
        self.emb_g = nn.Embedding(spec.n_speakers, spec.gin_channels)

    def forward(
        self,
        phone: Tensor,
        lengths: Tensor,
        pitch: Tensor | None,
        f0_hz: Tensor | None,
        spectrogram: Tensor,
        sid: Tensor,
        draws: Draws,
        segment_frames: int,
    ) -> Generated:
        """As of a Batch (training/rvc/step.py); `segment_frames` of each item are decoded."""
        speaker = self.emb_g(sid)[..., None]
        mask = (torch.arange(phone.shape[1], device=phone.device)[None] < lengths[:, None]).to(phone.dtype)[:, None]
        m_p, logs_p = self.enc_p(phone, pitch, mask)
        z, m_q, logs_q = self.enc_q(spectrogram, mask, speaker, draws.posterior_noise)
        z_p = self.flow(z, mask, speaker)
        signal = None
        if f0_hz is not None and draws.source_noise is not None:
            f0_slice = slices(f0_hz[:, None], draws.slice_start, segment_frames)[:, 0]
            signal = excitation(f0_slice, draws.source_noise, self.spec.samples_per_frame, self.spec.sample_rate_hz)
        audio = self.dec(slices(z, draws.slice_start, segment_frames), signal, speaker)
        return Generated(audio, mask, z, z_p, m_p, logs_p, m_q, logs_q)

    def speak(self, phone: Tensor, pitch: Tensor | None, f0_hz: Tensor | None, sid: Tensor, draws: Draws) -> Tensor:
        """What the voice says, as a finished voice would: audio [batch, 1, samples] of phone [batch, T, dim] and its pitch."""
        speaker = self.emb_g(sid)[..., None]
        mask = torch.ones(phone.shape[0], 1, phone.shape[1], dtype=phone.dtype, device=phone.device)
        mean, log_deviation = self.enc_p(phone, pitch, mask)
        z = self.flow.back(mean + torch.exp(log_deviation) * draws.posterior_noise * NOISE_SCALE, mask, speaker)
        signal = None
        if f0_hz is not None and draws.source_noise is not None:
            signal = excitation(f0_hz, draws.source_noise, self.spec.samples_per_frame, self.spec.sample_rate_hz)
        return self.dec(z, signal, speaker)


def slices(x: Tensor, start: Tensor, length: int) -> Tensor:
    """x [batch, channels, T] -> [batch, channels, length], each item from its own `start` on."""
    return torch.stack([item[:, int(first) : int(first) + length] for item, first in zip(x, start, strict=True)])
