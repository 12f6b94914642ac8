"""RMVPE over a whole window, in plain torch: mel, U-Net, bidirectional GRU. Names of the weights: those of `rmvpe.pt`."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from bench.peer.tensors import Tensor, Weights, linear
from engine.dsp.log_mel import FLOOR, HOP_SAMPLES, WINDOW_SAMPLES, mel_filters

N_LEVELS, N_BOTTOM, N_BLOCKS = 5, 4, 4
FRAME_MULTIPLE = 1 << N_LEVELS


def log_mel(audio: Tensor) -> Tensor:
    """audio [n] float32 at 16 kHz -> [1, 128, 1 + n // 160], ends mirrored."""
    window = torch.hann_window(WINDOW_SAMPLES)
    spectrum = torch.stft(audio, WINDOW_SAMPLES, HOP_SAMPLES, window=window, center=True, pad_mode="reflect", return_complex=True)
    mel = torch.from_numpy(mel_filters()) @ spectrum.abs()
    return torch.log(torch.clamp(mel, min=FLOOR))[None]


class PitchNetwork:
    """RMVPE's E2E(4, 1, (2, 2))."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def salience(self, mel: Tensor) -> Tensor:
        """mel [1, 128, T] -> [1, T, 360], 0..1; T is padded to a multiple of 32 inside."""
        n_frames = mel.shape[2]
        x = F.pad(mel, (0, -n_frames % FRAME_MULTIPLE)).transpose(1, 2)[:, None]
        x = self._unet(x)
        weights = self._weights
        x = F.conv2d(x, weights["cnn.weight"], weights["cnn.bias"], padding=1)
        x = self._gru(x.transpose(1, 2).flatten(2))
        return torch.sigmoid(linear(x, weights, "fc.1"))[:, :n_frames]

    def _unet(self, x: Tensor) -> Tensor:
        x = self._norm(x, "unet.encoder.bn")
        passed = []
        for i in range(N_LEVELS):
            x = self._blocks(x, f"unet.encoder.layers.{i}.conv")
            passed.append(x)
            x = F.avg_pool2d(x, 2)
        for i in range(N_BOTTOM):
            x = self._blocks(x, f"unet.intermediate.layers.{i}.conv")
        for i in range(N_LEVELS):
            name = f"unet.decoder.layers.{i}"
            x = F.conv_transpose2d(x, self._weights[f"{name}.conv1.0.weight"], stride=2, padding=1, output_padding=1)
            x = torch.relu(self._norm(x, f"{name}.conv1.1"))
            x = self._blocks(torch.cat([x, passed.pop()], dim=1), f"{name}.conv2")
        return x

    def _blocks(self, x: Tensor, name: str) -> Tensor:
        """Residual blocks of two convolutions each; a 1x1 convolution where the number of channels changes."""
        weights = self._weights
        for i in range(N_BLOCKS):
            y = x
            for conv, norm in ((0, 1), (3, 4)):
                y = F.conv2d(y, weights[f"{name}.{i}.conv.{conv}.weight"], padding=1)
                y = torch.relu(self._norm(y, f"{name}.{i}.conv.{norm}"))
            shortcut = f"{name}.{i}.shortcut"
            if f"{shortcut}.weight" in weights:
                x = F.conv2d(x, weights[f"{shortcut}.weight"], weights[f"{shortcut}.bias"])
            x = x + y
        return x

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weights = self._weights
        mean, variance = weights[f"{name}.running_mean"], weights[f"{name}.running_var"]
        return F.batch_norm(x, mean, variance, weights[f"{name}.weight"], weights[f"{name}.bias"], eps=1e-5)

    def _gru(self, x: Tensor) -> Tensor:
        """x [1, T, in] -> [1, T, 512]."""
        parts = [f"{part}_l0{way}" for way in ("", "_reverse") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        parameters = [self._weights[f"fc.0.gru.{part}"] for part in parts]
        start = torch.zeros(2, 1, parameters[1].shape[1])
        found, _ = torch.gru(x, start, parameters, True, 1, 0.0, False, True, True)
        return found
