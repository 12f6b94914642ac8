"""One step of training: the discriminators first, on audio that they cannot change; then the generator, against what they have become."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

import torch

from training.rvc.losses import adversarial_losses, discriminator_losses, feature_loss, kl_loss
from training.rvc.networks.generator import Draws, Generated, slices
from training.rvc.networks.normed import Tensor
from training.rvc.spectrogram import SpectrogramSpec, linear_spectrogram, log_mel

MEL_WEIGHT = 45.0
KL_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments padded to the longest of them.

    phone        [batch, T, dim] content features, 100 Hz
    lengths      [batch] int64, frames that are real
    pitch        [batch, T] int64 coarse pitch (None without f0)
    f0_hz        [batch, T] (None without f0)
    wave         [batch, 1, T * samples per frame] at the voice's rate
    spectrogram  [batch, bins, T] of the wave
    sid          [batch] int64 speakers
    """

    phone: Tensor
    lengths: Tensor
    pitch: Tensor | None
    f0_hz: Tensor | None
    wave: Tensor
    spectrogram: Tensor
    sid: Tensor


class Driver(Protocol):
    """How networks are driven: on this processor, on a device, on several."""

    def precision(self) -> AbstractContextManager[None]:
        """What the forward passes run in."""
        ...

    def descend(self, network: Tensor, optimiser: Tensor, loss: Tensor) -> float:
        """One step of `optimiser` down `loss`; the norm of the gradients."""
        ...

    def mean_frames(self, n_frames: Tensor) -> Tensor:
        """Real frames of a batch -> the mean of them over all processes."""
        ...


class PlainDriver:
    """One process, as torch does it by itself."""

    def precision(self) -> AbstractContextManager[None]:
        return nullcontext()

    def descend(self, network: Tensor, optimiser: Tensor, loss: Tensor) -> float:
        optimiser.zero_grad()
        loss.backward()
        norm = gradient_norm(network.parameters())
        optimiser.step()
        return norm

    def mean_frames(self, n_frames: Tensor) -> Tensor:
        return n_frames


@dataclass(frozen=True, slots=True)
class Trainee:
    """The two networks and their optimisers. `judges`: the discriminators without what a supervisor wraps around them."""

    generator: Tensor
    discriminators: Tensor
    judges: Tensor
    generator_optimiser: Tensor
    discriminator_optimiser: Tensor
    spectrogram: SpectrogramSpec
    segment_frames: int
    driver: Driver


@dataclass(frozen=True, slots=True)
class StepReport:
    """Losses and gradient norms of one step, and what it compared: log-mel [batch, mels, T] of the slice, recorded and generated."""

    discriminator: float
    adversarial: float
    feature: float
    mel: float
    kl: float
    generator_norm: float
    discriminator_norm: float
    on_real: tuple[float, ...]
    on_generated: tuple[float, ...]
    on_passing: tuple[float, ...]
    made: Generated
    recorded_mel: Tensor
    generated_mel: Tensor

    @property
    def generator(self) -> float:
        """The sum that the generator makes small."""
        return self.adversarial + self.feature + self.mel + self.kl


def train_step(trainee: Trainee, batch: Batch, draws: Draws) -> StepReport:
    """One step on `batch` with the given random `draws`; the networks are changed."""
    spec, n_frames, driver = trainee.spectrogram, trainee.segment_frames, trainee.driver
    with driver.precision():
        made = trainee.generator(batch.phone, batch.lengths, batch.pitch, batch.f0_hz, batch.spectrogram, batch.sid, draws, n_frames)
    recorded = slices(batch.wave, draws.slice_start * spec.hop, n_frames * spec.hop)
    recorded_mel = slices(log_mel(batch.spectrogram.float(), spec), draws.slice_start, n_frames)
    generated_mel = log_mel(linear_spectrogram(made.audio[:, 0].float(), spec), spec)

    with driver.precision():
        real, fake = trainee.discriminators(recorded, made.audio.detach())
    on_real, on_generated = discriminator_losses(real, fake)
    loss_d: Tensor = sum(on_real) + sum(on_generated)
    norm_d = driver.descend(trainee.discriminators, trainee.discriminator_optimiser, loss_d)

    trainee.judges.requires_grad_(False)
    with driver.precision():
        real, fake = trainee.judges(recorded, made.audio)
    mel = torch.nn.functional.l1_loss(recorded_mel, generated_mel) * MEL_WEIGHT
    kl = kl_loss(made, driver.mean_frames(made.mask.float().sum())) * KL_WEIGHT
    feature, on_passing = feature_loss(real, fake), adversarial_losses(fake)
    adversarial: Tensor = sum(on_passing)
    norm_g = driver.descend(trainee.generator, trainee.generator_optimiser, adversarial + feature + mel + kl)
    trainee.judges.requires_grad_(True)
    return StepReport(
        discriminator=_float(loss_d),
        adversarial=_float(adversarial),
        feature=_float(feature),
        mel=_float(mel),
        kl=_float(kl),
        generator_norm=norm_g,
        discriminator_norm=norm_d,
        on_real=tuple(map(_float, on_real)),
        on_generated=tuple(map(_float, on_generated)),
        on_passing=tuple(map(_float, on_passing)),
        made=made,
        recorded_mel=recorded_mel,
        generated_mel=generated_mel,
    )


def gradient_norm(parameters: Iterable[Tensor]) -> float:
    """The Euclidean norm over all gradients."""
    norms = [parameter.grad.norm() for parameter in parameters if parameter.grad is not None]
    return float(torch.stack(norms).norm()) if norms else 0.0


def _float(loss: Tensor) -> float:
    return float(loss.detach())
