"""RVC voices as synthesizers: against the whole-sequence graphs, on their grid, in time, and under everything that can be asked of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.dsp import noise
from engine.dsp.excitation import excite, frame_phases
from engine.dsp.retrieval import group
from engine.dsp.sinc_read import read_at
from engine.synth.rvc import _DOWN_CUTOFF, _DOWN_HALF, Rvc, RvcTiming
from engine.synth.rvc_network import LEAD_SAMPLES
from engine.synth.rvc_pitch import coarse_pitch
from tests.engine.synth.rvc_voices import (
    ALONE,
    TIMING,
    GivenFeatures,
    check_latency,
    encoder_graphs,
    melody,
    parts,
    speechlike,
    stream,
    synthesizer,
    voice_graphs,
)
from tests.models.graphs.voices import Floats, snr_db

ALL_FRAMES = 240
FAMILIES = ("v1-32k", "v1-40k", "v1-48k", "v2-24k", "v2-48k")


def whole(family: str, phones: Floats, f0_hz: Floats, has_f0: bool = True, near_sighted: bool = False, sid: int = 0) -> Audio:
    """The whole-sequence graphs over everything at once: audio at the voice's own rate, its noise that of stream 0."""
    spec, latent, decoder = voice_graphs(family, has_f0, 1, near_sighted)
    n = len(phones)
    hiss = noise.gaussian(0, 0, n, spec.inter_channels, 2)
    counts = {"sid": sid, "n_commit": n, "n_past": 0}
    feeds: dict[str, Any] = {"phone": phones[None], "noise": np.ascontiguousarray(hiss.T)[None, :, None], **counts}
    if has_f0:
        feeds["pitch"] = coarse_pitch(f0_hz)[None]
    z = latent.run(feeds, latent.prepare())["z"]
    speech: dict[str, Any] = {"z": z, "sid": sid, "n_commit": n}
    if has_f0:
        phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
        draws = noise.gaussian(0, 0, n, spec.samples_per_frame, 3)
        speech["excitation"] = excite(f0_hz, phases, draws, spec.sample_rate_hz)[None, None, None]
    audio: Audio = decoder.run(speech, decoder.prepare())["audio"]
    return audio


def features_at_once(version: str, x: Audio, n_frames: int) -> Floats:
    """[n_frames, dim] at 100 Hz from the whole-sequence encoder over the first n_frames of x, at the stream's own sampling instants."""
    front, context = encoder_graphs(version)
    positions = np.asarray(3.0 * np.arange(160 * n_frames + 80) + LEAD_SAMPLES, np.float64)
    audio = read_at(x, positions, _DOWN_CUTOFF, _DOWN_HALF)[None, None, None]
    frames = front.run({"audio": audio, "n_repeated": 0, "keep": np.ones(1, np.float32)}, front.prepare())["frames"]
    n = frames.shape[1]
    sizes = {"n_before": 0, "n_out": n, "n_commit": 1, "n_past": 0}
    return np.repeat(context.run({"frames": frames, **sizes}, context.prepare())["features"][0], 2, axis=0)


@pytest.mark.parametrize("has_f0", [True, False])
@pytest.mark.parametrize("family", ["v1-48k", "v2-48k"])
def test_one_block_of_everything_is_the_whole_sequence_network(family: str, has_f0: bool) -> None:
    """Content, pitch, latent and decoder together: a block as long as the signal sees what the reference sees."""
    n = 60
    timing = RvcTiming(hop_frames=n + 2, lookahead_frames=0, late_frames=1)
    x, f0_hz = speechlike(n + 4), melody(n + 4)
    got = stream(synthesizer(family, timing, has_f0=has_f0, context_frames=0), x, f0_hz)
    assert len(got) == n * FRAME_SAMPLES
    wanted = whole(family, features_at_once(family[:2], x, n), f0_hz[:n], has_f0)
    assert snr_db(got[LEAD_SAMPLES:], wanted[:-LEAD_SAMPLES]) > 100
    assert not got[:LEAD_SAMPLES].any()


