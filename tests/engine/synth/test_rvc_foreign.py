"""Foreign ONNX voices: every form speaks, at the right pitch and time, without joints that are heard, and the same bits every time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.errors import InferenceError
from engine.stages.content import ContentEncoder
from engine.synth.rvc import Rvc, RvcParts, RvcTiming
from engine.synth.rvc_foreign import ForeignGraph, Window
from engine.synth.rvc_network import Script
from engine.synth.rvc_windowed import LAG_SAMPLES, WindowedNetwork, WindowSpec, best_lag
from tests.engine.synth.rvc_voices import ALONE, check_latency, encoder_graphs, melody, speechlike, stream
from tests.models.importers.onnx_speaking import N_SPEAKERS, SAMPLES_PER_FRAME, speaking_onnx

FORMS = [
    ("rvc-webui", True, False),
    ("w-okada", True, False),
    ("w-okada", False, True),
    ("deiteris", True, True),
    ("deiteris", False, False),
    ("obs-rvc", True, False),
]
HOP, AHEAD, CONTEXT = 4, 4, 60


@cache
def opened(form: str = "w-okada", has_f0: bool = True, half: bool = False, **manner: Any) -> ForeignGraph:
    return ForeignGraph(speaking_onnx(form, has_f0=has_f0, half=half, **manner), form)


def say(graph: ForeignGraph, f0_hz: Any, phones: Any = None, factor: float = 1.0, spec: StreamSpec | None = None) -> Audio:
    """Everything but the last look-ahead, hop by hop."""
    network = WindowedNetwork(graph, WindowSpec(HOP, AHEAD, CONTEXT))
    state = network.prepare(spec or StreamSpec())
    hz = np.asarray(f0_hz, np.float32)
    rows = np.zeros((len(hz), 768), np.float32) if phones is None else phones
    out = []
    for first in range(0, len(hz) - HOP - AHEAD, HOP):
        seen = slice(first, first + HOP + AHEAD)
        out.append(network.speak(Script(first, HOP, rows[seen], np.ones(HOP + AHEAD, np.int64), hz[seen], 0, factor), state))
    return np.concatenate(out)


def pitch_hz(sound: Audio) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 18))
    return float(np.argmax(spectrum) * 48_000 / (1 << 18))


@pytest.mark.parametrize(("form", "has_f0", "half"), FORMS)
def test_blocks_join_without_a_seam(form: str, has_f0: bool, half: bool) -> None:
    """The graph begins its sine anew in every call; what is heard is one sine, as loud at the edges of blocks as elsewhere."""
    graph = opened(form, has_f0, half)
    assert graph.samples_per_frame == SAMPLES_PER_FRAME
    assert graph.skips == (form == "deiteris")
    glide = 200 * 2 ** (0.3 * np.sin(np.arange(300) / 30))
    y = say(graph, glide)[4800:]
    bend = np.abs(np.diff(y, 2))
    edges = np.concatenate([np.arange(HOP * FRAME_SAMPLES + k, len(bend) - 8, HOP * FRAME_SAMPLES) for k in range(-4, 4)])
    assert bend[edges].max() <= np.delete(bend, edges).max()
    levels = np.sqrt(np.square(y[: len(y) // 2400 * 2400].reshape(-1, 2400)).mean(axis=1))
    assert levels.min() > 0.9 * levels.max(), "the fades cancel"


@pytest.mark.parametrize(("form", "has_f0", "half"), FORMS)
def test_pitch_is_what_was_asked_for(form: str, has_f0: bool, half: bool) -> None:
    y = say(opened(form, has_f0, half), np.full(200, 330.0))
    assert pitch_hz(y[9600:]) == pytest.approx(330.0 if has_f0 else 220.0, abs=0.5)


@pytest.mark.parametrize("form", ["w-okada", "deiteris"])
@pytest.mark.parametrize("factor", [0.5, 0.84, 1.26, 2.0])
def test_formant_shift_keeps_pitch_and_time(form: str, factor: float) -> None:
    """A burst of features stays where it was, at the pitch that was asked for."""
    phones = np.zeros((240, 768), np.float32)
    phones[120:160] = 5 * np.sign(np.random.default_rng(1).standard_normal((768, 1)).T)
    y = say(opened(form, noise=0.0), np.full(240, 250.0), phones, factor)
    assert pitch_hz(y[9600:48_000]) == pytest.approx(250.0, abs=1.0)
    level = np.sqrt(np.square(y[: 220 * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)).mean(axis=1))
    louder = np.flatnonzero(np.abs(level[30:] - level[60]) > 0.08 * level[60]) + 30
    assert abs(int(louder[0]) - 120) <= 3
    assert abs(int(louder[-1]) - 159) <= 3


def test_noise_belongs_to_its_frames() -> None:
    """Two windows that overlap draw the same noise where they do; other seeds and other streams draw others."""
    graph = opened(noise=0.1)
    phones, coarse, f0_hz = np.zeros((40, 768), np.float32), np.ones(40, np.int64), np.zeros(40, np.float32)

    def run(end: int, spec: StreamSpec) -> Audio:
        return graph.run(Window(phones, coarse, f0_hz, 0, end, 0), spec)

    first, second = run(40, StreamSpec()), run(50, StreamSpec())
    assert np.array_equal(first[10 * SAMPLES_PER_FRAME :], second[: 30 * SAMPLES_PER_FRAME])
    assert np.array_equal(run(40, StreamSpec(first_frame=10)), second)
    assert not np.array_equal(run(40, StreamSpec(seed=1)), first)
    assert np.std(first) == pytest.approx(0.1 * 0.3 * np.sqrt(1 + 1 / 4), rel=0.1)


def test_the_skipping_form_says_what_the_others_say() -> None:
    f0_hz = np.full(200, 250.0)
    plain, skipping = (say(opened(form, noise=0.0), f0_hz)[9600:] for form in ("w-okada", "deiteris"))
    assert pitch_hz(plain) == pytest.approx(pitch_hz(skipping), abs=0.5)
    assert np.std(plain) == pytest.approx(np.std(skipping), rel=0.02)


@pytest.mark.parametrize("shift", [-480, -133, 0, 7, 479])
def test_the_best_lag_is_found(shift: int) -> None:
    sound = np.random.default_rng(0).standard_normal(8000).astype(np.float32)
    start = 2000
    tail = sound[start + shift : start + shift + 1440]
    assert best_lag(tail, sound[start - LAG_SAMPLES :], LAG_SAMPLES) == shift


def test_silence_is_joined_where_it_is() -> None:
    assert best_lag(np.zeros(480, np.float32), speechlike(20), LAG_SAMPLES) == 0
    assert best_lag(speechlike(2)[:480], np.zeros(9600, np.float32), LAG_SAMPLES) == 0


# --- inside the synthesizer ------------------------------------------------------------------------------------------------------------


def synthesizer(timing: RvcTiming, form: str = "w-okada", dim: int = 256) -> Rvc:
    spec = WindowSpec(timing.hop_frames, timing.lookahead_frames, 40)
    network = WindowedNetwork(opened(form, dim=dim), spec)
    return Rvc(RvcParts(ContentEncoder(*encoder_graphs("v1"), 20), network, n_speakers=N_SPEAKERS, has_f0=True), timing)


@pytest.mark.parametrize("chunk", [1_000_000, 4 * FRAME_SAMPLES, FRAME_SAMPLES, 997])
def test_cutting_the_input_changes_no_bit(chunk: int) -> None:
    x, f0_hz = speechlike(60), melody(60)
    rvc = synthesizer(RvcTiming(4, 4, 1))
    assert np.array_equal(stream(rvc, x, f0_hz, chunk), stream(rvc, x, f0_hz, 4 * FRAME_SAMPLES))
    again = synthesizer(RvcTiming(4, 4, 1))
    assert np.array_equal(stream(again, x, f0_hz, chunk), stream(rvc, x, f0_hz, chunk))


@pytest.mark.parametrize("timing", [RvcTiming(2, 3), RvcTiming(10, 4, 1), RvcTiming(16, 6, 5, late_frames=2)])
def test_latency_is_exact_at_every_hop(timing: RvcTiming) -> None:
    check_latency(synthesizer(timing), timing)


def test_controls_act_and_silence_stays() -> None:
    x, f0_hz = speechlike(80), melody(80)
    rvc = synthesizer(RvcTiming(4, 4))
    plain = stream(rvc, x, f0_hz)
    for changed in (LiveParams(pitch_st=3.0), LiveParams(formant_st=2.0), LiveParams(speaker=1), LiveParams(envelope_mix=0.0)):
        y = stream(rvc, x, f0_hz, params=replace(changed, index_rate=0.0))
        assert len(y) == len(plain)
        assert np.isfinite(y).all()
        assert not np.array_equal(y, plain)
    assert not stream(rvc, np.zeros_like(x), np.zeros(80, np.float32)).any()


def test_a_network_that_has_gone_mad_recovers() -> None:
    x, f0_hz = speechlike(80), melody(80)
    rvc = synthesizer(RvcTiming(4, 4))
    state = rvc.prepare(StreamSpec())
    stream(rvc, x, f0_hz, state=state)
    state.network.phones[:] = np.nan
    spoken = [rvc.process(x[: 8 * FRAME_SAMPLES], f0_hz[:8], state, ALONE) for _ in range(6)]
    assert np.isfinite(np.concatenate(spoken)).all()
    assert np.abs(spoken[-1]).max() > 0


def test_a_look_ahead_without_room_for_a_joint_is_refused() -> None:
    with pytest.raises(ValueError, match="joint"):
        WindowedNetwork(opened(), WindowSpec(4, 2, 20))


# --- graphs that do not work -----------------------------------------------------------------------------------------------------------


def odd_graph(kind: str) -> bytes:
    model = onnx.load_model_from_string(speaking_onnx("w-okada"))
    last = model.graph.node[-1]
    before = last.input[0]
    match kind:
        case "too short":
            model.graph.node.insert(len(model.graph.node) - 1, helper.make_node("ReduceMean", [before], ["mean"], axes=[2]))
            last.input[0] = "mean"
        case "other sizes":
            wrong = helper.make_tensor("wrong", TensorProto.FLOAT, [3], [1.0, 2.0, 3.0])
            model.graph.initializer.append(wrong)
            model.graph.node.insert(len(model.graph.node) - 1, helper.make_node("Add", [before, "wrong"], ["sum"]))
            last.input[0] = "sum"
        case "another operator":
            model.graph.node.insert(len(model.graph.node) - 1, helper.make_node("NobodyKnows", [before], ["odd"]))
            last.input[0] = "odd"
    return bytes(model.SerializeToString())


@pytest.mark.parametrize(
    ("kind", "code"),
    [("too short", "inference.voice_graph"), ("other sizes", "inference.voice_graph"), ("another operator", "inference.graph")],
)
def test_graphs_that_do_not_run_are_refused_with_a_code(kind: str, code: str) -> None:
    with pytest.raises(InferenceError) as caught:
        ForeignGraph(odd_graph(kind), "odd")
    assert caught.value.code == code
    assert caught.value.facts["reason"]
