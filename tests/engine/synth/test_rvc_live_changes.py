"""Everything that may be changed while an RVC voice speaks: it acts, and the change is not heard as a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bench.full_size import EncoderWidths, content_encoder
from engine.assemble import assemble, params_of
from engine.config import EngineConfig, with_values
from engine.contracts import FRAME_SAMPLES, Audio
from engine.pipeline import Pipeline
from engine.runtime.crossfader import Crossfader, RunningPipeline
from models.foundation import FoundationLibrary
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from models.voice import Voice
from models.voices import find_voice, voice_of
from tests.engine.synth.rvc_voices import speechlike
from tests.engine.synth.test_rvc_pipeline import OPEN_GATE_DB
from tests.models.importers.test_job import write_index
from tests.models.voice_files import save, small_voice, tensors, with_tensors

CONFIG = EngineConfig(hop_ms=60, lookahead_ms=30, context_s=0.3)
HISS = slice(60 * FRAME_SAMPLES, 75 * FRAME_SAMPLES), slice(135 * FRAME_SAMPLES, 150 * FRAME_SAMPLES)
CHANGED_AT = 96 * FRAME_SAMPLES


def _speech() -> Audio:
    """Voiced, with two unvoiced stretches, one on either side of the change."""
    sound = speechlike(190)
    for stretch in HISS:
        sound[stretch] = 0.05 * np.random.default_rng(1).standard_normal(stretch.stop - stretch.start)
    return sound


X = _speech()
CLICK = 10 ** (-50 / 20)
"""Of the peak: what may be heard up there for a moment where a formant shift has moved the edge of the band."""
CONFIG_CHANGES: list[dict[str, Any]] = [
    {"hop_ms": 100},
    {"hop_ms": 20},
    {"lookahead_ms": 100},
    {"context_s": 1.0},
    {"unvoiced": "interpolate"},
]
PARAM_CHANGES: list[dict[str, Any]] = [
    {"index_rate": 1.0},
    {"protect": 0.0},
    {"speaker": 1},
    {"formant_st": -3.0},
    {"pitch_st": 7.0},
    {"envelope_mix": 0.0},
]


@pytest.fixture(scope="module")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> FoundationLibrary:
    """A library with a narrow content encoder, for voices of v1."""
    folder = tmp_path_factory.mktemp("foundation")
    widths = EncoderWidths(convolution=16, hidden=64, filter=32, n_layers=12, projection=256)
    library = FoundationLibrary(folder / "library")
    library.add(save(folder / "pytorch_model.bin", tensors(content_encoder(widths=widths))), name="contentvec")
    return library


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    folder = tmp_path_factory.mktemp("voice")
    source = save(folder / "Some Body.pth", with_tensors(small_voice("v1-32k")))
    index = write_index(folder / "some.index", dim=256)
    return voice_of(import_voice(source, Library(folder / "library"), write_rvc_graphs, index).package)


class Pipelines:
    """One assembled pipeline for each config: streams share it."""

    def __init__(self, voice: Voice, foundation: FoundationLibrary) -> None:
        self._voice, self._foundation = voice, foundation
        self._made: dict[EngineConfig, Pipeline] = {}
        self.params = replace(params_of(voice), gate_db=OPEN_GATE_DB, index_rate=0.5)

    def under(self, config: EngineConfig) -> Pipeline:
        if config not in self._made:
            self._made[config] = assemble(config, self._voice, self._foundation)
        return self._made[config]


@pytest.fixture(scope="module")
def pipelines(voice: Voice, foundation: FoundationLibrary) -> Pipelines:
    return Pipelines(voice, foundation)


@pytest.fixture(scope="module")
def unchanged(pipelines: Pipelines) -> Audio:
    return Stream(pipelines).speak({}, {})


class Stream:
    """A crossfader fed block by block, as the worker feeds it."""

    def __init__(self, pipelines: Pipelines, config: EngineConfig = CONFIG) -> None:
        self._pipelines, self.params = pipelines, pipelines.params
        self.crossfader = Crossfader(self.running(config))
        self.heard = 0

    def running(self, config: EngineConfig) -> RunningPipeline:
        pipeline = self._pipelines.under(config)
        return RunningPipeline(pipeline, pipeline.prepare(), self.params, self._tell)

    def _tell(self, running: RunningPipeline) -> None:
        self.heard += 1

    def speak(self, config: Mapping[str, Any], params: Mapping[str, Any]) -> Audio:
        """All of X, with the change after CHANGED_AT samples."""
        out, fed, changed = [np.zeros(0, np.float32)], 0, False
        offer = self.running(with_values(CONFIG, config)) if config else None
        while fed + self.crossfader.hop_samples <= len(X):
            if fed >= CHANGED_AT and not changed:
                changed = True
                if offer is not None:
                    self.crossfader.offer(offer)
                if params:
                    self.crossfader.set_params(with_values(self.params, params))
            block = X[fed : fed + self.crossfader.hop_samples]
            fed += len(block)
            out.append(self.crossfader.process(block))
        return np.concatenate(out)


def sharpness(audio: Audio) -> Any:
    """[n_ms] the peak above 17 kHz, where a voice of 32 kHz has nothing to say."""
    taps = np.arange(-128, 129)
    edge = 2 * 17_000 / 48_000
    high = -edge * np.sinc(edge * taps) * np.blackman(len(taps))
    high[128] -= high.sum()
    sharp = np.abs(np.convolve(audio.astype(np.float64), high, "valid"))
    return sharp[: len(sharp) // 48 * 48].reshape(-1, 48).max(axis=1)


def limit(sound: Audio) -> float:
    """Of what may be heard up there in a voice that speaks `sound`."""
    return float(1.5 * sharpness(sound[9600:]).max() + CLICK * np.abs(sound).max())


@pytest.mark.parametrize(
    ("config", "params"), [(change, {}) for change in CONFIG_CHANGES] + [({}, change) for change in PARAM_CHANGES], ids=str
)
def test_a_change_acts_and_does_not_click(pipelines: Pipelines, unchanged: Audio, config: dict[str, Any], params: dict[str, Any]) -> None:
    stream = Stream(pipelines)
    changed = stream.speak(config, params)
    assert stream.heard == bool(config)
    assert np.array_equal(changed[:CHANGED_AT], unchanged[:CHANGED_AT])
    n = min(len(changed), len(unchanged))
    assert not np.array_equal(changed[CHANGED_AT:n], unchanged[CHANGED_AT:n]), "nothing has changed"
    levels = np.sqrt(np.square(changed[4800 : n // 480 * 480].reshape(-1, 480)).mean(axis=1))
    assert levels[20:].min() > 0.02 * np.median(levels), "a gap"
    sharp = sharpness(changed[9600:]).max()
    if sharp >= limit(unchanged):  # then the changed voice must have as much by itself
        other = Stream(pipelines, with_values(CONFIG, config))
        other.crossfader.set_params(with_values(other.params, params))
        assert sharp < limit(other.speak({}, {})), "a click"


def test_the_meter_of_clicks_sees_one(unchanged: Audio) -> None:
    broken = unchanged.copy()
    loudest = 9600 + int(np.abs(unchanged[9600:-4800]).argmax())
    broken[loudest : loudest + 48] = 0.0
    assert sharpness(broken[9600:]).max() > 5 * limit(unchanged)


def test_voices_of_several_kinds_and_hops_follow_each_other_without_a_click(pipelines: Pipelines) -> None:
    """An RVC voice in blocks of 60 and of 100 ms and a built-in one of 10 ms, offered every 0.3 s."""
    deeper = find_voice("deeper")
    makers = [pipelines.under(CONFIG), assemble(EngineConfig(), deeper), pipelines.under(replace(CONFIG, hop_ms=100))]

    def running(turn: int, heard: Callable[[RunningPipeline], None] = lambda _: None) -> RunningPipeline:
        params = pipelines.params if turn % 3 != 1 else replace(params_of(deeper), gate_db=OPEN_GATE_DB)
        pipeline = makers[turn % 3]
        return RunningPipeline(pipeline, pipeline.prepare(), params, heard)

    def speak(every: int, first: int = 0) -> tuple[Audio, int]:
        told: list[int] = []
        crossfader, out, fed, offers = Crossfader(running(first)), [np.zeros(0, np.float32)], 0, 0
        while fed + crossfader.hop_samples <= len(X):
            if fed // every > offers:
                offers += 1
                crossfader.offer(running(offers, lambda _: told.append(1)))
            block = X[fed : fed + crossfader.hop_samples]
            fed += len(block)
            out.append(crossfader.process(block))
            assert len(out[-1]) == crossfader.hop_samples
        return np.concatenate(out), len(told)

    swapped, n_heard = speak(14_400)
    assert n_heard >= 3
    alone = max(limit(speak(10**9, first)[0]) for first in range(3))
    assert sharpness(swapped[9600:]).max() < alone, "a click"


def test_a_voice_that_hears_with_the_same_models_goes_on_where_the_other_stands(
    voice: Voice, foundation: FoundationLibrary, pipelines: Pipelines, unchanged: Audio
) -> None:
    first = pipelines.under(CONFIG)
    successor = assemble(replace(CONFIG, unvoiced="interpolate"), voice, foundation, beside=first)
    assert successor.can_follow(first)
    assert successor.stages.pitch is first.stages.pitch, "nothing is opened twice"
    crossfader, out, fed = Stream(pipelines).crossfader, [np.zeros(0, np.float32)], 0
    heard_after: list[int] = []
    params = replace(pipelines.params, pitch_st=3.0)
    while fed + crossfader.hop_samples <= len(X):
        if fed == CHANGED_AT // crossfader.hop_samples * crossfader.hop_samples:
            crossfader.offer(RunningPipeline(successor, successor.prepare(), params, lambda _: heard_after.append(len(out))))
            offered_at = fed
        block = X[fed : fed + crossfader.hop_samples]
        fed += len(block)
        out.append(crossfader.process(block))
        assert len(out[-1]) == crossfader.hop_samples
    changed = np.concatenate(out)
    assert len(heard_after) == 1
    assert heard_after[0] * crossfader.hop_samples - offered_at <= 3 * crossfader.hop_samples, "it is there as soon as it has settled"
    assert crossfader.current.pipeline is successor
    assert [left.pipeline for left in crossfader.retired] == [first]
    assert np.array_equal(changed[:offered_at], unchanged[:offered_at])
    higher = Stream(pipelines).speak({}, {"pitch_st": 3.0})
    assert sharpness(changed[9600:]).max() < max(limit(unchanged), limit(higher)), "a click"


def test_what_hears_otherwise_shares_nothing(voice: Voice, foundation: FoundationLibrary, pipelines: Pipelines) -> None:
    first = pipelines.under(CONFIG)
    for config in (replace(CONFIG, hop_ms=100), replace(CONFIG, context_s=0.5), replace(CONFIG, denoise=True)):
        other = assemble(config, voice, foundation, beside=first)
        assert other.stages.pitch is not first.stages.pitch
        assert not other.can_follow(first)
    assert not first.can_follow(assemble(EngineConfig(), find_voice("deeper"), beside=first))
    assert not assemble(CONFIG, voice, foundation).can_follow(first), "as another copy of the same models it runs beside the first"
