"""The contract of a synthesizer, held to by the vocoder on speech."""

from __future__ import annotations

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.synth.vocoder import Vocoder
from tests.engine.synth.speech import DETECTOR_LATENCY_SAMPLES, demo, demo_f0, speak, stream, voice

N_FRAMES = 120
SPEECH = slice(40 * FRAME_SAMPLES, (40 + N_FRAMES) * FRAME_SAMPLES)
EVERYTHING = voice(vibrato_st=0.3, jitter_st=0.3, tilt_db=-1.0, growl=0.3)
LIVELY = LiveParams(pitch_st=-3.0, formant_st=-2.0, breath=0.3, monotone=0.4)


def excerpt() -> tuple[Audio, Audio]:
    return demo()[SPEECH], demo_f0()[40 : 40 + N_FRAMES]


@pytest.mark.parametrize("chunk", [64, 65, 480, 997])
def test_chunking_changes_nothing(chunk: int) -> None:
    x, f0_hz = excerpt()
    whole = stream(Vocoder(EVERYTHING), x, f0_hz, len(x), LIVELY)
    pieces = stream(Vocoder(EVERYTHING), x, f0_hz, chunk, LIVELY)
    assert np.array_equal(pieces, whole)
    assert np.abs(whole).max() > 0.05


def test_latency_is_as_declared_with_a_pitch_detector_of_20_ms() -> None:
    vocoder, (x, f0_hz) = Vocoder(EVERYTHING), excerpt()
    state = vocoder.prepare(StreamSpec())
    assert vocoder.latency_samples == DETECTOR_LATENCY_SAMPLES
    given = taken = 0
    for m in range(N_FRAMES):
        given += FRAME_SAMPLES
        newest = given // FRAME_SAMPLES - DETECTOR_LATENCY_SAMPLES // FRAME_SAMPLES + vocoder.lookahead_frames
        known = f0_hz[newest : newest + 1] if newest >= 0 else f0_hz[:0]
        taken += len(vocoder.process(x[m * FRAME_SAMPLES : given], known, state, LIVELY))
        assert taken == max(0, given - vocoder.latency_samples)


@pytest.mark.parametrize("late", ["audio", "pitch"])
def test_waits_for_whichever_is_late(late: str) -> None:
    x, f0_hz = excerpt()
    vocoder, state, out = Vocoder(EVERYTHING), None, []
    state = vocoder.prepare(StreamSpec())
    nothing = np.zeros(0, np.float32)
    if late == "audio":
        out.append(vocoder.process(nothing, f0_hz, state, LIVELY))
        out.append(vocoder.process(x, nothing, state, LIVELY))
    else:
        out.append(vocoder.process(x, nothing, state, LIVELY))
        out.append(vocoder.process(nothing, f0_hz, state, LIVELY))
    assert len(out[0]) == 0
    assert np.array_equal(out[1], stream(vocoder, x, f0_hz, len(x), LIVELY))


@pytest.mark.parametrize("pitch_st", [0.0, 5.0])
def test_output_is_in_step_with_the_input(pitch_st: float) -> None:
    """The loudness of input and output, smoothed over 20 ms and taken every millisecond, agrees best at a shift of at most 3 ms."""
    x, f0_hz = demo(), demo_f0()
    y = speak(voice(), x, f0_hz, LiveParams(pitch_st=pitch_st))
    smooth = np.hanning(1921)
    heard, spoken = (np.sqrt(np.convolve(signal.astype(np.float64) ** 2, smooth, "same"))[::48] for signal in (x, y))
    agreement = {shift: np.corrcoef(heard[40:-40], np.roll(spoken, -shift)[40:-40])[0, 1] for shift in range(-12, 13)}
    best = max(agreement, key=lambda shift: float(agreement[shift]))
    assert abs(best) <= 3
    assert agreement[best] > 0.98


def test_fresh_state_is_a_reset_and_streams_do_not_mix() -> None:
    x, f0_hz = excerpt()
    vocoder = Vocoder(EVERYTHING)
    first = stream(vocoder, x, f0_hz, len(x), LIVELY)
    a, b = vocoder.prepare(StreamSpec()), vocoder.prepare(StreamSpec(seed=9))
    mixed = []
    for m in range(N_FRAMES):
        cut = slice(m * FRAME_SAMPLES, (m + 1) * FRAME_SAMPLES)
        mixed.append(vocoder.process(x[cut], f0_hz[m : m + 1], a, LIVELY))
        vocoder.process(-0.5 * x[cut], f0_hz[m : m + 1] * 1.5, b, LiveParams())
    assert np.array_equal(np.concatenate(mixed)[: len(first)], first[: len(mixed) * FRAME_SAMPLES])


