"""The contract of a synthesizer, held to by a neural voice on speech, with the graphs that come with the program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, Frames, StreamSpec
from engine.synth.neural import Neural, NeuralState, NeuralTiming
from engine.synth.neural_open import graphs, neural_hop_frames
from models.voice import NeuralSpec
from tests.engine.synth.speech import demo, demo_f0

HOP, PITCH_DELAY = 10, 2
N_FRAMES = 120
LIVELY = LiveParams(pitch_st=2.0, formant_st=-1.0, breath=0.3, monotone=0.4, blend=0.4, blend_with=2)
OTHERS = (NeuralSpec(0, 195.0), NeuralSpec(5, 115.0))


def neural(late_frames: int = 0, look_ahead_tokens: int = 6, row: int = 0) -> Neural:
    return Neural(graphs(), NeuralSpec(row, 195.0), OTHERS, NeuralTiming(HOP, look_ahead_tokens, PITCH_DELAY, late_frames))


def excerpt() -> tuple[Audio, Frames]:
    return demo()[40 * FRAME_SAMPLES : (40 + N_FRAMES) * FRAME_SAMPLES], demo_f0()[40 : 40 + N_FRAMES]


def stream(who: Neural, x: Audio, f0_hz: Frames, chunk: int, params: LiveParams = LIVELY, state: NeuralState | None = None) -> Audio:
    """What comes out when `x` comes in by `chunk`s and each pitch frame 20 ms after its time."""
    state = state or who.prepare(StreamSpec())
    out, given = [np.zeros(0, np.float32)], 0
    for start in range(0, len(x), chunk):
        block = x[start : start + chunk]
        known = max(0, (start + len(block)) // FRAME_SAMPLES - PITCH_DELAY)
        out.append(who.process(block, f0_hz[given:known], state, params))
        given = max(given, known)
    return np.concatenate(out)


@pytest.mark.parametrize("chunk", [480, 997, 4800, 7000])
def test_streamed_equals_whole_to_the_bit(chunk: int) -> None:
    x, f0_hz = excerpt()
    whole = stream(neural(), x, f0_hz, len(x))
    assert np.array_equal(stream(neural(), x, f0_hz, chunk), whole)
    assert np.abs(whole).max() > 0.05


@pytest.mark.parametrize(("late_frames", "look_ahead_tokens"), [(0, 6), (0, 2), (2, 6), (1, 4)])
def test_latency_is_as_declared(late_frames: int, look_ahead_tokens: int) -> None:
    who, (x, f0_hz) = neural(late_frames, look_ahead_tokens), excerpt()
    assert who.latency_samples == (2 * look_ahead_tokens + 1) * FRAME_SAMPLES
    state, taken = who.prepare(StreamSpec()), 0
    for m in range(N_FRAMES):
        known = f0_hz[m - PITCH_DELAY : m - PITCH_DELAY + 1] if m >= PITCH_DELAY else f0_hz[:0]
        taken += len(who.process(x[m * FRAME_SAMPLES : (m + 1) * FRAME_SAMPLES], known, state, LIVELY))
        if (m + 1 + late_frames) % HOP == 0:
            assert taken == max(0, (m + 1) * FRAME_SAMPLES - who.latency_samples)


def test_output_is_in_step_with_the_input() -> None:
    """The loudness of input and output, smoothed over 50 ms, agrees best at a shift of at most 10 ms."""
    x, f0_hz = demo(), demo_f0()
    y = stream(neural(), x, f0_hz, len(x), LiveParams())
    smooth = np.hanning(4801)
    heard, spoken = (np.sqrt(np.convolve(signal.astype(np.float64) ** 2, smooth, "same"))[::48] for signal in (x[: len(y)], y))
    agreement = {shift: np.corrcoef(heard[60:-60], np.roll(spoken, -shift)[60:-60])[0, 1] for shift in range(-30, 31, 2)}
    best = max(agreement, key=lambda shift: float(agreement[shift]))
    assert abs(best) <= 10
    assert agreement[best] > 0.85


def test_fresh_state_is_a_reset_and_streams_do_not_mix() -> None:
    x, f0_hz = excerpt()
    who = neural()
    first = stream(who, x, f0_hz, HOP * FRAME_SAMPLES)
    a, b = who.prepare(StreamSpec()), who.prepare(StreamSpec(seed=9))
    mixed = []
    for m in range(0, N_FRAMES, HOP):
        cut, pitch = slice(m * FRAME_SAMPLES, (m + HOP) * FRAME_SAMPLES), f0_hz[max(0, m - PITCH_DELAY) : m + HOP - PITCH_DELAY]
        mixed.append(who.process(x[cut], pitch, a, LIVELY))
        who.process(-0.5 * x[cut], pitch * 1.5, b, LiveParams())
    assert np.array_equal(np.concatenate(mixed), first)


def test_seed_and_first_frame_key_the_noise() -> None:
    x, f0_hz = excerpt()
    who = neural()
    base = stream(who, x, f0_hz, len(x))
    for spec in (StreamSpec(seed=1), StreamSpec(first_frame=100)):
        assert not np.array_equal(stream(who, x, f0_hz, len(x), state=who.prepare(spec)), base)


def test_silence_stays_silence() -> None:
    zeros = np.zeros(SAMPLE_RATE_HZ, np.float32)
    assert np.abs(stream(neural(), zeros, np.zeros(100, np.float32), len(zeros))).max() == 0.0
    assert np.abs(stream(neural(), zeros, np.full(100, 150.0, np.float32), len(zeros))).max() == 0.0


def test_silence_after_speech_is_silence() -> None:
    x, f0_hz = excerpt()
    y = stream(
        neural(), np.concatenate([x, np.zeros(SAMPLE_RATE_HZ, np.float32)]), np.concatenate([f0_hz, np.zeros(100, np.float32)]), 4800
    )
    assert np.abs(y[-12_000:]).max() < 1e-6


@pytest.mark.parametrize("level", [1e-30, 0.1, 8.0])
def test_finite_stays_finite(level: float) -> None:
    x = (level * np.random.default_rng(1).standard_normal(SAMPLE_RATE_HZ)).astype(np.float32)
    f0_hz = np.abs(np.random.default_rng(2).normal(0, 2000, 100)).astype(np.float32)
    f0_hz[::7] = np.nan
    f0_hz[::11] = np.inf
    assert np.isfinite(stream(neural(), x, f0_hz, 4800)).all()


def test_what_was_not_a_number_is_forgotten() -> None:
    x, f0_hz = excerpt()
    who = neural()
    state = who.prepare(StreamSpec())
    stream(who, x, f0_hz, 4800, state=state)
    state.decoder.tensors = {name: np.full_like(tensor, np.nan) for name, tensor in state.decoder.tensors.items()}
    poisoned = who.process(x[:9600], f0_hz[:20], state, LIVELY)
    after = who.process(x[9600:28800], f0_hz[20:60], state, LIVELY)
    assert np.isfinite(poisoned).all()
    assert np.isfinite(after).all()
    assert np.abs(after).max() > 0.01


def test_input_is_not_written_and_state_does_not_grow() -> None:
    x, f0_hz = (part.copy() for part in excerpt())
    before = x.copy(), f0_hz.copy()
    who = neural()
    state, sizes = who.prepare(StreamSpec()), []
    for _ in range(3):
        who.process(x, f0_hz, state, LIVELY)
        sizes.append((len(state.audio), len(state.f0_hz), state.hearing.mel.shape, len(state.hearing.audio)))
    assert np.array_equal(x, before[0])
    assert np.array_equal(f0_hz, before[1])
    assert sizes[1] == sizes[2]


def spoken_hz(y: Audio) -> float:
    """The median pitch of `y`, by another detector."""
    import pyworld

    f0_hz, _ = pyworld.harvest(y.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=50.0, f0_ceil=600.0, frame_period=10.0)
    return float(np.median(f0_hz[f0_hz > 0]))


def test_the_voice_is_at_home_whoever_speaks_and_pitch_moves_it() -> None:
    x, f0_hz = demo(), demo_f0()
    home = spoken_hz(stream(neural(), x, f0_hz, len(x), LiveParams()))
    assert abs(12 * np.log2(home / 195.0)) < 2.0
    lower = spoken_hz(stream(neural(), x, f0_hz, len(x), LiveParams(pitch_st=-7.0)))
    assert 12 * np.log2(lower / home) == pytest.approx(-7.0, abs=1.0)


def test_monotone_flattens_the_melody() -> None:
    x, f0_hz = demo(), demo_f0()
    who = neural()
    flat = who.prepare(StreamSpec())
    stream(who, x, f0_hz, 4800, LiveParams(monotone=1.0), flat)
    assert flat.melody.spoken_hz == pytest.approx(195.0, rel=1e-3)


def centroid_hz(y: Audio) -> float:
    spectrum = np.abs(np.fft.rfft(y.astype(np.float64))) ** 2
    return float((spectrum * np.fft.rfftfreq(len(y), 1 / SAMPLE_RATE_HZ)).sum() / spectrum.sum())


def test_formant_moves_the_spectrum_and_breath_takes_the_tone_away() -> None:
    x, f0_hz = demo(), demo_f0()
    plain = stream(neural(), x, f0_hz, len(x), LiveParams())
    assert centroid_hz(stream(neural(), x, f0_hz, len(x), LiveParams(formant_st=4.0))) > 1.1 * centroid_hz(plain)
    whispered = stream(neural(), x, f0_hz, len(x), LiveParams(breath=1.0))
    assert 0.2 < np.std(whispered) / np.std(plain) < 3.0
    assert periodicity(plain) > 0.9
    assert periodicity(whispered) < 0.75


def periodicity(y: Audio) -> float:
    """Highest normalised autocorrelation between 80 and 400 Hz, over the loudest 50 ms."""
    pieces = y[: len(y) // 2400 * 2400].reshape(-1, 2400).astype(np.float64)
    loudest = pieces[np.argsort(np.square(pieces).sum(1))[-20:]]
    peaks = [max(np.corrcoef(piece[:-lag], piece[lag:])[0, 1] for lag in range(120, 600, 2)) for piece in loudest]
    return float(np.mean(peaks))


def test_a_mix_lies_between_both_voices() -> None:
    x, f0_hz = demo(), demo_f0()
    who = neural()
    homes = [who._mixture(replace(LiveParams(), blend=share, blend_with=2))[0] for share in (0.0, 0.5, 1.0)]
    assert homes[0] == pytest.approx(195.0)
    assert homes[2] == pytest.approx(115.0)
    assert homes[0] > homes[1] > homes[2]
    half = stream(who, x[:48_000], f0_hz[:100], 4800, LiveParams(blend=0.5, blend_with=2))
    assert not np.array_equal(half, stream(who, x[:48_000], f0_hz[:100], 4800, LiveParams()))


def test_a_mix_wholly_of_the_other_is_the_other() -> None:
    x, f0_hz = excerpt()
    mixed = stream(neural(), x, f0_hz, len(x), LiveParams(blend=1.0, blend_with=2))
    other = Neural(graphs(), OTHERS[1], OTHERS, NeuralTiming(HOP, 6, PITCH_DELAY))
    alone = stream(other, x, f0_hz, len(x), LiveParams())
    assert np.abs(mixed - alone).max() < 1e-3


def test_a_quiet_speaker_is_understood_and_stays_quiet() -> None:
    x, f0_hz = demo(), demo_f0()
    usual, quiet = (stream(neural(), level * x, f0_hz, len(x), LiveParams()) for level in (np.float32(1.0), np.float32(0.1)))
    second_half = slice(len(usual) // 2, None)
    assert 20 * np.log10(np.std(quiet[second_half]) / np.std(usual[second_half])) == pytest.approx(-20.0, abs=3.0)


@pytest.mark.parametrize(("hop_ms", "stride", "frames"), [(10, 1, 10), (20, 1, 2), (30, 1, 4), (100, 1, 10), (100, 4, 12), (100, 5, 10)])
def test_hops_are_whole_tokens_and_strides(hop_ms: int, stride: int, frames: int) -> None:
    assert neural_hop_frames(hop_ms, stride) == frames


@pytest.mark.parametrize("timing", [(3, 6), (0, 6), (96, 6)])
def test_a_hop_that_does_not_fit_is_refused(timing: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="frames"):
        NeuralTiming(*timing)
