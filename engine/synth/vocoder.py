"""The built-in voices: a streaming source-filter vocoder at 48 kHz.

Each frame boundary m (sample 480 m) is analysed once (`analysis`), its pitch decided (`prosody`) and turned into filters (`shaping`). The
10 ms between two boundaries are spoken by an excitation (`excitation`, noise, and for unvoiced sounds the input itself) that is faded from
the filters of the left boundary to those of the right one: each sample of excitation is answered by a mixture of the two impulse responses.
Minimum-phase filters only look back, so nothing right of boundary m + 1 is excited to speak the frame m .. m + 1, and what its analysis may
read bounds the delay: LOOK_AHEAD_FRAMES right of the boundary. A window of three periods fits into that down to 75 Hz; below, it is moved
left.

Delay: after T samples (whole frames), T - 960 are out. Their last boundary is frame T / 480 - 2, exactly the newest frame that a pitch
detector with 960 samples of latency knows, so pitch is interpolated between two known frames and costs no further delay.

Deterministic, and one frame at a time whatever the blocks: chunking cannot show. Live controls are read once a frame and act through the
fade above, so a step of any of them is spread over 10 ms. Worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.config import EngineConfig, LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, Frames, PitchTiming, StreamSpec
from engine.dsp import noise
from engine.synth.analysis import FFT_SAMPLES, HIGHEST_F0_HZ, LOOK_BACK_SAMPLES, LOWEST_F0_HZ, Array, Spectrum, analyse
from engine.synth.excitation import PulseState, pulse_frame, rest
from engine.synth.opener import Around, VoiceOpener
from engine.synth.prosody import ProsodyState, spoken_f0_hz
from engine.synth.shaping import FrameFilters, Shape, filters_of
from models.voice import Voice

LOOK_AHEAD_FRAMES = 2
_HISTORY_SAMPLES = LOOK_BACK_SAMPLES + 3 * FRAME_SAMPLES
_NOISE_STREAM = 1
_RISE = np.arange(FRAME_SAMPLES) / FRAME_SAMPLES
_LINEAR_FADE = np.stack([1.0 - _RISE, _RISE])
_POWER_FADE = np.sqrt(_LINEAR_FADE)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One analysed frame: its filters, and the pitch to speak at (0 where unvoiced)."""

    filters: FrameFilters
    spoken_hz: float


@dataclass(slots=True)
class VocoderState:
    """One stream. `audio` [n] float64 starts at sample `audio_start`; `f0_hz` starts at boundary `next_boundary`; `tail` [FFT_SAMPLES]
    holds what earlier frames still have to say after sample 480 * `next_frame`."""

    spec: StreamSpec
    audio: Array = field(default_factory=lambda: np.zeros(_HISTORY_SAMPLES))
    audio_start: int = -_HISTORY_SAMPLES
    f0_hz: Array = field(default_factory=lambda: np.zeros(0))
    next_boundary: int = 0
    left: Boundary | None = None
    prosody: ProsodyState = field(default_factory=ProsodyState)
    pulses: PulseState = field(default_factory=PulseState)
    tail: Array = field(default_factory=lambda: np.zeros(FFT_SAMPLES))

    @property
    def spoken_hz(self) -> float:
        """The pitch spoken last, 0 where unvoiced."""
        return self.left.spoken_hz if self.left is not None else 0.0


