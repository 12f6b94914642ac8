"""Live conversion as peers do it: at every block the whole window is computed again, and the joint is hidden under a crossfade.

The sizes and the order are those of RVC's own real-time window (realtime_gui.py and infer/rtrvc.py of its repository, 2026, MIT; the facts,
not the code):

window        context 2.5 s, then crossfade 50 ms, search 10 ms and the block, at 16 kHz for the content encoder
content       the encoder over the whole window; the last frame once more; every frame twice (100 Hz)
index         the 50 Hz frames after the context: 8 nearest of one probe, weights (1 / squared distance) squared
pitch         RMVPE over the newest 320 ms (a multiple of 320 ms that holds the block and 50 ms); 4 newest frames are not used yet
prior         attention over the whole window; flow from 24 frames before the end of the context on, as far as the flow can see
decoder       block + 40 ms crossfade + 10 ms search
joint         the shift of 0 to 10 ms that fits the last block's tail best, and a crossfade of 40 ms

Left out, in the peers' favour: matching loudness, noise suppression, formant shift, moving sound to and from a device.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from bench.peer.content import ContentNetwork
from bench.peer.pitch import PitchNetwork, log_mel
from bench.peer.tensors import Tensor
from bench.peer.voice import VoiceNetwork
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.salience import decode_salience
from engine.synth.rvc_pitch import coarse_pitch, filled

CONTEXT_FRAMES, CROSSFADE_FRAMES, SEARCH_FRAMES = 250, 5, 1
FADE_FRAMES = 4
FLOW_REACH_FRAMES = 24
FRAME_16K, FRAME = 160, SAMPLE_RATE_HZ // 100
PITCH_STEP_16K, PITCH_EXTRA_16K = 5120, 800
N_UNSETTLED, N_WORN = 3, 1
"""Pitch frames at the start and at the end of its window that are not used."""
N_NEAREST, INDEX_RATE = 8, 0.75
HALF_TAPS = 24
STAGES = ("resample", "content", "index", "pitch", "prior", "flow", "decoder", "joint")


@dataclass(frozen=True, slots=True)
class Networks:
    """A 48 kHz voice with its encoder, pitch detector, FAISS index and the index's vectors [n, dim] float32."""

    content: ContentNetwork
    pitch: PitchNetwork
    voice: VoiceNetwork
    index: Any
    vectors: NDArray[np.float32]


@dataclass(slots=True)
class Stopwatch:
    """Seconds since the last lap, kept by the name of the lap."""

    laps_s: dict[str, float] = field(default_factory=dict)
    _since_s: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        now_s = time.perf_counter()
        self.laps_s[name] = self.laps_s.get(name, 0.0) + now_s - self._since_s
        self._since_s = now_s


