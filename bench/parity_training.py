"""Parity of training: one step against the reference implementation's, and where a recording is cut.

A set is `NAME.pth` (the generator, layout of `G_*.pth`) and `NAME.npz` (inputs, random draws and results). The discriminators' weights
follow a formula of their names, because they are RVC's full size.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from bench.comparison import TOLERANCE, Arrays, Comparison, compare
from models.checkpoint import read_checkpoint
from models.errors import BadVoiceFile
from training.rvc.data.highpass import highpass
from training.rvc.data.segments import levelled, segment_spans
from training.rvc.data.slicer import slice_spans
from training.rvc.families import posterior_layers, spec_of_weights
from training.rvc.networks.discriminators import Discriminators
from training.rvc.networks.generator import Draws, Generator
from training.rvc.networks.normed import Tensor, lengths
from training.rvc.optimiser import adamw
from training.rvc.spectrogram import SpectrogramSpec, padded_spectrogram
from training.rvc.step import Batch, PlainDriver, StepReport, Trainee, train_step

NORM_TOLERANCE = 1e-3
LEAST_NORM_SHARE = 1e-6
"""Of the norm over all parameters. A gradient below it is rounding noise: attention does not change with the bias of its keys."""
LEARNING_RATE = 1e-4

Norms = dict[str, float]


@dataclass(frozen=True, slots=True)
class _TrainingStep:
    """What one step gave: its report, the spectrogram it was fed, gradient norms by parameter, the generator after it."""

    report: StepReport
    spectrogram: NDArray[Any]
    generator_norms: Norms
    discriminator_norms: Norms
    after: Mapping[str, Tensor]


class _Noting(PlainDriver):
    """Remembers the norm of every parameter's gradient."""

    def __init__(self) -> None:
        self.norms: dict[int, Norms] = {}

    def descend(self, network: Tensor, optimiser: Tensor, loss: Tensor) -> float:
        norm = super().descend(network, optimiser, loss)
        self.norms[id(network)] = {name: float(p.grad.norm()) for name, p in network.named_parameters() if p.grad is not None}
        return norm


