"""Whose voice it is: Resemblyzer's embedding (package resemblyzer), its weights read as data; torch computes the LSTM."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.dsp.whisper_mel import HALF_WINDOW_SAMPLES, HOP_SAMPLES, WINDOW_SAMPLES, band_power, mel_filters
from training.neural.parts import fetch

LEVEL_DBFS = -30.0
WINDOW_FRAMES, STEP_FRAMES = 160, 80
N_BANDS, N_LAYERS, WIDTH = 40, 3, 256

Embedding = NDArray[np.float32]


class SpeakerJudge:
    """Embeds voices. parts: the folder of `training.neural.parts.fetch`."""

    def __init__(self, parts: Path) -> None:
        state = torch.load(fetch("speakers", parts) / "resemblyzer" / "pretrained.pt", weights_only=True, map_location="cpu")["model_state"]
        self._lstm = torch.nn.LSTM(N_BANDS, WIDTH, N_LAYERS, batch_first=True)
        self._linear = torch.nn.Linear(WIDTH, WIDTH)
        for module, prefix in ((self._lstm, "lstm."), (self._linear, "linear.")):
            module.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})

    def embedding(self, audio: NDArray[np.float32]) -> Embedding:
        """[256] float32 of length 1: the voice in audio [n] float32, 16 kHz."""
        level = np.sqrt(np.mean(audio.astype(np.float64) ** 2)) + 1e-9
        padded = np.pad(audio * np.float32(10 ** (LEVEL_DBFS / 20) / level), HALF_WINDOW_SAMPLES)
        frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::HOP_SAMPLES]
        mel = band_power(frames, mel_filters(N_BANDS)).T
        mel = np.pad(mel, ((0, max(0, WINDOW_FRAMES - len(mel))), (0, 0)))
        starts = range(0, len(mel) - WINDOW_FRAMES + 1, STEP_FRAMES)
        with torch.no_grad():
            _, (hidden, _) = self._lstm(torch.tensor(np.stack([mel[i : i + WINDOW_FRAMES] for i in starts])))
            parts = torch.relu(self._linear(hidden[-1]))
            mean = (parts / parts.norm(dim=1, keepdim=True)).mean(0)
            return np.asarray((mean / mean.norm()).numpy(), np.float32)


def similarity(one: Embedding, other: Embedding) -> float:
    """Their cosine: 1 is the same voice."""
    return float(one @ other)
