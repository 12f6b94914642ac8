"""Everything that decides what comes out of a run, in one record. It is written beside every result; equal records on equal data give equal
losses within rounding."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from models.graphs.spec import FRAME_RATE_HZ, RvcSpec
from models.voice import UnvoicedRule
from training.errors import TrainingError
from training.rvc.families import DILATIONS, PHONE_DIMS, Version, family, spectrogram_spec
from training.rvc.networks.posterior import N_LAYERS
from training.rvc.spectrogram import SpectrogramSpec

FILE = "hyperparameters.json"
Precision = Literal["float32", "bfloat16", "float16"]
Schedule = Literal["exponential", "cosine"]


@dataclass(frozen=True, slots=True)
class HyperParameters:
    """RVC's values are the defaults; what later forks added is off.

    version, rate_hz, has_f0, n_speakers    which RVC voice
    encoder, detector, unvoiced             content encoder, pitch detector, what stands in unvoiced frames
    inter .. gin                            widths of the generator (RvcSpec)
    posterior_layers                        gated convolutions of `enc_q`
    discriminator_width                     share of RVC's channels: 1, 0.5, 0.25 or 0.125
    segment_frames                          frames decoded a step; 0 takes RVC's for the version and rate
    epochs, batch_size, seed                an epoch is every segment once; the batch is that of all processes together
    learning_rate, decay                    of AdamW, and its factor an epoch
    precision                               of the networks; weights stay float32
    gradient_clip                           largest norm of the gradients; 0 does not clip
    schedule, warmup_epochs                 how the rate falls, and over how many epochs it rises first
    overtraining_epochs                     stops when the smoothed mel loss has risen so many epochs; 0 never stops
    bucketed                                batches of segments of like length
    ema_decay                               the voice is the moving average of the weights; 0 takes them as they are
    """

    version: Version = "v2"
    rate_hz: int = 40_000
    has_f0: bool = True
    n_speakers: int = 1
    encoder: str = "contentvec"
    detector: str = "rmvpe"
    unvoiced: UnvoicedRule = "interpolate"
    inter: int = 192
    hidden: int = 192
    filters: int = 768
    heads: int = 2
    layers: int = 6
    initial_channels: int = 512
    gin: int = 256
    posterior_layers: int = N_LAYERS
    discriminator_width: float = 1.0
    segment_frames: int = 0
    epochs: int = 200
    batch_size: int = 8
    seed: int = 1234
    learning_rate: float = 1e-4
    decay: float = 0.999875
    precision: Precision = "float32"
    gradient_clip: float = 0.0
    schedule: Schedule = "exponential"
    warmup_epochs: int = 0
    overtraining_epochs: int = 0
    bucketed: bool = False
    ema_decay: float = 0.0

    @property
    def spec(self) -> RvcSpec:
        """The generator's shape."""
        sizes = family(self.version, self.rate_hz)
        return RvcSpec(
            spec_channels=sizes.n_fft // 2 + 1,
            inter_channels=self.inter,
            hidden_channels=self.hidden,
            filter_channels=self.filters,
            n_heads=self.heads,
            n_layers=self.layers,
            kernel_size=3,
            resblock_kernel_sizes=(3, 7, 11),
            resblock_dilations=(DILATIONS,) * 3,
            upsample_rates=sizes.upsample_rates,
            upsample_initial_channels=self.initial_channels,
            upsample_kernel_sizes=sizes.upsample_kernel_sizes,
            n_speakers=self.n_speakers,
            gin_channels=self.gin,
            sample_rate_hz=self.rate_hz,
            version=self.version,
            has_f0=self.has_f0,
            phone_dim=PHONE_DIMS[self.version],
        )

    @property
    def spectrogram(self) -> SpectrogramSpec:
        """How training hears."""
        return spectrogram_spec(self.version, self.rate_hz)

    @property
    def slice_frames(self) -> int:
        """Frames that are decoded a step."""
        return self.segment_frames or family(self.version, self.rate_hz).segment_samples * FRAME_RATE_HZ // self.rate_hz


SMALL: dict[str, Any] = {
    "inter": 64,
    "hidden": 64,
    "filters": 192,
    "layers": 3,
    "initial_channels": 128,
    "gin": 64,
    "posterior_layers": 6,
    "discriminator_width": 0.25,
    "learning_rate": 2e-4,
}
"""Widths that a processor trains in hours where RVC's take days; a thirtieth of the work, and less of the voice."""


def write(parameters: HyperParameters, folder: Path) -> None:
    """Dumps the record into `folder`, where it must agree with one that is there already. Raises TrainingError `train.run_exists`."""
    path = folder / FILE
    if path.exists() and read(folder) != parameters:
        ours, theirs = asdict(parameters), asdict(read(folder))
        differing = [name for name in ours if ours[name] != theirs[name]]
        raise TrainingError("train.run_exists", "go on with the run", folder.name, {"differing": differing})
    path.write_text(json.dumps(asdict(parameters), indent=2) + "\n", encoding="utf-8")


def read(folder: Path) -> HyperParameters:
    """The record of a run. Raises TrainingError `train.broken_run`."""
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return HyperParameters(**{field.name: values[field.name] for field in fields(HyperParameters) if field.name in values})
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError("train.broken_run", "read the run", folder.name, {"reason": str(error)[:200]}) from None
