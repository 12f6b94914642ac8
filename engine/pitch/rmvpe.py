"""Pitch by RMVPE, as RVC voices were trained with: a U-Net over log-mel frames, dear, and robust where others lose the voice.

Frames come in groups; each group is read from one window of frames that ends one frame after it, so that no answer lies at the very end.
Mel frames are computed once. Source: RMVPE (Wei et al. 2023, Apache-2); the graph: models/graphs/rmvpe.py or the published file.

Thread: the worker's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, DetectorTiming, Frames, StreamSpec
from engine.dsp.log_mel import FLOOR, HOP_SAMPLES, N_BANDS, WINDOW_SAMPLES, log_mel_frames
from engine.dsp.salience import decode_salience
from engine.dsp.sinc_read import read_at
from engine.errors import InferenceError
from engine.inference.opening import Opening, Placed
from engine.pitch.catalogue import DetectorParts
from models.foundation import FoundationLibrary
from models.foundation.manifest import check_hashes

NAME = "rmvpe"
LOW_HZ, HIGH_HZ = 50.0, 1100.0
STRIDE_FRAMES = 4
WINDOW_FRAMES = 32
"""One multiple of what the U-Net halves; RVC's own real-time path looks at as much."""
AHEAD_FRAMES = 1
LATENCY_FRAMES = 5

_DOWN = 3
_DOWN_HALF = 240
_DOWN_CUTOFF = 7_900 / (SAMPLE_RATE_HZ / 2)
_REACH_16K = WINDOW_SAMPLES // 2
_SILENT_PEAK = 1e-3  # -60 dBFS
_SILENT_REACH = 384  # 8 ms each side

Floats = NDArray[np.float32]


@dataclass(slots=True)
class RmvpeState:
    """One stream: `audio` [n] float32, 48 kHz, from sample `audio_start`; `mel` [128, window - stride], the frames before the next group's
    newest ones; `next_frame` opens the next group."""

    audio: Audio
    audio_start: int
    mel: Floats
    next_frame: int = 0


def timing(parts: DetectorParts) -> DetectorTiming:
    """When it answers: where the hop is known, the network runs once in it, at its end, after what the stages before hold back."""
    stride_frames = parts.hop_frames or STRIDE_FRAMES
    phase_frames = -parts.late_frames - (LATENCY_FRAMES - 1) if parts.hop_frames else 0
    return DetectorTiming(LATENCY_FRAMES * FRAME_SAMPLES, stride_frames, phase_frames % stride_frames)


