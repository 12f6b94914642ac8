from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.full_size import EncoderWidths, content_encoder
from engine.assemble import assemble, is_prepared
from engine.audio.demo import demo_speech
from engine.calibration import calibrate
from engine.calibration.calibrate import HOPS_MS, MOST_LOAD, Calibration
from engine.calibration.fidelity import LEAST_DECODER_DB, Kept
from engine.calibration.trial import Timing, time_pipeline
from engine.config import EngineConfig, LiveParams
from engine.errors import InferenceError
from engine.inference.choice import candidates
from engine.inference.opening import Placed
from engine.inference.profile import machine, write_profile
from engine.inference.sessions import devices, open_on
from engine.kinds.voices import RVC_FILE_HOP_MS
from engine.tuning import base_config, file_config
from jobs.context import JobContext
from jobs.errors import WorkCancelled
from models.foundation import FoundationLibrary
from models.graphs.builder import tiny_graph
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.voice import Voice
from models.voices import find_voice, voice_of
from tests.models.voice_files import save, small_voice, tensors, with_tensors


@pytest.fixture
def foundation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FoundationLibrary:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    widths = EncoderWidths(convolution=16, hidden=768, filter=16, n_layers=12, projection=256)
    source = save(tmp_path / "pytorch_model.bin", tensors(content_encoder(widths=widths)))
    library = FoundationLibrary(tmp_path / "data" / "foundation")
    library.add(source, name="contentvec")
    return library


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    source = save(tmp_path / "Some Body.pth", with_tensors(small_voice()))
    return voice_of(import_voice(source, Library(tmp_path / "data" / "voices"), write_rvc_graphs).package)


class Priced(Calibration):
    """Costs as told instead of as measured: `fixed_ms` a hop with the usual context and RMVPE's stand-in, and `share` of the hop."""

    fixed_ms, share = 20.0, 0.3

    def _time(self, opening: Kept, hop_ms: int, context_s: float, detector: str) -> Timing:
        cost_ms = self.fixed_ms * context_s + self.share * hop_ms
        return Timing(hop_ms, cost_ms, cost_ms, 50.0, {})


@pytest.mark.slow
def test_a_machine_is_calibrated_and_its_voices_use_it(
    voice: Voice, foundation: FoundationLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "TRIAL_S", 1.0)
    told: list[float] = []
    profile = Calibration(voice, foundation, JobContext(lambda step: told.append(step.done))).run()
    assert told == sorted(told)
    assert profile.machine == machine()
    assert profile.hop_ms in HOPS_MS
    used = [one for one in profile.tried if not one.refused]
    assert profile.placement.provider in {one.provider for one in used}
    assert all(one.decoder_db is None or one.decoder_db >= LEAST_DECODER_DB for one in used)
    write_profile(profile)
    config = base_config(voice, foundation=foundation)
    assert (config.hop_ms, config.context_s, config.lookahead_ms) == (profile.hop_ms, profile.context_s, profile.lookahead_ms)
    assert assemble(config, voice, foundation).provider == profile.placement.provider
    assert is_prepared(voice, foundation) or profile.precision != "int8"


def test_what_is_not_true_to_float32_is_not_chosen(voice: Voice, foundation: FoundationLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "LEAST_DECODER_DB", 1000.0)
    calibration = Calibration(voice, foundation)
    reduced = [wish for wish in candidates(devices()) if wish.precision == "int8"]
    assert reduced
    assert calibration._try_placement(reduced[0]) is None
    assert calibration.tried[-1].refused


@pytest.mark.parametrize(
    ("cores", "fixed_ms", "share", "hop_ms", "context_s", "detector"),
    [
        (8, 1.0, 0.1, 40, 1.0, "swiftf0"),
        (8, 20.0, 0.3, 60, 1.0, "swiftf0"),
        (2, 20.0, 0.3, 100, 1.0, "swiftf0"),
        (8, 60.0, 0.3, 160, 1.0, "swiftf0"),
        (8, 100.0, 0.3, 160, 0.5, "swiftf0"),
        (2, 100.0, 0.3, 300, 0.5, "swiftf0"),
        (8, 100.0, 0.8, 500, 0.5, "swiftf0"),
    ],
)
def test_the_shortest_hop_that_leaves_time_is_chosen(
    voice: Voice,
    foundation: FoundationLibrary,
    monkeypatch: pytest.MonkeyPatch,
    cores: int,
    fixed_ms: float,
    share: float,
    hop_ms: int,
    context_s: float,
    detector: str,
) -> None:
    monkeypatch.setattr(calibrate, "n_cores", lambda: cores)
    calibration = Priced(voice, foundation)
    Priced.fixed_ms, Priced.share = fixed_ms, share
    wish = candidates(devices())[-1]
    profile = calibration._choose(wish, Kept(Placed(wish)), 0)
    assert (profile.hop_ms, profile.context_s, profile.detector) == (hop_ms, context_s, detector)
    assert profile.rtf <= MOST_LOAD or hop_ms == HOPS_MS[-1]
    assert profile.delay_ms > hop_ms * (1 + profile.rtf) + 50.0 + EngineConfig().margin_ms


def test_a_calibration_can_be_stopped(voice: Voice, foundation: FoundationLibrary) -> None:
    with pytest.raises(WorkCancelled):
        Calibration(voice, foundation, JobContext(cancelled=lambda: True)).run()


def test_built_in_voices_need_none(foundation: FoundationLibrary) -> None:
    with pytest.raises(InferenceError) as caught:
        Calibration(find_voice("robot"), foundation).run()
    assert caught.value.code == "calibration.voice"
    assert base_config(find_voice("robot")) == EngineConfig()


def test_a_file_is_converted_in_the_longest_blocks(voice: Voice) -> None:
    assert file_config(voice) == replace(base_config(voice), hop_ms=RVC_FILE_HOP_MS)
    assert file_config(find_voice("robot")) == EngineConfig()


def test_timing_counts_what_a_hop_takes() -> None:
    pipeline = assemble(EngineConfig(), find_voice("natural"))
    now_ns = iter(range(0, 10**12, 5_000_000))
    timing = time_pipeline(pipeline, demo_speech(0.3), LiveParams(), clock=lambda: next(now_ns))
    assert (timing.hop_ms, timing.compute_ms, timing.rtf) == (10, 5.0, 0.5)


def test_a_tiny_graph_runs_everywhere(foundation: FoundationLibrary) -> None:
    for wish in candidates(devices()):
        if wish.device == "cpu":
            assert open_on(tiny_graph(), replace(wish, precision="float32")).obtained.reason == ""