def test_seed_and_first_frame_key_the_noise() -> None:
    x, f0_hz = excerpt()
    vocoder = Vocoder(voice())
    breathy = LiveParams(breath=0.5)

    def take(spec: StreamSpec) -> Audio:
        return stream(vocoder, x, f0_hz, len(x), breathy, vocoder.prepare(spec))

    base = take(StreamSpec())
    assert not np.array_equal(take(StreamSpec(seed=1)), base)
    assert not np.array_equal(take(StreamSpec(first_frame=100)), base)


def test_input_is_not_written() -> None:
    x, f0_hz = (part.copy() for part in excerpt())
    before = x.copy(), f0_hz.copy()
    stream(Vocoder(EVERYTHING), x, f0_hz, 480, LIVELY)
    assert np.array_equal(x, before[0])
    assert np.array_equal(f0_hz, before[1])


def test_state_does_not_grow() -> None:
    x, f0_hz = excerpt()
    vocoder = Vocoder(EVERYTHING)
    state = vocoder.prepare(StreamSpec())
    sizes = []
    for _ in range(4):
        stream(vocoder, x, f0_hz, 480, LIVELY, state)
        vocoder.process(np.zeros(0, np.float32), f0_hz[-1:], state, LIVELY)
        sizes.append((len(state.audio), len(state.f0_hz)))
    assert sizes[1] == sizes[-1]
    assert sizes[-1][0] < 12 * FRAME_SAMPLES + 4800


def test_silence_in_silence_out() -> None:
    zeros = np.zeros(48_000, np.float32)
    assert np.array_equal(speak(EVERYTHING, zeros, np.zeros(101, np.float32)), zeros)
    hallucinated = speak(EVERYTHING, zeros, np.full(101, 150.0, np.float32), LIVELY)
    assert np.abs(hallucinated).max() < 1e-5


def test_silence_after_speech_is_silence() -> None:
    x, f0_hz = excerpt()
    quiet = np.zeros(24_000, np.float32)
    y = speak(EVERYTHING, np.concatenate([x, quiet]), np.concatenate([f0_hz, np.zeros(50, np.float32)]), LIVELY)
    assert np.abs(y[-12_000:]).max() == 0.0


def extreme_inputs() -> dict[str, Audio]:
    rng = np.random.default_rng(1)
    t = np.arange(24_000) / 48_000
    impulses = np.zeros(24_000)
    impulses[::5000] = 1.0
    signals = {
        "full-scale noise": rng.uniform(-1, 1, 24_000),
        "loud beyond full scale": 8.0 * rng.standard_normal(24_000),
        "DC": np.ones(24_000),
        "impulses": impulses,
        "20 Hz": np.sin(2 * np.pi * 20 * t),
        "15 kHz": np.sin(2 * np.pi * 15_000 * t),
        "square": np.sign(np.sin(2 * np.pi * 100 * t)),
        "tiny": 1e-30 * rng.standard_normal(24_000),
    }
    return {name: signal.astype(np.float32) for name, signal in signals.items()}


@pytest.mark.parametrize("name", extreme_inputs())
@pytest.mark.parametrize("f0_hz", [0.0, 50.0, 1100.0, 5000.0, 3.0])
def test_extreme_input_stays_finite_and_bounded(name: str, f0_hz: float) -> None:
    x = extreme_inputs()[name]
    for params in (LiveParams(pitch_st=24.0, formant_st=12.0), LiveParams(pitch_st=-24.0, formant_st=-12.0, breath=1.0)):
        y = speak(EVERYTHING, x, np.full(51, f0_hz, np.float32), params)
        assert np.isfinite(y).all()
        assert np.abs(y).max() <= 20.0 * np.abs(x).max() + 1e-6


def test_nonsense_pitch_counts_as_unvoiced() -> None:
    x, _ = excerpt()
    nonsense = np.resize(np.array([np.nan, np.inf, -100.0, 0.0], np.float32), N_FRAMES + 1)
    unvoiced = np.zeros(N_FRAMES + 1, np.float32)
    assert np.array_equal(speak(voice(), x, nonsense), speak(voice(), x, unvoiced))
