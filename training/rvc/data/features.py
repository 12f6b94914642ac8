"""What training knows of a segment: content features and pitch, by the same graphs that a live voice hears with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, PitchDetector, StreamSpec
from engine.errors import EngineError
from engine.inference.sessions import open_graph
from engine.pitch.catalogue import detector
from engine.synth.rvc_pitch import filled, usable
from models.foundation import FoundationLibrary
from training.errors import TrainingError
from training.rvc.data.recordings import MODEL_RATE_HZ, resampled
from training.rvc.families import PHONE_DIMS
from training.rvc.hyperparameters import HyperParameters

Floats = NDArray[np.float32]
LEAST_SAMPLES = 480
"""At 16 kHz: one frame of content, and something to hear it by."""


class Features:
    """The content encoder and the pitch detector of a run, opened."""

    def __init__(self, parameters: HyperParameters, foundation: FoundationLibrary) -> None:
        """Raises TrainingError `train.no_encoder`, `train.no_detector`, InferenceError."""
        model = foundation.get(parameters.encoder)
        version = parameters.version
        if model is None or model.manifest.features.get(version) != PHONE_DIMS[version]:
            facts = {"encoder": parameters.encoder, "version": version}
            raise TrainingError("train.no_encoder", "hear what is said", parameters.encoder, facts)
        self._frames, self._context = open_graph(model.graph("frames")), open_graph(model.graph(f"context-{version}"))
        self._unvoiced = parameters.unvoiced
        self._detector: PitchDetector[Any] | None = None
        if parameters.has_f0:
            try:
                self._detector = detector(parameters.detector, foundation)
            except EngineError as error:
                raise TrainingError(
                    "train.no_detector", "hear the pitch", parameters.detector, {"detector": parameters.detector}
                ) from error

    def content(self, audio: Floats) -> Floats:
        """[n, dim] float32 at 50 Hz of audio [N] at 16 kHz, heard as a whole."""
        feeds: dict[str, Any] = {"audio": audio[None, None, None], "n_repeated": 0, "keep": np.ones(1, np.float32)}
        frames = self._frames.run(feeds, self._frames.prepare())["frames"]
        n = frames.shape[1]
        sizes = {"n_before": 0, "n_out": n, "n_commit": n, "n_past": 0}
        features: Floats = self._context.run({"frames": frames, **sizes}, self._context.prepare())["features"][0]
        return features

    def f0_hz(self, audio: Floats) -> Floats:
        """[n] float32 at 100 Hz of audio [N] at 16 kHz; unvoiced frames as the run has them."""
        if self._detector is None:
            return np.zeros(0, np.float32)
        wide = resampled(audio, MODEL_RATE_HZ, SAMPLE_RATE_HZ)
        late = self._detector.latency_samples + self._detector.stride_frames * FRAME_SAMPLES
        state = self._detector.prepare(StreamSpec(seed=0))
        f0_hz = self._detector.process(np.concatenate([wide, np.zeros(late, np.float32)]), state)
        return filled(usable(f0_hz[: len(wide) // FRAME_SAMPLES + 1]), 0.0, 0, self._unvoiced)