class Rmvpe:
    """A PitchDetector: 50-1100 Hz, 50 ms late, one network evaluation every `stride_frames`."""

    name = NAME
    latency_samples = LATENCY_FRAMES * FRAME_SAMPLES

    def __init__(
        self,
        graph: Path,
        stride_frames: int = STRIDE_FRAMES,
        phase_frames: int = 0,
        frame_multiple: int = WINDOW_FRAMES,
        opening: Opening | None = None,
    ) -> None:
        """`graph`: as models/graphs/rmvpe.py says; its windows are multiples of `frame_multiple`. Raises InferenceError."""
        self.phase_frames = phase_frames % stride_frames
        self._session = (opening or Placed()).open(graph)
        self._stride = stride_frames
        self._window = frame_multiple * -(-max(WINDOW_FRAMES, stride_frames + AHEAD_FRAMES) // frame_multiple)

    @property
    def stride_frames(self) -> int:
        return self._stride

    def prepare(self, spec: StreamSpec) -> RmvpeState:
        """A fresh stream: silence before its first sample."""
        before = _DOWN * _REACH_16K + _DOWN_HALF + FRAME_SAMPLES
        silence = np.full((N_BANDS, self._window - self._size(0) - AHEAD_FRAMES), np.log(FLOOR), np.float32)
        return RmvpeState(np.zeros(before, np.float32), -before, silence)

    def process(self, block: Audio, state: RmvpeState) -> Frames:
        """`block` [n] float32 at 48 kHz, any n; returns the frames that have become due, f0 in Hz, 0 where unvoiced."""
        state.audio = np.concatenate([state.audio, block])
        groups = [np.zeros(0, np.float32)]
        while FRAME_SAMPLES * (state.next_frame + self._size(state.next_frame) - 1) + self.latency_samples <= (
            state.audio_start + len(state.audio)
        ):
            groups.append(self._group(state))
        return np.concatenate(groups)

    def _size(self, first: int) -> int:
        """Frames of the group that begins with frame `first`."""
        return self.phase_frames if first == 0 and self.phase_frames else self._stride

    def _group(self, state: RmvpeState) -> Frames:
        """[stride] frames from next_frame on (fewer in the first group)."""
        first, end = state.next_frame, state.next_frame + self._size(state.next_frame)
        fresh = self._mel(first if first == 0 else first + AHEAD_FRAMES, end + AHEAD_FRAMES, state)
        mel = np.concatenate([state.mel, fresh], axis=1)
        window = mel[:, -self._window :]
        salience = self._session.run(None, {self._session.get_inputs()[0].name: window[None]})[0][0]
        f0_hz = decode_salience(salience[first - end - AHEAD_FRAMES : -AHEAD_FRAMES])
        f0_hz[(f0_hz < LOW_HZ) | (f0_hz > HIGH_HZ) | self._silent(first, end, state)] = 0.0
        state.mel = mel[:, -(self._window - self._stride) :].copy()
        state.next_frame = end
        keep_from = FRAME_SAMPLES * (end + AHEAD_FRAMES) - _DOWN * _REACH_16K - _DOWN_HALF - FRAME_SAMPLES
        state.audio = state.audio[keep_from - state.audio_start :].copy()
        state.audio_start = keep_from
        return f0_hz.astype(np.float32)

    def _mel(self, first: int, end: int, state: RmvpeState) -> Floats:
        """[128, end - first] log-mel frames."""
        numbers = np.arange(HOP_SAMPLES * first - _REACH_16K, HOP_SAMPLES * (end - 1) + _REACH_16K)
        audio = read_at(state.audio, (_DOWN * numbers - state.audio_start).astype(np.float64), _DOWN_CUTOFF, _DOWN_HALF)
        return log_mel_frames(audio)

    def _silent(self, first: int, end: int, state: RmvpeState) -> NDArray[np.bool_]:
        """[end - first] which frames have nothing above _SILENT_PEAK around them."""
        centres = FRAME_SAMPLES * np.arange(first, end) - state.audio_start
        around = np.abs(state.audio[centres[:, None] + np.arange(-_SILENT_REACH, _SILENT_REACH + 1)])
        return np.asarray(around.max(axis=1) < _SILENT_PEAK)


def open_rmvpe(foundation: FoundationLibrary, hop_frames: int | None = None, late_frames: int = 0, opening: Opening | None = None) -> Rmvpe:
    """RMVPE from the foundation library. hop_frames, late_frames: where the hop is known, the network runs once in it, at its end, after
    stages that hold `late_frames` back.

    Raises InferenceError `inference.missing` where it is not on this machine, FoundationBroken.
    """
    model = foundation.get(NAME)
    if model is None:
        raise InferenceError("inference.missing", "open the pitch detector", NAME, model=NAME)
    shape = model.manifest.pitch
    when = timing(DetectorParts(hop_frames=hop_frames, late_frames=late_frames))
    multiple = shape.frame_multiple if shape else WINDOW_FRAMES
    check_hashes(model, "salience")
    return Rmvpe(model.graph("salience"), when.stride_frames, when.phase_frames, multiple, opening)


def open_from(parts: DetectorParts) -> Rmvpe:
    """As `open_rmvpe` says."""
    return open_rmvpe(parts.foundation or FoundationLibrary(), parts.hop_frames, parts.late_frames, parts.opening)
