"""Imported RVC voices through the whole program: import, library, assembly, live-like and offline runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from bench.full_size import EncoderWidths, content_encoder
from engine.assemble import assemble, params_of
from engine.config import EngineConfig, LiveParams
from engine.contracts import FRAME_SAMPLES, Audio
from engine.dsp.fifo import Fifo
from engine.errors import ConfigError, InferenceError
from engine.inference.sessions import CPU, open_session, provider_of
from engine.kinds.voices import can_speak
from engine.offline import convert_blocks
from engine.pipeline import Pipeline
from engine.synth.rvc_open import DEFAULT_HOP_MS, check_speaker, rvc_hop_frames
from engine.synth.rvc_windowed import LEAST_LOOKAHEAD_FRAMES
from models.foundation import FoundationLibrary
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.package import Manifest
from models.voice import Voice
from models.voices import voice_of
from tests.engine.synth.rvc_voices import speechlike
from tests.models.importers.onnx_speaking import write_speaking
from tests.models.importers.test_job import write_index
from tests.models.voice_files import save, small_voice, tensors, with_tensors

OPEN_GATE_DB = -90.0


@pytest.fixture(scope="module")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> FoundationLibrary:
    """A library with a ContentVec that is true outside and narrow inside."""
    folder = tmp_path_factory.mktemp("foundation")
    widths = EncoderWidths(convolution=16, hidden=768, filter=16, n_layers=12, projection=256)
    source = save(folder / "pytorch_model.bin", tensors(content_encoder(widths=widths)))
    library = FoundationLibrary(folder / "library")
    library.add(source, name="contentvec")
    return library


def imported(folder: Path, with_index: bool = False, **voice: Any) -> Voice:
    source = save(folder / "Some Body.pth", with_tensors(small_voice(**voice)))
    index = write_index(folder / "added_IVF4_Flat_nprobe_1_Some Body_v2.index") if with_index else None
    return voice_of(import_voice(source, Library(folder / "library"), write_rvc_graphs, index).package)


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    return imported(tmp_path, with_index=True)


def live(pipeline: Pipeline, x: Audio, params: LiveParams) -> Audio:
    """Hop by hop, as the worker does it; in step with the input, as `convert` gives it."""
    state, pending, out = pipeline.prepare(), Fifo(), []
    pending.push(np.concatenate([x, np.zeros(pipeline.latency_samples + pipeline.hop_samples, np.float32)]))
    while len(pending) >= pipeline.hop_samples:
        out.append(pipeline.process(pending.pop(pipeline.hop_samples), state, params))
    return np.concatenate(out)[pipeline.latency_samples :][: len(x)]


def offline(pipeline: Pipeline, x: Audio, params: LiveParams, chunk: int) -> Audio:
    blocks = (x[start : start + chunk] for start in range(0, len(x), chunk))
    return np.concatenate(list(convert_blocks(blocks, pipeline, pipeline.prepare(), params)))


@pytest.mark.parametrize(
    "config",
    [
        EngineConfig(hop_ms=40, lookahead_ms=20, context_s=0.3, detector="harvest"),
        EngineConfig(hop_ms=100, lookahead_ms=50, context_s=0.5, denoise=True),
        EngineConfig(hop_ms=60, lookahead_ms=0, context_s=0.3, denoise=True, detector="crepe-tiny"),
    ],
)
def test_live_and_offline_are_the_same_bits(config: EngineConfig, voice: Voice, foundation: FoundationLibrary) -> None:
    pipeline = assemble(config, voice, foundation)
    params = replace(params_of(voice), gate_db=OPEN_GATE_DB, index_rate=0.6)
    x = speechlike(97)[:-123]
    spoken = live(pipeline, x, params)
    assert np.abs(spoken).max() > 0.01
    for chunk in (777, 48_000):
        assert np.array_equal(offline(pipeline, x, params, chunk), spoken)
    assert np.array_equal(live(assemble(config, voice, foundation), x, params), spoken)


def test_delay_is_hop_and_look_ahead_and_one_frame(voice: Voice, foundation: FoundationLibrary) -> None:
    pipeline = assemble(EngineConfig(hop_ms=100, lookahead_ms=40), voice, foundation)
    assert dict(pipeline.latency_parts())["pitch and synthesizer"] == 5 * FRAME_SAMPLES
    assert pipeline.hop_ms == 100
    assert pipeline.stride_samples == pipeline.hop_samples


@pytest.mark.parametrize(("hop_ms", "stride", "frames"), [(20, 1, 2), (30, 1, 4), (100, 4, 12), (50, 3, 6), (10, 1, DEFAULT_HOP_MS // 10)])
def test_hops_are_rounded_up_to_what_voice_and_detector_take(hop_ms: int, stride: int, frames: int) -> None:
    assert rvc_hop_frames(hop_ms, stride) == frames


def test_a_voice_without_its_encoder_says_how_to_get_it(tmp_path: Path, voice: Voice) -> None:
    with pytest.raises(InferenceError) as caught:
        assemble(EngineConfig(hop_ms=40), voice, FoundationLibrary(tmp_path / "empty"))
    assert (caught.value.code, caught.value.facts["model"]) == ("inference.missing", "contentvec")


def test_a_voice_of_another_width_is_refused(tmp_path: Path, foundation: FoundationLibrary, voice: Voice) -> None:
    assert voice.rvc is not None
    odd = replace(voice, rvc=replace(voice.rvc, phone_dim=512))
    with pytest.raises(InferenceError) as caught:
        assemble(EngineConfig(hop_ms=40), odd, foundation)
    assert caught.value.code == "inference.encoder"


@pytest.mark.parametrize("form", ["rvc-webui", "w-okada", "deiteris", "obs-rvc"])
def test_foreign_graphs_speak_live_and_offline_the_same_bits(tmp_path: Path, foundation: FoundationLibrary, form: str) -> None:
    source = write_speaking(tmp_path / "Some Body.onnx", form)
    foreign = voice_of(import_voice(source, Library(tmp_path / "library"), write_rvc_graphs).package)
    assert (foreign.kind, can_speak(foreign)) == ("rvc-onnx", True)
    config = EngineConfig(hop_ms=60, lookahead_ms=10, context_s=0.3)
    pipeline = assemble(config, foreign, foundation)
    # A look-ahead too short to join blocks is raised, and declared as what it is.
    assert dict(pipeline.latency_parts())["pitch and synthesizer"] == (LEAST_LOOKAHEAD_FRAMES + 1) * FRAME_SAMPLES
    params = replace(params_of(foreign), gate_db=OPEN_GATE_DB)
    x = speechlike(97)[:-123]
    spoken = live(pipeline, x, params)
    assert np.abs(spoken).max() > 0.01
    assert np.array_equal(offline(pipeline, x, params, 777), spoken)
    assert np.array_equal(live(assemble(config, foreign, foundation), x, params), spoken)


def test_an_unknown_kind_is_refused(voice: Voice, foundation: FoundationLibrary) -> None:
    with pytest.raises(InferenceError) as caught:
        assemble(EngineConfig(), replace(voice, kind=cast("Any", "sung")), foundation)
    assert caught.value.code == "inference.kind"


def test_a_speaker_that_is_not_there_is_refused(voice: Voice) -> None:
    assert check_speaker(voice, LiveParams(speaker=1)).speaker == 1
    with pytest.raises(ConfigError) as caught:
        check_speaker(voice, LiveParams(speaker=2))
    assert caught.value.code == "config.speaker"


def test_a_voice_without_pitch(tmp_path: Path, foundation: FoundationLibrary) -> None:
    plain = imported(tmp_path, has_f0=False)
    pipeline = assemble(EngineConfig(hop_ms=40, lookahead_ms=20, context_s=0.3), plain, foundation)
    spoken = live(pipeline, speechlike(60), replace(params_of(plain), gate_db=OPEN_GATE_DB))
    assert np.isfinite(spoken).all()
    assert np.abs(spoken).max() > 0.0


def test_sessions_tell_their_provider_and_refuse_what_is_no_graph(tmp_path: Path, voice: Voice) -> None:
    assert voice.rvc is not None
    assert provider_of(open_session(voice.rvc.folder / "latent.onnx", n_threads=1)) == CPU
    (tmp_path / "bad.onnx").write_bytes(b"no graph")
    for name in ("bad.onnx", "absent.onnx"):
        with pytest.raises(InferenceError) as caught:
            open_session(tmp_path / name)
        assert caught.value.code == "inference.graph"


def test_defaults_of_the_voice_become_live_controls(voice: Voice) -> None:
    params = params_of(voice)
    assert (params.protect, params.speaker) == (Manifest.model_fields["defaults"].default.protect, 0)
    assert params.index_rate == voice.defaults.index_rate
