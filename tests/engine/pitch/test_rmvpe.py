"""RMVPE as a stream: the same windows whatever the blocks, in time, and what happens where it is not on the machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.assemble import assemble
from engine.config import EngineConfig
from engine.contracts import FRAME_SAMPLES, Audio, Frames, StreamSpec, pitch_delay_frames
from engine.dsp.log_mel import log_mel_frames
from engine.dsp.salience import decode_salience
from engine.dsp.sinc_read import read_at
from engine.errors import InferenceError
from engine.pitch import detector as named_detector
from engine.pitch.rmvpe import _DOWN_CUTOFF, _DOWN_HALF, STRIDE_FRAMES, WINDOW_FRAMES, Rmvpe, open_rmvpe
from models.builtin import find_voice
from models.foundation import FoundationLibrary
from tests.engine.synth.rvc_voices import speechlike
from tests.models.graphs.voices import REFERENCE

N_FRAMES = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> FoundationLibrary:
    made = FoundationLibrary(tmp_path_factory.mktemp("foundation"))
    made.add(REFERENCE / "rmvpe.pt")
    return made


@pytest.fixture(scope="module")
def detector(library: FoundationLibrary) -> Rmvpe:
    return open_rmvpe(library)


def run(detector: Rmvpe, x: Audio, chunk: int) -> Frames:
    state = detector.prepare(StreamSpec())
    return np.concatenate([detector.process(x[start : start + chunk], state) for start in range(0, len(x), chunk)])


@pytest.mark.parametrize("chunk", [64, 997, FRAME_SAMPLES, 4 * FRAME_SAMPLES])
def test_cutting_the_input_changes_no_bit(detector: Rmvpe, chunk: int) -> None:
    x = speechlike(N_FRAMES)
    assert np.array_equal(run(detector, x, chunk), run(detector, x, len(x)))


def test_frames_are_those_of_windows_over_the_whole_recording(detector: Rmvpe) -> None:
    """Mel frames of everything at once, one window for each group; random weights say a pitch somewhere, and it must be the same one."""
    x = speechlike(N_FRAMES)
    numbers = np.arange(-160 * WINDOW_FRAMES - 512, 160 * (N_FRAMES - 5) + 512)
    audio = read_at(x, np.asarray(3.0 * numbers, np.float64), _DOWN_CUTOFF, _DOWN_HALF)
    mel = log_mel_frames(audio)
    wanted = []
    for end in range(STRIDE_FRAMES, N_FRAMES - 5, STRIDE_FRAMES):
        newest = end + 1 + WINDOW_FRAMES
        salience = detector._session.run(None, {"input": mel[None, :, newest - WINDOW_FRAMES : newest]})[0][0]
        f0_hz = decode_salience(salience[-STRIDE_FRAMES - 1 : -1])
        f0_hz[(f0_hz < 50.0) | (f0_hz > 1100.0)] = 0.0
        wanted.append(f0_hz.astype(np.float32))
    n = STRIDE_FRAMES * len(wanted)
    # The stream's log-mel before its first sample is silence to the bit; the recording's has the filter's answer to the first samples.
    settled = WINDOW_FRAMES
    assert np.allclose(run(detector, x, 480)[settled:n], np.concatenate(wanted)[settled:], rtol=1e-5)


def test_latency_and_stride_are_as_declared(detector: Rmvpe) -> None:
    state = detector.prepare(StreamSpec())
    x = speechlike(N_FRAMES)
    known = 0
    for frame in range(N_FRAMES):
        known += len(detector.process(x[frame * FRAME_SAMPLES : (frame + 1) * FRAME_SAMPLES], state))
        due = max(0, ((frame + 1) * FRAME_SAMPLES - detector.latency_samples) // FRAME_SAMPLES + 1)
        assert known == due // detector.stride_frames * detector.stride_frames


@pytest.mark.parametrize("late_frames", [0, 2])
@pytest.mark.parametrize("hop_frames", [4, 10, 16])
def test_with_the_hop_known_only_the_last_40_ms_of_a_hop_wait(library: FoundationLibrary, hop_frames: int, late_frames: int) -> None:
    detector = open_rmvpe(library, hop_frames, late_frames)
    assert pitch_delay_frames(detector, late_frames) == 4
    state, x = detector.prepare(StreamSpec()), speechlike(6 * hop_frames)
    known = 0
    for hop in range(6):
        heard = max(0, (hop + 1) * hop_frames - late_frames) * FRAME_SAMPLES
        before = max(0, hop * hop_frames - late_frames) * FRAME_SAMPLES
        known += len(detector.process(x[before:heard], state))
        assert known == max(0, (hop + 1) * hop_frames - late_frames - 4)


def test_groups_of_another_phase_hear_the_same_in_the_long_run(library: FoundationLibrary) -> None:
    x = speechlike(N_FRAMES)
    plain, shifted = run(open_rmvpe(library, 10), x, 480), run(open_rmvpe(library, 10, 3), x, 480)
    n = min(len(plain), len(shifted))
    both = (plain[:n] > 0) & (shifted[:n] > 0)
    assert np.median(np.abs(1200 * np.log2(plain[:n][both] / shifted[:n][both]))) < 20


def test_silence_is_unvoiced_and_extremes_are_finite(detector: Rmvpe) -> None:
    assert not run(detector, np.zeros(20_000, np.float32), 480).any()
    assert np.isfinite(run(detector, 8 * np.sign(speechlike(30)), 480)).all()


def test_nothing_grows_and_nothing_is_written(detector: Rmvpe) -> None:
    state = detector.prepare(StreamSpec())
    x = speechlike(8)
    kept = x.copy()
    sizes = []
    for _ in range(30):
        detector.process(x, state)
        sizes.append(state.audio.size + state.mel.size)
    assert np.array_equal(x, kept)
    assert max(sizes[10:]) <= max(sizes[:10])


def test_without_it_the_command_that_gets_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(InferenceError) as caught:
        assemble(EngineConfig(detector="rmvpe"), find_voice("natural"), FoundationLibrary(tmp_path))
    assert (caught.value.code, caught.value.facts["model"]) == ("inference.missing", "rmvpe")


def test_a_voice_speaks_with_it(library: FoundationLibrary) -> None:
    pipeline = assemble(EngineConfig(detector="rmvpe", denoise=True), find_voice("natural"), library)
    assert pipeline.hop_ms == 10 * STRIDE_FRAMES
    state = pipeline.prepare()
    assert len(pipeline.stages.pitch.process(speechlike(40), state.pitch)) == 36


def test_it_is_had_by_its_name_like_the_others(tmp_path: Path) -> None:
    with pytest.raises(InferenceError) as caught:
        named_detector("rmvpe", FoundationLibrary(tmp_path))
    assert caught.value.code == "inference.missing"