def check_training_step(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`train_*.npz`: phone, lengths, pitch, f0_hz, wave, sid and the draws -> what the step made of them."""
    step = _run(file, arrays)
    report, made = step.report, step.report.made
    yield compare(file, "spec", step.spectrogram, arrays["spec"])
    for name in ("m_p", "logs_p", "m_q", "logs_q", "z", "z_p", "audio"):
        yield compare(file, name, _array(getattr(made, name)), arrays[name])
    yield compare(file, "y_mel", _array(report.recorded_mel), arrays["y_mel"])
    yield compare(file, "y_hat_mel", _array(report.generated_mel), arrays["y_hat_mel"])
    losses = {
        "loss_disc": report.discriminator,
        "loss_gen": report.adversarial,
        "loss_fm": report.feature,
        "loss_mel": report.mel,
        "loss_kl": report.kl,
        "losses_disc_real": report.on_real,
        "losses_disc_generated": report.on_generated,
        "losses_gen": report.on_passing,
    }
    for name, value in losses.items():
        if name in arrays:
            yield _relative(file, name, value, arrays[name], TOLERANCE)
    yield from _gradients(file, arrays, step)
    for name, wanted in arrays.items():
        if name.startswith("after/"):
            yield compare(file, name, _array(step.after[name.removeprefix("after/")]), wanted)


def check_slices(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`slices.npz`: audio_int16 at rate_hz -> slice_start, slice_length, segment_start, segment_end, first_segment."""
    rate_hz = int(arrays["rate_hz"])
    audio = highpass((arrays["audio_int16"] / 32768).astype(np.float32), rate_hz)
    spans = slice_spans(audio, rate_hz)
    segments = [segment for start, end in spans for segment in segment_spans(start, end - start, rate_hz)]
    starts, ends = np.array(spans).T
    yield compare(file, "slice_start", starts, arrays["slice_start"], tolerance=0.0)
    yield compare(file, "slice_length", ends - starts, arrays["slice_length"], tolerance=0.0)
    yield compare(file, "segment_start", np.array([start for start, _ in segments]), arrays["segment_start"], tolerance=0.0)
    yield compare(file, "segment_end", np.array([end for _, end in segments]), arrays["segment_end"], tolerance=0.0)
    if "first_segment" in arrays:
        first = levelled(audio[slice(*segments[0])])
        yield compare(file, "first_segment", np.zeros(0) if first is None else first, arrays["first_segment"])


def formula_weights(name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The weight that stands for the parameter `name` of a discriminator."""
    drawn = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode()))).standard_normal(shape).astype(np.float32)
    return drawn * np.float32(1.4 / np.sqrt(np.prod(shape[1:])) if len(shape) >= 2 else 0.02)


def _run(file: Path, arrays: Arrays) -> _TrainingStep:
    generator, hop = _generator(file, arrays)
    discriminators = Discriminators(generator.spec.version)
    _fill(discriminators)
    sizes = SpectrogramSpec(generator.spec.sample_rate_hz, 2 * (generator.spec.spec_channels - 1), hop, arrays["y_mel"].shape[1])
    driver = _Noting()
    trainee = Trainee(
        generator,
        discriminators,
        discriminators,
        adamw(generator, LEARNING_RATE),
        adamw(discriminators, LEARNING_RATE),
        sizes,
        arrays["y_mel"].shape[2],
        driver,
    )
    batch = _batch(arrays, sizes)
    draws = Draws(*(_tensor(arrays, name) for name in ("slice_start", "posterior_noise", "source_noise")))
    report = train_step(trainee, batch, draws)
    return _TrainingStep(
        report, _array(batch.spectrogram), driver.norms[id(generator)], driver.norms[id(discriminators)], generator.state_dict()
    )


def _generator(file: Path, arrays: Arrays) -> tuple[Generator, int]:
    """The set's generator, and the samples of a frame."""
    weights: Any = read_checkpoint(file).get("model")
    hop = arrays["wave"].shape[-1] // arrays["phone"].shape[1]
    try:
        shapes = {name: weight.shape for name, weight in weights.items()}
        generator = Generator(spec_of_weights(shapes, hop), posterior_layers(shapes))
        generator.load_state_dict({name: torch.from_numpy(np.array(weight, np.float32)) for name, weight in weights.items()})
    except (AttributeError, KeyError, ValueError, RuntimeError) as error:
        raise BadVoiceFile("read the generator", file.name, reason="missing_weight", detail=str(error)) from None
    return generator, hop


def _fill(discriminators: Discriminators) -> None:
    weights = {}
    for name, parameter in discriminators.named_parameters():
        if not name.endswith("weight_g"):
            weights[name] = torch.from_numpy(formula_weights(name, tuple(parameter.shape)))
    directions = [name for name in weights if name.endswith("weight_v")]
    discriminators.load_state_dict({**weights, **{name.removesuffix("v") + "g": lengths(weights[name]) for name in directions}})


def _batch(arrays: Arrays, sizes: SpectrogramSpec) -> Batch:
    wave, n_frames = _tensor(arrays, "wave"), _tensor(arrays, "lengths")
    return Batch(
        phone=_tensor(arrays, "phone"),
        lengths=n_frames,
        pitch=_tensor(arrays, "pitch"),
        f0_hz=_tensor(arrays, "f0_hz"),
        wave=wave,
        spectrogram=padded_spectrogram(wave[:, 0], n_frames, sizes),
        sid=_tensor(arrays, "sid"),
    )


def _gradients(file: Path, arrays: Arrays, step: _TrainingStep) -> Iterator[Comparison]:
    for letter, ours, whole in (
        ("g", step.generator_norms, step.report.generator_norm),
        ("d", step.discriminator_norms, step.report.discriminator_norm),
    ):
        yield _relative(file, f"grad_norm_{letter}", whole, arrays[f"grad_norm_{letter}"], NORM_TOLERANCE)
        if f"{letter}_names" not in arrays:
            continue
        got = np.array([ours.get(str(name), np.nan) for name in arrays[f"{letter}_names"]])
        wanted, least = arrays[f"{letter}_grad_norms"], LEAST_NORM_SHARE * whole
        error = np.abs(got - wanted) / np.maximum(np.abs(wanted), least)
        complete = set(ours) == {str(name) for name in arrays[f"{letter}_names"]} and np.isfinite(error).all()
        yield Comparison(file.name, f"{letter}_grad_norms ({len(got)})", float(error.max()) if complete else float("inf"), NORM_TOLERANCE)


def _relative(file: Path, name: str, got: Any, wanted: NDArray[Any], tolerance: float) -> Comparison:
    """Every number on its own: the largest difference over the number that it should be."""
    ours, theirs = np.asarray(got, np.float64), np.asarray(wanted, np.float64)
    error = float("inf")
    if ours.shape == theirs.shape and np.isfinite(ours).all():
        error = float((np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-30)).max())
    return Comparison(file.name, name, error, tolerance)


def _tensor(arrays: Arrays, name: str) -> Tensor:
    return torch.from_numpy(np.array(arrays[name])) if name in arrays else None


def _array(tensor: Tensor) -> NDArray[Any]:
    array: NDArray[Any] = tensor.detach().numpy()
    return array