class PeerStream:
    """One live stream: what came in (48 and 16 kHz), the pitch of the window, the tail that the next block fades out of."""

    def __init__(self, networks: Networks, block_ms: int) -> None:
        """block_ms: a multiple of 10."""
        self._networks = networks
        self._block = block_ms // 10
        self._n_returned = self._block + FADE_FRAMES + SEARCH_FRAMES
        self._n_window = CONTEXT_FRAMES + CROSSFADE_FRAMES + SEARCH_FRAMES + self._block
        self._incoming = torch.zeros(FRAME * (self._block + 2))
        self._window = torch.zeros(FRAME_16K * self._n_window)
        self._f0_hz = np.zeros(self._n_window, np.float32)
        self._tail = torch.zeros(FRAME * FADE_FRAMES)
        self._fade_in = torch.sin(0.5 * math.pi * torch.linspace(0, 1, FRAME * FADE_FRAMES)) ** 2
        self._down = _lowpass()

    @property
    def block_samples(self) -> int:
        return FRAME * self._block

    def process(self, block: Audio) -> tuple[Audio, dict[str, float]]:
        """[block_samples] float32 at 48 kHz in, as many out; seconds of computing by stage."""
        watch = Stopwatch()
        with torch.inference_mode():
            self._take_in(torch.from_numpy(block))
            watch.lap("resample")
            features = self._networks.content.features(self._window)
            features = torch.cat([features, features[:, -1:]], dim=1)
            watch.lap("content")
            self._retrieve(features)
            watch.lap("index")
            pitch = self._track_pitch()
            watch.lap("pitch")
            audio = self._speak(features, pitch, watch)
            out = self._join(audio)
            watch.lap("joint")
        return np.asarray(out.numpy()), watch.laps_s

    def _take_in(self, block: Tensor) -> None:
        n, n_16k = len(block), FRAME_16K * self._block
        self._incoming = torch.cat([self._incoming[n:], block])
        low = F.conv1d(self._incoming[None, None], self._down, stride=3, padding=HALF_TAPS)[0, 0]
        # The newest samples lack their right-hand neighbours: a frame of the last block is computed again.
        self._window = torch.cat([self._window[n_16k:-FRAME_16K], low[-n_16k - FRAME_16K :]])

    def _retrieve(self, features: Tensor) -> None:
        """Mixes what the index knows into the frames after the context, in place."""
        networks, new = self._networks, features[0, CONTEXT_FRAMES // 2 :]
        distances, ids = networks.index.search(new.numpy(), N_NEAREST)
        weights = np.where(ids >= 0, np.square(1.0 / np.maximum(distances, 1e-12)), 0.0).astype(np.float32)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
        found = (networks.vectors[np.maximum(ids, 0)] * weights[:, :, None]).sum(axis=1)
        new.copy_(INDEX_RATE * torch.from_numpy(found) + (1 - INDEX_RATE) * new)

    def _track_pitch(self) -> NDArray[np.float32]:
        """[window frames] Hz: the pitch so far, moved on by a block, its end computed again."""
        wanted = FRAME_16K * self._block + PITCH_EXTRA_16K
        n = PITCH_STEP_16K * -(-wanted // PITCH_STEP_16K) - FRAME_16K
        salience = self._networks.pitch.salience(log_mel(self._window[-n:]))
        found = filled(decode_salience(salience[0].numpy()).astype(np.float32), 0.0, 0, "interpolate")
        found = found[N_UNSETTLED:-N_WORN]
        self._f0_hz = np.concatenate([self._f0_hz[self._block :], np.zeros(self._block, np.float32)])
        self._f0_hz[-len(found) :] = found
        return self._f0_hz

    def _speak(self, features: Tensor, f0_hz: NDArray[np.float32], watch: Stopwatch) -> Tensor:
        """[returned frames * 480] of audio: the frames after the context."""
        voice = self._networks.voice
        phone = features.repeat_interleave(2, dim=1)[:, : self._n_window]
        coarse = torch.from_numpy(coarse_pitch(f0_hz))[None]
        m, logs = voice.prior(phone, coarse, CONTEXT_FRAMES - FLOW_REACH_FRAMES)
        watch.lap("prior")
        z = voice.latent(m, logs, torch.randn_like(m))[:, :, FLOW_REACH_FRAMES : FLOW_REACH_FRAMES + self._n_returned]
        watch.lap("flow")
        heard_hz = torch.from_numpy(f0_hz[CONTEXT_FRAMES : CONTEXT_FRAMES + self._n_returned])
        audio = voice.decode(z, voice.source(heard_hz, torch.randn(self._n_returned, FRAME)))
        watch.lap("decoder")
        return audio

    def _join(self, audio: Tensor) -> Tensor:
        """[block_samples]: where `audio` continues the last block best, faded over from it."""
        n_fade = len(self._tail)
        head = audio[None, None, : n_fade + FRAME * SEARCH_FRAMES]
        likeness = F.conv1d(head, self._tail[None, None])
        energy = F.conv1d(head**2, torch.ones(1, 1, n_fade))
        shift = int(torch.argmax(likeness / torch.sqrt(energy + 1e-8)))
        audio = audio[shift:].clone()
        audio[:n_fade] = audio[:n_fade] * self._fade_in + self._tail * (1 - self._fade_in)
        self._tail = audio[self.block_samples : self.block_samples + n_fade]
        return audio[: self.block_samples]


def _lowpass() -> Tensor:
    """[1, 1, taps]: 48 -> 16 kHz, a windowed sinc."""
    at = torch.arange(-HALF_TAPS, HALF_TAPS + 1) / 3.0
    return (torch.sinc(0.95 * at) * 0.95 / 3.0 * torch.hann_window(len(at) + 2, periodic=False)[1:-1])[None, None]