class Vocoder:
    """The synthesizer of a voice of kind `vocoder`; holds settings only, see engine/contracts.py."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice.vocoder

    @property
    def latency_samples(self) -> int:
        return LOOK_AHEAD_FRAMES * FRAME_SAMPLES

    @property
    def lookahead_frames(self) -> int:
        return 0

    @property
    def stride_frames(self) -> int:
        return 1

    def prepare(self, spec: StreamSpec) -> VocoderState:
        return VocoderState(spec)

    def process(self, block: Audio, f0_hz: Frames, state: VocoderState, params: LiveParams) -> Audio:
        """`block` [n] float32 and the next `f0_hz` [m] float32 in Hz, 0 unvoiced; whole frames of output (possibly none)."""
        state.audio = np.concatenate([state.audio, block.astype(np.float64)])
        state.f0_hz = np.concatenate([state.f0_hz, _usable(f0_hz)])
        n_known = (state.audio_start + len(state.audio)) // FRAME_SAMPLES - LOOK_AHEAD_FRAMES + 1
        n_ready = min(len(state.f0_hz), n_known - state.next_boundary)
        out = [self._advance(state, i, params) for i in range(n_ready)]
        if n_ready > 0:
            _forget(state, n_ready)
        return np.concatenate([np.zeros(0, np.float32), *out])

    def _advance(self, state: VocoderState, i: int, params: LiveParams) -> Audio:
        """Analyses boundary next_boundary + i and returns the frame left of it (nothing for the very first)."""
        m = state.next_boundary + i
        right = self._boundary(state, m, float(state.f0_hz[i]), params)
        left, state.left = state.left, right
        if left is None:
            return np.zeros(0, np.float32)
        start = FRAME_SAMPLES * (m - 1) - state.audio_start
        return self._speak(left, right, state.audio[start : start + FRAME_SAMPLES], m - 1, state)

    def _boundary(self, state: VocoderState, m: int, f0_hz: float, params: LiveParams) -> Boundary:
        centre = FRAME_SAMPLES * m - state.audio_start
        analysis = analyse(state.audio, centre, centre + LOOK_AHEAD_FRAMES * FRAME_SAMPLES, f0_hz)
        spoken_hz = 0.0
        if f0_hz > 0.0:
            spoken_hz = spoken_f0_hz(f0_hz, state.spec.first_frame + m, self._voice, state.spec, params, state.prosody)
        shape = Shape(params.formant_st, params.breath, self._voice.tilt_db)
        return Boundary(filters_of(analysis, shape, spoken_hz), spoken_hz)

    def _speak(self, left: Boundary, right: Boundary, analysis: Array, frame: int, state: VocoderState) -> Audio:
        """The samples between two boundaries; `heard` [FRAME_SAMPLES] is the input there."""
        spectrum = np.zeros(FFT_SAMPLES // 2 + 1, np.complex128)
        if left.filters.pulses is not None or right.filters.pulses is not None:
            from_hz, to_hz = left.spoken_hz or right.spoken_hz, right.spoken_hz or left.spoken_hz
            pulses = pulse_frame(from_hz, to_hz, self._voice.growl, state.pulses)
            _add_filtered(pulses, left.filters.pulses, right.filters.pulses, spectrum)
        else:
            rest(state.pulses)
        if left.filters.noise is not None or right.filters.noise is not None:
            hiss = noise.gaussian(state.spec.seed, state.spec.first_frame + frame, 1, FRAME_SAMPLES, _NOISE_STREAM)[0]
            _add_filtered(hiss.astype(np.float64), left.filters.noise, right.filters.noise, spectrum)
        _add_filtered(analysis, left.filters.through, right.filters.through, spectrum)
        spoken = state.tail + np.fft.irfft(spectrum)
        state.tail[: FFT_SAMPLES - FRAME_SAMPLES] = spoken[FRAME_SAMPLES:]
        state.tail[FFT_SAMPLES - FRAME_SAMPLES :] = 0.0
        return spoken[:FRAME_SAMPLES].astype(np.float32)


def _usable(f0_hz: Frames) -> Array:
    """Pitch as the analysis can use it: what is not a positive number is unvoiced, the rest within its limits."""
    wide = f0_hz.astype(np.float64)
    voiced = np.isfinite(wide) & (wide > 0.0)
    return np.where(voiced, np.clip(np.where(voiced, wide, 0.0), LOWEST_F0_HZ, HIGHEST_F0_HZ), 0.0)


def _add_filtered(analysis: Array, left: Spectrum | None, right: Spectrum | None, spectrum: Spectrum) -> None:
    """Adds `source` [FRAME_SAMPLES], faded from filter `left` to filter `right` (None is silence), to `spectrum`.

    Two filters of one source answer coherently and fade linearly; a source that comes or goes fades at equal power with what it takes
    turns with.
    """
    if left is not None and right is not None:
        both = np.fft.rfft(analysis * _LINEAR_FADE, FFT_SAMPLES)
        spectrum += both[0] * left
        spectrum += both[1] * right
    elif left is not None:
        spectrum += np.fft.rfft(analysis * _POWER_FADE[0], FFT_SAMPLES) * left
    elif right is not None:
        spectrum += np.fft.rfft(analysis * _POWER_FADE[1], FFT_SAMPLES) * right


def _forget(state: VocoderState, n_boundaries: int) -> None:
    """Drops the pitch that has been used and the audio that no later frame reads."""
    state.next_boundary += n_boundaries
    state.f0_hz = state.f0_hz[n_boundaries:]
    surplus = FRAME_SAMPLES * (state.next_boundary - 1) - _HISTORY_SAMPLES - state.audio_start
    if surplus > 0:
        state.audio = state.audio[surplus:].copy()
        state.audio_start += surplus


class VocoderOpener(VoiceOpener):
    """Built-in voices: nothing to load."""

    def open(self, voice: Voice, around: Around) -> Vocoder:
        return Vocoder(voice)

    def timing(self, voice: Voice, config: EngineConfig, pitch: PitchTiming, late_frames: int) -> Vocoder:
        return Vocoder(voice)
