"""The trained generator as a voice file: the layout that RVC's own tools write and `urvc voices add` reads."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import torch

from training.errors import TrainingError
from training.rvc.families import family
from training.rvc.hyperparameters import HyperParameters
from training.rvc.networks.normed import Tensor
from training.rvc.supervisor.checkpoint import write_whole

TRAINING_ONLY = "enc_q."
RESBLOCK = "1"


def write_voice(best: Path, parameters: HyperParameters, target: Path, name: str, seconds: float) -> None:
    """Writes the voice of the checkpoint `best` to `target`. seconds: of the recordings it learnt from.

    Raises TrainingError `train.no_result` where nothing has been learnt yet.
    """
    try:
        learnt = torch.load(best, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError) as error:
        raise TrainingError("train.no_result", "write the voice", name, {"reason": str(error)[:200]}) from None
    write_whole(target, voice_values(learnt, parameters, name, seconds))


def voice_values(learnt: dict[str, Tensor], parameters: HyperParameters, name: str, seconds: float) -> dict[str, Any]:
    """Everything that a voice file holds. learnt: `model`, `epoch`, `step`."""
    weights = {key: value.detach().half() for key, value in learnt["model"].items() if not key.startswith(TRAINING_ONLY)}
    return {
        "weight": weights,
        "config": config_list(parameters),
        "info": f"{learnt['epoch']}epoch",
        "sr": f"{parameters.rate_hz // 1000}k",
        "f0": int(parameters.has_f0),
        "version": parameters.version,
        "epoch": int(learnt["epoch"]),
        "step": int(learnt["step"]),
        "creation_date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "model_name": name,
        "embedder_model": parameters.encoder,
        "speakers_id": parameters.n_speakers,
        "dataset_length": f"{seconds:.0f}s",
        "vocoder": "HiFi-GAN",
    }


def config_list(parameters: HyperParameters) -> list[Any]:
    """The 18 items from which a voice is built."""
    spec = parameters.spec
    return [
        spec.spec_channels,
        family(parameters.version, parameters.rate_hz).segment_samples // spec.samples_per_frame,
        spec.inter_channels,
        spec.hidden_channels,
        spec.filter_channels,
        spec.n_heads,
        spec.n_layers,
        spec.kernel_size,
        0,
        RESBLOCK,
        list(spec.resblock_kernel_sizes),
        [list(dilations) for dilations in spec.resblock_dilations],
        list(spec.upsample_rates),
        spec.upsample_initial_channels,
        list(spec.upsample_kernel_sizes),
        spec.n_speakers,
        spec.gin_channels,
        spec.sample_rate_hz,
    ]
