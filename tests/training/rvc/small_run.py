"""A run that a processor steps through in no time: a tiny network on made segments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from training.rvc.hyperparameters import HyperParameters, write

TINY: dict[str, Any] = {
    "version": "v1",
    "rate_hz": 32_000,
    "inter": 8,
    "hidden": 8,
    "filters": 16,
    "layers": 1,
    "initial_channels": 32,
    "gin": 4,
    "posterior_layers": 2,
    "discriminator_width": 0.125,
    "segment_frames": 4,
    "batch_size": 2,
    "encoder": "none",
    "detector": "swiftf0",
}


def make_run(folder: Path, n_segments: int = 5, **settings: Any) -> HyperParameters:
    """Writes the hyper-parameters and seeded segments of different lengths into `folder`."""
    parameters = HyperParameters(**{**TINY, **settings})
    segments = folder / "data" / "segments"
    segments.mkdir(parents=True)
    rng = np.random.default_rng(5)
    for number in range(n_segments):
        n_frames = 12 + 4 * number
        f0_hz = rng.uniform(90, 240) * np.ones(n_frames, np.float32)
        at_s = np.arange(n_frames * 320) / 32_000
        wave = (0.3 * np.sin(2 * np.pi * f0_hz[0] * at_s) + 0.02 * rng.standard_normal(len(at_s))).astype(np.float32)
        phone = rng.standard_normal((n_frames // 2, 256)).astype(np.float32)
        speaker = number % parameters.n_speakers
        pitch = f0_hz.astype(np.float32) if parameters.has_f0 else np.zeros(0, np.float32)
        np.savez(segments / f"{number:05d}.npz", wave=wave, phone=phone, f0_hz=pitch, speaker=np.int64(speaker))
    write(parameters, folder)
    return parameters
