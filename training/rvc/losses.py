"""What training makes small. Losses are computed in float32, whatever the networks run in."""

from __future__ import annotations

import torch

from training.rvc.networks.discriminators import Judgement
from training.rvc.networks.generator import Generated
from training.rvc.networks.normed import Tensor

FEATURE_WEIGHT = 2.0


def discriminator_losses(real: list[Judgement], generated: list[Judgement]) -> tuple[list[Tensor], list[Tensor]]:
    """Of each discriminator: how far recordings are from 1, and generated audio from 0."""
    on_real = [torch.mean((1 - scores.float()) ** 2) for scores, _ in real]
    on_generated = [torch.mean(scores.float() ** 2) for scores, _ in generated]
    return on_real, on_generated


def adversarial_losses(generated: list[Judgement]) -> list[Tensor]:
    """Of each discriminator: how far generated audio is from passing as a recording."""
    return [torch.mean((1 - scores.float()) ** 2) for scores, _ in generated]


def feature_loss(real: list[Judgement], generated: list[Judgement]) -> Tensor:
    """How differently the layers of the discriminators answer to the two."""
    pairs = [(r, g) for (_, ours), (_, theirs) in zip(real, generated, strict=True) for r, g in zip(ours, theirs, strict=True)]
    return FEATURE_WEIGHT * sum(torch.mean(torch.abs(r.float().detach() - g.float())) for r, g in pairs)


def kl_loss(made: Generated, n_frames: Tensor | None = None) -> Tensor:
    """How far the recording's latent is from where the prior expects it, a frame. n_frames: to share it among; None counts the mask's."""
    z_p, m_p, logs_p, logs_q, mask = (x.float() for x in (made.z_p, made.m_p, made.logs_p, made.logs_q, made.mask))
    distance = logs_p - logs_q - 0.5 + 0.5 * (z_p - m_p) ** 2 * torch.exp(-2.0 * logs_p)
    return torch.sum(distance * mask) / (torch.sum(mask) if n_frames is None else n_frames)
