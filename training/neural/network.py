"""The decoder that makes a voice of content: a small causal network, and the source-filter synthesis that it steers.

    content (50 Hz), pitch, voicing, loudness (100 Hz), voice -> log magnitudes of two filters every 10 ms (pulses, noise) -> sound at 24
    kHz

The engine computes the same network as a graph and the same synthesis in numpy at 48 kHz (`engine/synth/neural_speech.py`); tests compare
them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.dsp.filter_bands import band_matrix, phase_matrix

RATE = 24000
HOP = 240
FFT_SIZE = 1024
WINDOW = 2 * HOP
LOWEST_LOG, HIGHEST_LOG = -14.0, 6.0
NOISE_GAIN = 0.1
REFERENCE_HZ = 200.0


@dataclass(frozen=True)
class DecoderShape:
    """Widths of the network. n_pulse, n_noise: bands of the two filters."""

    n_voices: int
    content: int = 384
    width: int = 256
    n_blocks: int = 8
    kernel: int = 5
    expansion: int = 3
    n_pulse: int = 100
    n_noise: int = 48
    voice: int = 64


class Block(nn.Module):
    """One causal ConvNeXt block; the voice scales and shifts what it has normalised."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        width = shape.width
        self.reach = shape.kernel - 1
        self.depthwise = nn.Conv1d(width, width, shape.kernel, groups=width)
        self.norm = nn.LayerNorm(width)
        self.voice = _voice_layer(shape)
        self.wide = nn.Linear(width, width * shape.expansion)
        self.narrow = nn.Linear(width * shape.expansion, width)
        self.gain = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x: Tensor, voice: Tensor) -> Tensor:
        """x [n, tokens, width], voice [n, voice width]."""
        y = self.depthwise(functional.pad(x.transpose(1, 2), (self.reach, 0))).transpose(1, 2)
        y = modulated(self.norm(y), self.voice(voice))
        result: Tensor = x + self.gain * self.narrow(functional.gelu(self.wide(y)))
        return result


def _voice_layer(shape: DecoderShape) -> nn.Linear:
    layer = nn.Linear(shape.voice, 2 * shape.width)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def modulated(x: Tensor, scale_shift: Tensor) -> Tensor:
    """x [n, tokens, width] scaled and shifted by [n, 2 width]."""
    scale, shift = scale_shift[:, None].chunk(2, -1)
    return x * (1 + scale) + shift


