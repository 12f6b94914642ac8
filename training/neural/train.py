"""Trains the decoder: seeded, resumable at any step, the whole state in one checkpoint.

The learning rate stays level until the last COOLDOWN_SHARE of the steps and then falls in a straight line: a run may be lengthened, or
brought to its end early, by resuming it with another number of steps.
"""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.neural.cast import CAST
from training.neural.network import DecoderShape, NeuralDecoder
from training.neural.recordings import PairBatch, PairedRecordings

log = logging.getLogger(__name__)

FFT_SIZES = (512, 1024, 2048)
SKIPPED_SAMPLES = 4800
"""The first 0.2 s of a piece have too little behind them to be judged."""


@dataclass(frozen=True)
class DecoderPlan:
    """Hyper-parameters of one run, kept in its checkpoint."""

    steps: int = 4000
    cooldown_steps: int = 400
    batch: int = 8
    rate: float = 1.2e-3
    warmup_steps: int = 60
    blur: float = 0.3
    dropped_channels: float = 0.08
    average: float = 0.995
    seed: int = 1
    threads: int = 1

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        rise, fall = (step + 1) / self.warmup_steps, (self.steps - step) / max(1, self.cooldown_steps)
        return self.rate * max(0.02, min(1.0, rise, fall))


class DecoderRun:
    """A model in training, with all that a resumed run needs."""

    def __init__(self, plan: DecoderPlan, recordings: PairedRecordings) -> None:
        torch.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self.plan, self.recordings, self.step = plan, recordings, 0
        self.rng = np.random.default_rng(plan.seed)
        self.model = NeuralDecoder(DecoderShape(len(CAST)))
        self.optimiser = torch.optim.AdamW(self.model.parameters(), plan.rate, betas=(0.8, 0.99), weight_decay=0.01)
        mean, deviation = recordings.statistics()
        self.model.mean.copy_(torch.tensor(mean))
        self.model.deviation.copy_(torch.tensor(deviation))
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}

    def start_from(self, path: Path) -> None:
        """Takes the weights of another run, nothing else of it."""
        self.model.load_state_dict(torch.load(path, weights_only=False)["average"])
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}

    def save(self, path: Path) -> None:
        """Writes everything, whole or not at all."""
        state: dict[str, Any] = {
            "plan": asdict(self.plan),
            "shape": asdict(self.model.shape),
            "step": self.step,
            "model": self.model.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "random": (self.rng.bit_generator.state, torch.get_rng_state()),
        }
        unfinished = path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(path)

    def resume(self, path: Path) -> None:
        """Goes on where `save` was called."""
        state = torch.load(path, weights_only=False)
        self.step = state["step"]
        self.model.load_state_dict(state["model"])
        self.average = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.rng.bit_generator.state, torch_state = state["random"]
        torch.set_rng_state(torch_state)

    def advance(self) -> float:
        """One step; its loss."""
        plan, model = self.plan, self.model
        for group in self.optimiser.param_groups:
            group["lr"] = plan.rate_at(self.step)
        batch = self.recordings.batch(plan.batch, self.rng)
        keep = (torch.rand(plan.batch, 1, model.shape.content) > plan.dropped_channels) / (1 - plan.dropped_channels)
        content = model.mean + (batch.content - model.mean) * keep
        sound = model(content, batch.pitch_hz, batch.voicing, batch.level, model.voices(batch.voice), plan.blur)
        loss = spectral_loss(sound, batch.sound, (FFT_SIZES[self.step % 3],))
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self._follow()
        return float(loss.detach())

    def _follow(self) -> None:
        """The running average of the weights, which is what is shipped."""
        share = min(self.plan.average, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].mul_(share).add_(value, alpha=1 - share)

    def validate(self) -> float:
        """The loss of the averaged weights on sentences that are not trained on."""
        own = {name: value.clone() for name, value in self.model.state_dict().items()}
        random_state = torch.get_rng_state()
        batch: PairBatch = self.recordings.validation_batch(8)
        with torch.no_grad():
            self.model.load_state_dict(self.average)
            sound = self.model(batch.content, batch.pitch_hz, batch.voicing, batch.level, self.model.voices(batch.voice))
            self.model.load_state_dict(own)
        torch.set_rng_state(random_state)
        return float(spectral_loss(sound, batch.sound, FFT_SIZES))


def spectral_loss(sound: Tensor, wanted: Tensor, fft_sizes: tuple[int, ...]) -> Tensor:
    """Difference of log magnitudes plus spectral convergence, mean over the transforms."""
    total = torch.zeros(())
    for size in fft_sizes:
        ours, theirs = _magnitudes(sound, size), _magnitudes(wanted, size)
        total = total + (torch.log(ours + 1e-3) - torch.log(theirs + 1e-3)).abs().mean() + (ours - theirs).norm() / (theirs.norm() + 1e-6)
    return total / len(fft_sizes)


def _magnitudes(sound: Tensor, size: int) -> Tensor:
    window = torch.hann_window(size)
    return torch.stft(sound[:, SKIPPED_SAMPLES:], size, size // 4, window=window, center=False, return_complex=True).abs()


def train(plan: DecoderPlan, folder: Path, start: Path | None = None, every: int = 50) -> None:
    """Trains until plan.steps; goes on from `folder`/decoder.pt where there is one, else from `start`."""
    run = DecoderRun(plan, PairedRecordings(folder / "pairs", folder / "features"))
    checkpoint = folder / "decoder.pt"
    if checkpoint.exists():
        run.resume(checkpoint)
    elif start is not None:
        run.start_from(start)
    log.info("step %d of %d; %.1f min of sound", run.step, plan.steps, run.recordings.minutes)
    losses: list[float] = []
    began = time.monotonic()
    while run.step < plan.steps:
        losses.append(run.advance())
        if run.step % every == 0 or run.step == plan.steps:
            run.save(checkpoint)
            spent = f"{time.process_time():.0f} s computed, {time.monotonic() - began:.0f} s passed"
            log.info("step %d loss %.4f validation %.4f; %s", run.step, np.mean(losses[-every:]), run.validate(), spent)
            run.recordings.refresh()
