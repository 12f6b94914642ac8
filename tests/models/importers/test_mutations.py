"""Thousands of damaged files of every kind: read or refused with a code, never anything else, within bounded memory."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from engine.errors import EngineError
from engine.foreign.process import ForeignProcess
from engine.synth.rvc_foreign import ForeignGraph
from models.errors import ModelError
from models.graphs.spec import RvcSpec
from models.importers.index import read_index
from models.importers.job import import_voice
from models.importers.onnx_forms import read_onnx
from models.importers.rvc import read_rvc
from models.importers.weight_norm import Floats
from models.library import Library
from tests.models.importers.onnx_speaking import speaking_onnx
from tests.models.importers.test_job import write_index
from tests.models.mutations import mutants
from tests.models.voice_files import minimal_voice, save, voice_safetensors, with_tensors, zip_bytes

N_MUTANTS = int(os.environ.get("URVC_MUTANTS", "500"))
"""Of each kind; CONTRIBUTING.md has the long run."""
"""Of each kind of file."""
GRAPHS_A_PROCESS = 40
"""A process has a limit of memory, and keeps some for each graph that it has opened."""
MAX_BYTES = 64 << 20
TRACED_EVERY = 16

pytestmark = pytest.mark.slow


def survive(path: Path, content: bytes, read: Callable[[Path], object], entry: str = "") -> tuple[int, int]:
    """(read, refused) of N_MUTANTS mutants. Any exception but a coded one fails the test, and so does memory out of proportion."""
    path.write_bytes(content)
    read(path)  # the file that is injured is sound
    n_read = 0
    for number, mutant in enumerate(mutants(content, N_MUTANTS, seed=len(content), entry=entry)):
        path.write_bytes(mutant)
        traced = number % TRACED_EVERY < 2  # two in a row: one of each kind of injury
        if traced:
            tracemalloc.start()
        try:
            read(path)
            n_read += 1
        except ModelError as error:
            assert error.facts.get("reason"), number  # noqa: PT017 - reading a mutant is as right as refusing it
        if traced:
            assert tracemalloc.get_traced_memory()[1] < MAX_BYTES, number
            tracemalloc.stop()
    return n_read, N_MUTANTS - n_read


def voice_bytes(tmp_path: Path, legacy: bool = False) -> bytes:
    return save(tmp_path / "sound.pth", with_tensors(minimal_voice()), legacy).read_bytes()


def test_zip_checkpoints(tmp_path: Path) -> None:
    n_read, n_refused = survive(tmp_path / "x.pth", voice_bytes(tmp_path), read_rvc, entry="data.pkl")
    assert n_refused > N_MUTANTS // 2
    assert n_read > 0


def test_legacy_checkpoints(tmp_path: Path) -> None:
    _, n_refused = survive(tmp_path / "x.pth", voice_bytes(tmp_path, legacy=True), read_rvc)
    assert n_refused > N_MUTANTS // 4


def test_safetensors(tmp_path: Path) -> None:
    _, n_refused = survive(tmp_path / "x.safetensors", voice_safetensors(minimal_voice()), read_rvc)
    assert n_refused > N_MUTANTS // 4


def test_onnx_voices(tmp_path: Path) -> None:
    """What is read of a mutant is enough to open it: it speaks, or the engine has a code for why not."""
    n_opened = n_tried = 0
    codes: set[str] = set()
    processes: list[ForeignProcess] = []

    def read_and_open(path: Path) -> None:
        nonlocal n_opened, n_tried
        read_onnx(path)
        if n_tried % GRAPHS_A_PROCESS == 0 or not processes[-1].alive:
            for old in processes:
                old.close()
            processes.append(ForeignProcess(0))
        n_tried += 1
        try:
            ForeignGraph(path.read_bytes(), path.name, process=processes[-1])
            n_opened += 1
        except EngineError as error:
            codes.add(error.code)

    _, n_refused = survive(tmp_path / "x.onnx", speaking_onnx("deiteris", dim=256), read_and_open)
    assert n_refused > N_MUTANTS // 4
    assert n_opened > N_MUTANTS // 20
    processes[-1].close()
    assert codes <= {"inference.graph", "inference.runtime", "inference.voice_graph"}


def test_indexes(tmp_path: Path) -> None:
    content = write_index(tmp_path / "sound.index", dim=8).read_bytes()
    _, n_refused = survive(tmp_path / "x.index", content, lambda path: read_index(path, 8))
    assert n_refused > N_MUTANTS // 4


def one_byte_graph(spec: RvcSpec, weights: Mapping[str, Floats], folder: Path) -> Mapping[str, str]:
    """The graph builder has nothing left to fear from the file: it gets checked arrays. It is tested elsewhere and takes long."""
    assert all(np.isfinite(array).all() for array in weights.values())
    (folder / "latent.onnx").write_bytes(b"x")
    return {"latent": "latent.onnx"}


def test_archives(tmp_path: Path) -> None:
    """Whole imports; whatever happens, nothing half-made stays in the library."""
    index = write_index(tmp_path / "sound.index").read_bytes()[:2000]
    content = zip_bytes({"a/voice.pth": voice_bytes(tmp_path), "a/added_IVF4_Flat_nprobe_1_voice_v2.index": index, "b.txt": b"hello"})
    library = Library(tmp_path / "library")

    def whole_import(path: Path) -> None:
        try:
            package = import_voice(path, library, one_byte_graph).package
            library.delete(package.manifest.id)
            library.empty_trash()
        finally:
            assert [left.name for left in library.root.iterdir() if left.name != ".trash"] == []

    n_read, n_refused = survive(tmp_path / "x.zip", content, whole_import, entry="voice.pth")
    assert n_refused > N_MUTANTS // 4
    assert n_read > 0


@pytest.mark.parametrize("name", ["added_flat.index", "added_ivf_hnsw.index", "added_ivf_pq_rflat.index"])
def test_indexes_of_other_kinds(tmp_path: Path, name: str) -> None:
    content = (Path(__file__).parents[2] / "data" / "hostile" / name).read_bytes()
    n_read, n_refused = survive(tmp_path / "x.index", content, read_index)
    assert n_read > 0
    assert n_refused > N_MUTANTS // 8
