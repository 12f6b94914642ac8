"""How long a step takes on this machine, by doing two."""

from __future__ import annotations

import platform
import time

import numpy as np
import torch

from training.rvc.data.batches import Batches
from training.rvc.data.prepare import Segment
from training.rvc.hyperparameters import HyperParameters
from training.rvc.networks.discriminators import Discriminators
from training.rvc.networks.generator import Generator
from training.rvc.optimiser import adamw
from training.rvc.step import PlainDriver, Trainee, train_step
from training.rvc.supervisor.driver import to_device

SEGMENT_FRAMES = 370
CPU_BATCH = 1
"""On a processor a step grows with its batch, so one segment is timed and multiplied; a card is given the whole batch."""


def seconds_a_step(parameters: HyperParameters, device: str, threads: int) -> float:
    """Of a step with the networks of `parameters`; the second of two, because the first one also prepares."""
    if threads:
        torch.set_num_threads(threads)
    on = torch.device("cuda" if on_card(device) else "cpu")
    n_items = parameters.batch_size if on.type == "cuda" else CPU_BATCH
    generator = Generator(parameters.spec, parameters.posterior_layers).to(on)
    judges = Discriminators(parameters.version, parameters.discriminator_width).to(on)
    optimisers = adamw(generator, 0.0), adamw(judges, 0.0)
    sizes = parameters.spectrogram, parameters.slice_frames
    trainee = Trainee(generator, judges, judges, *optimisers, *sizes, PlainDriver())
    batch, draws = Batches([], parameters).collate([_segment(parameters)] * n_items, [(0, i) for i in range(n_items)])
    taken = 0.0
    for _ in range(2):
        started_s = time.perf_counter()
        train_step(trainee, to_device(batch, on), to_device(draws, on))
        taken = time.perf_counter() - started_s
    return taken * parameters.batch_size / n_items


def on_card(device: str) -> bool:
    """Whether training computes on a graphics card."""
    return device == "cuda" or (device == "auto" and torch.cuda.is_available())


def device_name(device: str) -> str:
    """What training computes on, as the system calls it."""
    return str(torch.cuda.get_device_name(0)) if on_card(device) else platform.processor() or platform.machine()


def _segment(parameters: HyperParameters) -> Segment:
    """A segment of the usual length, of noise."""
    rng = np.random.default_rng(0)
    wave = 0.1 * rng.standard_normal(SEGMENT_FRAMES * parameters.spec.samples_per_frame, np.float32)
    phone = rng.standard_normal((SEGMENT_FRAMES // 2, parameters.spec.phone_dim), np.float32)
    f0_hz = np.full(SEGMENT_FRAMES if parameters.has_f0 else 0, 150.0, np.float32)
    return Segment(wave, phone, f0_hz, 0)