class NeuralDecoder(nn.Module):
    """See the module."""

    mean: Tensor
    deviation: Tensor
    pulse_bands: Tensor
    noise_bands: Tensor
    pulse_phase: Tensor
    noise_phase: Tensor

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(shape.content))
        self.register_buffer("deviation", torch.ones(shape.content))
        for name, n in (("pulse", shape.n_pulse), ("noise", shape.n_noise)):
            matrix = band_matrix(n, FFT_SIZE, RATE)
            self.register_buffer(f"{name}_bands", torch.tensor(matrix.astype(np.float32)), persistent=False)
            self.register_buffer(f"{name}_phase", torch.tensor(phase_matrix(matrix, FFT_SIZE).astype(np.float32)), persistent=False)
        self.voices = nn.Embedding(shape.n_voices, shape.voice)
        nn.init.normal_(self.voices.weight, std=1.0)
        self.content = nn.Linear(shape.content, shape.width)
        self.prosody = nn.Linear(6, shape.width)
        self.norm = nn.LayerNorm(shape.width)
        self.blocks = nn.ModuleList([Block(shape) for _ in range(shape.n_blocks)])
        self.last_norm = nn.LayerNorm(shape.width)
        self.last_voice = _voice_layer(shape)
        self.out = nn.Linear(shape.width, 2 * (shape.n_pulse + shape.n_noise))
        with torch.no_grad():
            self.out.weight.mul_(0.3)
            bias = self.out.bias.zero_().view(2, -1)
            bias[:, : shape.n_pulse], bias[:, shape.n_pulse :] = -2.0, -5.0

    def filters(
        self, content: Tensor, pitch_hz: Tensor, voicing: Tensor, level: Tensor, voice: Tensor, blur: float = 0.0
    ) -> tuple[Tensor, Tensor]:
        """content [n, T, 384]; pitch (gaps filled), voicing 0..1, level [n, 2T]; voice [n, voice width]: log magnitudes [n, 2T, bands] of
        both filters. blur: noise on the normalised content, against learning the recordings by heart."""
        n, n_tokens, _ = content.shape
        heard = (content - self.mean) / self.deviation
        if blur:
            heard = heard + blur * torch.randn_like(heard)
        prosody = torch.stack([torch.log2(pitch_hz.clamp_min(40.0) / REFERENCE_HZ), voicing, level + 0.5], -1).reshape(n, n_tokens, 6)
        x = self.norm(self.content(heard) + self.prosody(prosody))
        for block in self.blocks:
            x = block(x, voice)
        bands = self.out(modulated(self.last_norm(x), self.last_voice(voice))).reshape(n, 2 * n_tokens, -1)
        return bands[..., : self.shape.n_pulse], bands[..., self.shape.n_pulse :]

    def synthesise(self, pulse: Tensor, noise: Tensor, pitch_hz: Tensor, voicing: Tensor) -> Tensor:
        """[n, 240 frames] float32, 24 kHz; sample 0 is the centre of frame 0."""
        n, n_frames = pitch_hz.shape
        pulses, hiss = excitation(pitch_hz), torch.randn(n, n_frames * HOP)
        spectrum = _frames(pulses, n_frames) * self._response(pulse @ self.pulse_bands, pulse @ self.pulse_phase, voicing[..., None])
        spectrum = spectrum + _frames(hiss, n_frames) * self._response(noise @ self.noise_bands, noise @ self.noise_phase, NOISE_GAIN)
        spoken = torch.fft.irfft(spectrum, n=FFT_SIZE)
        size = (n_frames - 1) * HOP + FFT_SIZE
        joined = functional.fold(spoken.transpose(1, 2), (1, size), (1, FFT_SIZE), stride=(1, HOP))[:, 0, 0]
        return joined[:, HOP : HOP + n_frames * HOP]

    def _response(self, log_magnitude: Tensor, phase: Tensor, gain: Tensor | float) -> Tensor:
        return torch.polar(torch.exp(log_magnitude.clamp(LOWEST_LOG, HIGHEST_LOG)) * gain, phase)

    def forward(self, content: Tensor, pitch_hz: Tensor, voicing: Tensor, level: Tensor, voice: Tensor, blur: float = 0.0) -> Tensor:
        pulse, noise = self.filters(content, pitch_hz, voicing, level, voice, blur)
        return self.synthesise(pulse, noise, pitch_hz, voicing)


def _frames(sound: Tensor, n_frames: int) -> Tensor:
    """Spectra of the Hann windows that are centred on the frames."""
    padded = functional.pad(sound, (HOP, HOP))
    return torch.fft.rfft(padded.unfold(1, WINDOW, HOP)[:, :n_frames] * torch.hann_window(WINDOW), n=FFT_SIZE)


def excitation(pitch_hz: Tensor) -> Tensor:
    """A band-limited pulse train of [n, frames] Hz from a random phase: [n, 240 frames], about equal power whatever the pitch."""
    n, n_frames = pitch_hz.shape
    rise = torch.arange(HOP) / HOP
    after = torch.cat([pitch_hz[:, 1:], pitch_hz[:, -1:]], 1)
    hz = (pitch_hz[..., None] * (1 - rise) + after[..., None] * rise).reshape(n, n_frames * HOP)
    turns = (torch.cumsum(hz.double() / RATE, 1) + torch.rand(n, 1).double()) % 1
    phase = turns.float() * 2 * math.pi
    harmonics = (RATE / 2 / hz).floor().clamp_min(1)
    half = torch.sin(phase / 2)
    near = half.abs() < 1e-4
    kernel = torch.sin((harmonics + 0.5) * phase) / (2 * torch.where(near, torch.ones_like(half), half)) - 0.5
    return torch.where(near, harmonics, kernel) * torch.sqrt(2 * hz / RATE)
