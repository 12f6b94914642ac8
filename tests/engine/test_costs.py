"""What a setting costs, as the engine tells it, is what the pipeline then has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.full_size import EncoderWidths, content_encoder
from engine.assemble import assemble
from engine.config import EngineConfig, with_values
from engine.costs import measured_load, own_delay
from engine.inference.profile import Measured
from engine.kinds.detectors import DETECTOR_NAMES
from engine.link.messages import AskCosts
from engine.pitch import detector, detector_timing
from engine.runtime.costs import costs
from models.builtin import builtin_voices, find_voice
from models.foundation import FoundationLibrary
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.voice import Voice
from models.voices import voice_of
from tests.models.graphs.voices import REFERENCE
from tests.models.importers.onnx_speaking import write_speaking
from tests.models.voice_files import save, small_voice, tensors, with_tensors

BUILT_IN = [
    EngineConfig(),
    EngineConfig(hop_ms=40, denoise=True, lookahead_ms=100, context_s=3.0, margin_ms=30.0),
    EngineConfig(hop_ms=250, detector="harvest"),
    EngineConfig(hop_ms=10, detector="harvest", denoise=True),
    EngineConfig(hop_ms=30, detector="crepe-tiny"),
    EngineConfig(hop_ms=50, detector="rmvpe", denoise=True),
    EngineConfig(hop_ms=10, detector="rmvpe"),
]
RVC = [
    EngineConfig(),
    EngineConfig(hop_ms=100, lookahead_ms=40),
    EngineConfig(hop_ms=70, lookahead_ms=0, denoise=True),
    EngineConfig(hop_ms=160, lookahead_ms=30, detector="rmvpe"),
    EngineConfig(hop_ms=160, lookahead_ms=10, detector="rmvpe", denoise=True),
    EngineConfig(hop_ms=60, lookahead_ms=40, detector="rmvpe", context_s=0.3),
    EngineConfig(hop_ms=100, lookahead_ms=20, detector="harvest"),
    EngineConfig(hop_ms=40, lookahead_ms=200, detector="crepe-tiny", denoise=True),
]


@pytest.fixture(scope="module")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> FoundationLibrary:
    """A ContentVec that is narrow inside, and the reference's RMVPE."""
    folder = tmp_path_factory.mktemp("foundation")
    widths = EncoderWidths(convolution=16, hidden=768, filter=16, n_layers=12, projection=256)
    shelf = FoundationLibrary(folder / "shelf")
    shelf.add(save(folder / "pytorch_model.bin", tensors(content_encoder(widths=widths))), name="contentvec")
    shelf.add(REFERENCE / "rmvpe.pt")
    return shelf


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    folder = tmp_path_factory.mktemp("own")
    source = save(folder / "Some Body.pth", with_tensors(small_voice()))
    return voice_of(import_voice(source, Library(folder / "shelf"), write_rvc_graphs).package)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    folder = tmp_path_factory.mktemp("foreign")
    source = write_speaking(folder / "Some Body.onnx", "w-okada")
    return voice_of(import_voice(source, Library(folder / "shelf"), write_rvc_graphs).package)


def same(config: EngineConfig, voice: Voice, foundation: FoundationLibrary) -> None:
    pipeline, told = assemble(config, voice, foundation), own_delay(config, voice)
    assert (told.hop_ms, list(told.parts)) == (pipeline.hop_ms, pipeline.latency_parts())
    assert told.ms == pipeline.hop_ms + pipeline.latency_samples / 48.0 + config.margin_ms


@pytest.mark.parametrize("config", BUILT_IN, ids=str)
def test_built_in_voices_are_as_late_as_told(config: EngineConfig, foundation: FoundationLibrary) -> None:
    same(config, find_voice("robot"), foundation)


@pytest.mark.parametrize("voice", builtin_voices(), ids=lambda voice: voice.id)
def test_effects_are_in_it(voice: Voice, foundation: FoundationLibrary) -> None:
    same(EngineConfig(), voice, foundation)


@pytest.mark.parametrize("config", RVC, ids=str)
def test_rvc_voices_are_as_late_as_told(config: EngineConfig, own: Voice, foundation: FoundationLibrary) -> None:
    same(config, own, foundation)


@pytest.mark.parametrize("config", RVC[1:6:2], ids=str)
def test_foreign_voices_are_as_late_as_told(config: EngineConfig, foreign: Voice, foundation: FoundationLibrary) -> None:
    same(config, foreign, foundation)


@pytest.mark.parametrize("name", [name for name in DETECTOR_NAMES if name not in ("crepe-full", "rmvpe")])
def test_a_detector_answers_when_it_was_told_to(name: str) -> None:
    told, opened = detector_timing(name), detector(name)
    assert (told.latency_samples, told.stride_frames, told.phase_frames) == (
        opened.latency_samples,
        opened.stride_frames,
        opened.phase_frames,
    )


def test_a_look_ahead_that_the_pitch_takes_anyway_costs_nothing(own: Voice) -> None:
    config = EngineConfig(hop_ms=160, detector="rmvpe", lookahead_ms=30)
    assert own_delay(replace(config, lookahead_ms=10), own).ms == own_delay(config, own).ms
    assert own_delay(replace(config, lookahead_ms=60), own).ms > own_delay(config, own).ms


def test_the_load_is_what_calibration_measured_or_nothing(own: Voice) -> None:
    tried = [
        Measured(provider="CPU", hop_ms=100, context_s=1.0, detector="rmvpe", rtf=0.4),
        Measured(provider="CPU", hop_ms=200, context_s=1.0, detector="rmvpe", rtf=0.3),
        Measured(provider="CPU", hop_ms=300, context_s=1.0, detector="rmvpe", rtf=0.1, refused="broke"),
        Measured(provider="GPU", hop_ms=40, context_s=1.0, detector="rmvpe", rtf=0.1),
    ]
    config = EngineConfig(hop_ms=100, detector="rmvpe")

    def load(**other: object) -> float | None:
        return measured_load(with_values(config, other), own, "CPU", tried)

    assert load() == pytest.approx(0.4)
    assert load(hop_ms=160) == pytest.approx((40 + 0.6 * 20) / 160)
    for other in ({"hop_ms": 40}, {"hop_ms": 300}, {"context_s": 0.5}, {"detector": "swiftf0"}):
        assert load(**other) is None, other
    assert measured_load(config, find_voice("robot"), "CPU", tried) is None


def test_the_answer_names_every_value_and_counts_from_what_is_in_force() -> None:
    asked = AskCosts(id=7, voice="robot", config={"hop_ms": 40}, settings={"hop_ms": [10, 40, 100], "denoise": [True], "margin_ms": [20]})
    answer = costs(asked, None)
    assert answer.reply_to == 7
    assert [(cost.value, cost.delay_ms, cost.load_ratio) for cost in answer.settings["hop_ms"]] == [
        (10, -30, 1.0),
        (40, 0, 1.0),
        (100, 60, 1.0),
    ]
    assert [(cost.delay_ms, cost.load_ratio) for cost in answer.settings["denoise"]] == [(20, None)]
    assert [(cost.delay_ms, cost.load_ratio) for cost in answer.settings["margin_ms"]] == [(11, 1.0)]