@pytest.mark.parametrize("hop_frames", [2, 6, 20])
@pytest.mark.parametrize("family", FAMILIES)
def test_streamed_with_full_look_ahead_equals_the_whole_sequence(family: str, hop_frames: int) -> None:
    """enc_p without attention, flow, excitation and decoder, block by block; features given, as each is what it is in any block.

    A stream has silence behind its first frame, a whole sequence has nothing: what its networks see of that is past after `settled` frames.
    """
    n, settled = 100, 40
    version = family[:2]
    rows = np.random.default_rng(0).standard_normal((200, 256 if version == "v1" else 768), np.float32)
    timing = RvcTiming(hop_frames, 50)
    rvc = synthesizer(family, timing, near_sighted=True, context_frames=20, encoder=GivenFeatures(rows))
    f0_hz = melody(ALL_FRAMES)
    got = stream(rvc, speechlike(ALL_FRAMES), f0_hz)
    shift = 0 if rvc._shift == 0 else 1
    wanted = whole(family, np.repeat(rows, 2, axis=0)[shift : shift + 160], f0_hz[:160], near_sighted=True)
    samples = len(wanted) // 160
    positions = np.asarray((np.arange(n * FRAME_SAMPLES) - LEAD_SAMPLES) * (samples / FRAME_SAMPLES), np.float64)
    half = int(LEAD_SAMPLES * samples / FRAME_SAMPLES)
    cutoff = 1.0 if samples == FRAME_SAMPLES else 1.0 - 0.5 * (85 - 7.95) / (14.36 * half)
    said = slice(settled * FRAME_SAMPLES, n * FRAME_SAMPLES)
    assert snr_db(got[said], read_at(wanted, positions[said], cutoff, half)) > 100


def test_content_of_blocks_comes_close_to_the_whole_with_context() -> None:
    """A true encoder in blocks: same features but for what the windows and running statistics leave out."""
    x, f0_hz = speechlike(200), melody(200)
    short = stream(synthesizer(timing=RvcTiming(4, 30), context_frames=200), x, f0_hz)
    long = stream(synthesizer(timing=RvcTiming(100, 30), context_frames=200), x, f0_hz)
    n = min(len(short), len(long))
    assert np.corrcoef(short[n // 2 : n], long[n // 2 : n])[0, 1] > 0.9


@pytest.mark.parametrize("chunk", [1_000_000, 4 * FRAME_SAMPLES, FRAME_SAMPLES, 997, 64])
def test_cutting_the_input_changes_no_bit(chunk: int) -> None:
    x, f0_hz = speechlike(60), melody(60)
    rvc = synthesizer("v1-40k")
    assert np.array_equal(stream(rvc, x, f0_hz, chunk), stream(rvc, x, f0_hz, 4 * FRAME_SAMPLES))


def test_two_runs_and_two_streams_at_once_are_the_same_bits() -> None:
    x, f0_hz = speechlike(60), melody(60)
    rvc = synthesizer()
    first = stream(rvc, x, f0_hz)
    states = rvc.prepare(StreamSpec()), rvc.prepare(StreamSpec())
    pieces: list[list[Audio]] = [[], []]
    for frame in range(60):
        block = x[frame * FRAME_SAMPLES : (frame + 1) * FRAME_SAMPLES]
        for i, sign in enumerate((1, -1)):
            pieces[i].append(rvc.process(sign * block, f0_hz[frame : frame + 1], states[i], ALONE))
    assert np.array_equal(np.concatenate(pieces[0]), first)
    assert not np.array_equal(np.concatenate(pieces[1]), first)


def test_seed_and_first_frame_key_the_noise() -> None:
    x, f0_hz = speechlike(40), melody(40)
    rvc = synthesizer()
    specs = (StreamSpec(), StreamSpec(seed=1), StreamSpec(first_frame=7))
    runs = [stream(rvc, x, f0_hz, state=rvc.prepare(spec)) for spec in specs]
    assert not np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


@pytest.mark.parametrize(
    "timing",
    [
        RvcTiming(2, 0, 0),
        RvcTiming(2, 1, 1),
        RvcTiming(10, 4, 1),
        RvcTiming(10, 4, 5),
        RvcTiming(10, 4, 5, waits=True),
        RvcTiming(16, 3, 1, late_frames=2),
    ],
)
@pytest.mark.parametrize("family", ["v1-40k", "v1-48k"])
def test_latency_is_exact_at_every_hop(family: str, timing: RvcTiming) -> None:
    check_latency(synthesizer(family, timing), timing)


def test_the_look_ahead_does_not_wait_for_its_pitch() -> None:
    """Frames are spoken at their own pitch, the look-ahead is guessed: much the same sound, as much earlier as the pitch is late."""
    hop, late, n = 4, 5, 120
    guessing, waiting = RvcTiming(hop, 4, late), RvcTiming(hop, 4, late, waits=True)
    assert guessing.latency_frames == 5
    assert waiting.latency_frames == 9
    x, f0_hz = speechlike(n), melody(n)
    said, waited = (stream(synthesizer(timing=timing, near_sighted=True), x, f0_hz) for timing in (guessing, waiting))
    assert not np.array_equal(said[: len(waited)], waited)
    assert snr_db(said[: len(waited)], waited) > 40


@pytest.mark.parametrize("late", [1, 4, 6])
def test_a_pitch_that_comes_early_changes_no_bit(late: int) -> None:
    """What is guessed is the same frames every time, though a file's pitch may be there already."""
    timing = RvcTiming(4, 4, late)
    x, f0_hz = speechlike(60), melody(60)
    early = stream(synthesizer(timing=timing), x, f0_hz)
    rvc = synthesizer(timing=timing)
    state, out = rvc.prepare(StreamSpec()), []
    for frame in range(60):
        newest = slice(max(0, frame - late), max(0, frame + 1 - late))
        out.append(rvc.process(x[frame * FRAME_SAMPLES : (frame + 1) * FRAME_SAMPLES], f0_hz[newest], state, ALONE))
    assert np.array_equal(np.concatenate(out), early)


def test_sound_belongs_to_the_input_that_made_it() -> None:
    """Level follows the input (envelope mix 0), so the output of a burst lies where the burst lies."""
    x = 0.02 * speechlike(160)
    x[60 * FRAME_SAMPLES : 90 * FRAME_SAMPLES] *= 40
    rvc = synthesizer("v1-40k", RvcTiming(4, 4))
    y = stream(rvc, x, melody(160), params=replace(ALONE, envelope_mix=0.0))

    def levels(signal: Audio) -> Any:
        return np.sqrt(np.square(signal[: 140 * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)).mean(axis=1))

    loud = np.flatnonzero(levels(y) > 0.3 * levels(y).max())
    assert abs(int(loud[0]) - 60) <= 4
    assert abs(int(loud[-1]) - 89) <= 4


def test_a_step_of_the_input_is_seen_at_its_own_time() -> None:
    """What is spoken before sample 480 n - LEAD does not depend on pitch from frame n on: content and look-ahead aside, nothing moves."""
    f0_hz = melody(120)
    other = f0_hz.copy()
    other[60:] = 400.0
    rvc = synthesizer("v1-48k", RvcTiming(4, 0), near_sighted=True)
    x = speechlike(120)
    difference = np.flatnonzero(stream(rvc, x, f0_hz) != stream(rvc, x, other))
    first_possible = 60 * FRAME_SAMPLES - 4 * FRAME_SAMPLES
    assert first_possible <= difference[0] <= 60 * FRAME_SAMPLES + 2 * LEAD_SAMPLES


@pytest.mark.parametrize("family", ["v1-40k", "v1-48k"])
@pytest.mark.parametrize("formant_st", [-12.0, -3.0, 4.0, 12.0])
def test_formant_shift_keeps_pitch_and_time(family: str, formant_st: float) -> None:
    """What is heard at any formant has the pitch that was asked for: energy lies at its harmonics, not between them."""
    x, f0_hz = speechlike(100), np.full(100, 200.0, np.float32)
    rvc = synthesizer(family)
    y = stream(rvc, x, f0_hz, params=replace(ALONE, formant_st=formant_st))
    assert len(y) == 100 * FRAME_SAMPLES - rvc.latency_samples
    assert np.isfinite(y).all()
    assert not np.array_equal(y, stream(rvc, x, f0_hz))
    spectrum = np.abs(np.fft.rfft(y[24_000:43_200] * np.hanning(19_200)))
    harmonic = spectrum[np.arange(80, 81 * 12, 80)].sum()
    between = spectrum[np.arange(120, 81 * 12, 80)].sum()
    assert harmonic > 1.5 * between, "the pitch of 200 Hz is not heard"


def test_controls_may_move_at_any_time() -> None:
    x, f0_hz = speechlike(200), melody(200)
    rvc = synthesizer("v1-40k", n_speakers=3)
    state = rvc.prepare(StreamSpec())
    rng = np.random.default_rng(0)
    out = []
    for i in range(50):
        params = LiveParams(
            pitch_st=float(rng.uniform(-24, 24)),
            formant_st=float(rng.choice([-12.0, -5.0, 0.0, 0.1, 7.0, 12.0])),
            speaker=int(rng.integers(0, 9999)),
            envelope_mix=float(rng.uniform(0, 1)),
        )
        out.append(rvc.process(x[i * 1920 : (i + 1) * 1920], f0_hz[4 * i : 4 * i + 4], state, params))
    y = np.concatenate(out)
    assert len(y) == 200 * FRAME_SAMPLES - rvc.latency_samples
    assert np.isfinite(y).all()


def test_silence_stays_silence_and_sound_comes_back() -> None:
    rvc = synthesizer("v1-40k")
    quiet = np.zeros(60 * FRAME_SAMPLES, np.float32)
    assert not stream(rvc, quiet, np.zeros(60, np.float32)).any()
    x = np.concatenate([speechlike(40), quiet, speechlike(40)])
    f0_hz = np.concatenate([melody(40), np.zeros(60, np.float32), melody(40)])
    y = stream(rvc, x, f0_hz).reshape(-1, FRAME_SAMPLES)
    assert not y[52:99].any()
    assert (np.abs(y[:50]).max(axis=1) > 0).all()
    assert (np.abs(y[100:]).max(axis=1) > 0).all()


@pytest.mark.parametrize("level", [1e-30, 1e-4, 1.0, 8.0])
def test_extreme_input_stays_finite(level: float) -> None:
    x = (level * np.random.default_rng(0).standard_normal(60 * FRAME_SAMPLES)).astype(np.float32)
    f0_hz = np.resize(np.array([0, 1e9, np.nan, np.inf, -5, 0.5, 1100, 50], np.float32), 60)
    y = stream(synthesizer("v1-40k"), x, f0_hz, params=replace(ALONE, pitch_st=24.0))
    assert np.isfinite(y).all()
    assert np.abs(y).max() <= 1.5


def test_a_network_that_has_gone_mad_recovers() -> None:
    x, f0_hz = speechlike(80), melody(80)
    rvc = synthesizer("v1-40k")
    state = rvc.prepare(StreamSpec())
    stream(rvc, x, f0_hz, state=state)
    for tensor in state.network.latent.tensors.values():
        tensor[:] = np.nan
    stream_on = [rvc.process(x[: 8 * FRAME_SAMPLES], f0_hz[:8], state, ALONE) for _ in range(6)]
    assert np.isfinite(np.concatenate(stream_on)).all()
    assert np.abs(stream_on[-1]).max() > 0


def test_speakers_differ_and_one_that_is_not_there_is_the_last() -> None:
    x, f0_hz = speechlike(40), melody(40)
    rvc = synthesizer(n_speakers=3)
    spoken = [stream(rvc, x, f0_hz, params=replace(ALONE, speaker=i)) for i in (0, 1, 2, 99)]
    assert not np.array_equal(spoken[0], spoken[1])
    assert not np.array_equal(spoken[1], spoken[2])
    assert np.array_equal(spoken[2], spoken[3])


def test_index_and_protection_reach_the_voice() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((40, 256), np.float32)
    index = group(vectors[:4], vectors, np.arange(40) % 4)
    rvc = Rvc(parts("v1-48k", index=index), TIMING)
    x, f0_hz = speechlike(60), np.zeros(60, np.float32)
    alone = stream(rvc, x, f0_hz)
    protected = stream(rvc, x, f0_hz, params=LiveParams(index_rate=1.0, protect=0.0))
    drawn = stream(rvc, x, f0_hz, params=LiveParams(index_rate=1.0, protect=0.5))
    assert np.array_equal(alone, protected), "with protect 0 unvoiced frames keep their own features"
    assert not np.array_equal(alone, drawn)


def test_unvoiced_rules_differ() -> None:
    x, f0_hz = speechlike(80), melody(80)
    runs = [stream(synthesizer(unvoiced=rule), x, f0_hz) for rule in ("zero", "interpolate")]
    assert not np.array_equal(runs[0], runs[1])


def test_input_is_not_written_and_nothing_grows() -> None:
    rvc = synthesizer()
    state = rvc.prepare(StreamSpec())
    x, f0_hz = speechlike(8), melody(8)
    kept = x.copy(), f0_hz.copy()
    sizes = []
    for _ in range(60):
        rvc.process(x, f0_hz, state, ALONE)
        held: list[Any] = [
            state.audio,
            state.f0_hz,
            state.network.phones,
            state.network.coarse,
            state.content.frames,
            *state.content.context.tensors.values(),
            state.network.speech.audio,
            state.network.speech.starts,
        ]
        sizes.append(sum(array.size for array in held))
    assert np.array_equal(x, kept[0])
    assert np.array_equal(f0_hz, kept[1])
    assert max(sizes[40:]) == max(sizes[20:40])


def test_odd_hops_are_refused() -> None:
    with pytest.raises(ValueError, match="hop"):
        RvcTiming(3, 0)
