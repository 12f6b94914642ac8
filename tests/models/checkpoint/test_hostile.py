"""Files that want to do harm: nothing in them runs, and what they cost stays small."""

from __future__ import annotations

import builtins
import operator
import os
import pickle
import struct
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.checkpoint import Checkpoint, ForeignObject, read_checkpoint
from models.errors import BadVoiceFile
from tests.models.voice_files import legacy_with_pickle, safetensors_bytes, save, torch_zip_with_pickle

MAX_BYTES = 300 << 20


class Calls:
    """Pickles as a call of `function` with `args`."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.function, self.args = function, args

    def __reduce__(self) -> tuple[Any, ...]:
        return self.function, self.args


def reason_of(path: Path) -> str:
    with pytest.raises(BadVoiceFile) as caught:
        read_checkpoint(path)
    return str(caught.value.facts["reason"])


def read_or_refuse(path: Path) -> Checkpoint | None:
    """The content, or None where the file is refused; anything else that is raised fails the test."""
    try:
        return read_checkpoint(path)
    except BadVoiceFile:
        return None


def attacks(canary: Path) -> dict[str, Any]:
    line = f"open({str(canary)!r}, 'w').close()"
    return {
        "os.system": Calls(os.system, f"touch {canary}"),
        "eval": Calls(eval, line),
        "exec": Calls(exec, line),
        "open": Calls(open, str(canary), "w"),
        "path": Calls(Path.touch, canary),
        "import": Calls(__import__, "antigravity"),
        "getattr": Calls(getattr, Calls(__import__, "os"), "system"),
        "attrgetter": Calls(operator.attrgetter("system"), os),
        "inside": {"weight": [1, (Calls(os.system, f"touch {canary}"),)]},
    }


@pytest.mark.parametrize("name", list(attacks(Path("x"))))
@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("container", [torch_zip_with_pickle, legacy_with_pickle])
def test_nothing_that_a_pickle_calls_is_called(tmp_path: Path, name: str, protocol: int, container: Callable[[bytes], bytes]) -> None:
    canary = tmp_path / "canary"
    try:
        data = pickle.dumps({"weight": attacks(canary)[name]}, protocol)
    except (TypeError, pickle.PicklingError):
        pytest.skip("Python itself cannot pickle this at this protocol")
    path = tmp_path / "x.pth"
    path.write_bytes(container(data))
    content: Any = read_checkpoint(path)
    assert isinstance(content["weight"], (ForeignObject, dict))
    assert not canary.exists()
    assert "antigravity" not in sys.modules


def test_the_attack_itself_works(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    canary = tmp_path / "canary"
    pickle.loads(pickle.dumps(attacks(canary)["os.system"]))
    assert canary.exists()


GLOBAL_EVAL = b"cbuiltins\neval\n"


@pytest.mark.parametrize(
    "program",
    [
        b"\x80\x02}X\x01\x00\x00\x00a" + GLOBAL_EVAL + b"X\x08\x00\x00\x00__dict__\x86R" + b"s.",
        b"(X\x03\x00\x00\x001+1ibuiltins\neval\n.",
        b"(" + GLOBAL_EVAL + b"X\x03\x00\x00\x001+1o.",
        b"\x80\x04\x8c\x08builtins\x94\x8c\x04eval\x94\x93\x8c\x031+1\x85R.",
        b"\x80\x02" + GLOBAL_EVAL + b"X\x03\x00\x00\x001+1\x85\x81.",
        b"\x80\x02" + GLOBAL_EVAL + b")}\x92.",
        b"\x80\x02cantigravity\nx\n.",
        b"\x80\x02\x82\x01.",
        b"\x80\x02K\x01K\x02\x85R.",
        b"\x80\x02]K\x01\x85R.",
        b"\x80\x02N}X\x01\x00\x00\x00aK\x01sb.",
        b"\x80\x02ctorch.storage\n_load_from_bytes\nC\x04abcd\x85R.",
        b"\x80\x02cbuiltins\ngetattr\nccollections\nOrderedDict\nX\x09\x00\x00\x00__class__\x86R.",
        b"Pos.system\n.",
    ],
)
def test_raw_instructions_are_refused_or_inert(tmp_path: Path, program: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def alarm(*args: Any, **keywords: Any) -> Any:
        raise AssertionError("something ran")

    path = tmp_path / "x.pth"
    path.write_bytes(torch_zip_with_pickle(program))
    for name in ("eval", "exec"):
        monkeypatch.setattr(builtins, name, alarm)
    content = read_or_refuse(path)
    monkeypatch.undo()
    assert content is None or isinstance(content["a"], ForeignObject)
    assert "antigravity" not in sys.modules


def billion_laughs() -> bytes:
    """Lists of lists of lists by reference: small in memory, endless to walk; then copies of it by constructor."""
    program = b"\x80\x02]q\x00"
    for depth in range(60):
        program += b"](" + b"h" + bytes([depth]) + b"h" + bytes([depth]) + b"eq" + bytes([depth + 1])
    return b"\x80\x02}X\x01\x00\x00\x00a" + program[2:] + b"s."


def copying() -> bytes:
    """A list of 1000 items, copied 200,000 times by `set`."""
    items = b"](" + b"".join(b"M" + struct.pack("<H", n) for n in range(1000)) + b"eq\x01"
    return b"\x80\x02cbuiltins\nset\nq\x000" + items + b"0" + b"h\x00h\x01\x85R0" * 200_000 + b"}."


def deep_key() -> bytes:
    """Tuples of tuples as a key: their hash takes 2^100 steps."""
    return b"\x80\x02)" + b"2\x86" * 100 + b"q\x000}h\x00Ns."


def deep_list(depth: int = 300_000) -> bytes:
    return b"\x80\x02}X\x01\x00\x00\x00a" + b"]" * depth + b"a" * (depth - 1) + b"s."


def deep_marks() -> bytes:
    return b"\x80\x02" + b"(" * 500_000 + b"."


def endless_memo() -> bytes:
    return b"\x80\x04}" + b"\x94" * 3_000_000 + b"."


def huge_strings() -> bytes:
    return b"\x80\x04\x8d" + struct.pack("<Q", 1 << 60) + b"abc."


def huge_long() -> bytes:
    return b"\x80\x02\x8b" + struct.pack("<i", 1 << 30) + b"abc."


SLOW = [pytest.param(program, marks=pytest.mark.slow) for program in (deep_list, endless_memo)]


@pytest.mark.parametrize("program", [billion_laughs, copying, deep_key, deep_marks, huge_strings, huge_long, *SLOW])
def test_a_pickle_costs_little_whatever_it_says(tmp_path: Path, program: Callable[[], bytes]) -> None:
    path = tmp_path / "x.pth"
    path.write_bytes(torch_zip_with_pickle(program()))
    tracemalloc.start()
    read_or_refuse(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MAX_BYTES


def tensor_program(offset: int, size: tuple[int, ...], stride: tuple[int, ...], n_items: int = 4, repeat: int = 1) -> bytes:
    """A pickle with `repeat` tensors on the storage "0" of 4 floats, written by hand."""

    def number(value: int) -> bytes:
        return b"\x8a\x08" + struct.pack("<q", value)

    def numbers(values: tuple[int, ...]) -> bytes:
        return b"(" + b"".join(number(value) for value in values) + b"t"

    storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu" + number(n_items) + b"tQ"
    call = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + number(offset) + numbers(size) + numbers(stride) + b"\x89)tR"
    return b"\x80\x02}X\x01\x00\x00\x00a](" + call * repeat + b"es."


def write_tensor(path: Path, *args: Any, **keywords: Any) -> Path:
    path.write_bytes(torch_zip_with_pickle(tensor_program(*args, **keywords), {"0": np.arange(4, dtype=np.float32).tobytes()}))
    return path


def test_the_tensor_written_by_hand_is_read(tmp_path: Path) -> None:
    content: Any = read_checkpoint(write_tensor(tmp_path / "x.pth", 1, (3,), (1,)))
    np.testing.assert_array_equal(content["a"][0], [1, 2, 3])


@pytest.mark.parametrize(
    ("offset", "size", "stride", "n_items", "reason"),
    [
        (0, (5,), (1,), 4, "damaged"),
        (2, (3,), (1,), 4, "damaged"),
        (-1, (2,), (1,), 4, "damaged"),
        (0, (-2,), (1,), 4, "damaged"),
        (0, (2,), (-1,), 4, "damaged"),
        (0, (2, 2), (3, 1), 4, "damaged"),
        (0, (1 << 62, 1 << 62), (0, 0), 4, "damaged"),
        (0, (1 << 30,), (0,), 4, "too_large"),
        (0, (0, 1 << 62), (1, 1), 4, "damaged"),
        (0, (2,), (1, 1), 4, "damaged"),
        (0, (1,) * 9, (1,) * 9, 4, "damaged"),
        (0, (5,), (1,), 5, "damaged"),
        (0, (3,), (1,), 3, "damaged"),
        (0, (1,), (1,), 1 << 61, "damaged"),
    ],
)
def test_a_tensor_beyond_its_storage(
    tmp_path: Path, offset: int, size: tuple[int, ...], stride: tuple[int, ...], n_items: int, reason: str
) -> None:
    assert reason_of(write_tensor(tmp_path / "x.pth", offset, size, stride, n_items)) == reason


def test_a_small_storage_handed_out_a_thousand_times(tmp_path: Path) -> None:
    path = tmp_path / "x.pth"
    storage = np.zeros(1 << 18, np.float32).tobytes()
    program = tensor_program(0, (1 << 9, 1 << 9), (1, 1 << 9), 1 << 18, repeat=1000)  # transposed, so that each would be a copy
    path.write_bytes(torch_zip_with_pickle(program, {"0": storage}))
    assert reason_of(path) == "too_large"


def test_a_bomb_in_a_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "x.pth"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a/data.pkl", tensor_program(0, (3,), (1,), 1 << 24))
        archive.writestr("a/data/0", bytes(1 << 26))
    tracemalloc.start()
    assert reason_of(path) == "too_large"
    assert tracemalloc.get_traced_memory()[1] < MAX_BYTES
    tracemalloc.stop()


def test_an_entry_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    path = save(tmp_path / "x.pth", {"a": 1})
    packed = zlib.compress(bytes(10 << 20), 9)[2:-4]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/data.pkl", bytes(10 << 20))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    assert len(packed) < 20_000
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(content)
    assert reason_of(path) == "damaged"


def test_names_that_are_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.pth"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/data.pkl", pickle.dumps({"a": 1}, 2))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a/data.pkl", pickle.dumps({"a": 2}, 2))
    assert reason_of(path) == "damaged"


def test_a_changed_byte_of_a_weight_is_noticed(tmp_path: Path) -> None:
    path = write_tensor(tmp_path / "x.pth", 0, (4,), (1,))
    content = bytearray(path.read_bytes())
    at = content.find(np.arange(4, dtype=np.float32).tobytes())
    content[at + 9] ^= 1
    path.write_bytes(content)
    assert reason_of(path) == "damaged"


def test_an_encrypted_archive(tmp_path: Path) -> None:
    path = save(tmp_path / "x.pth", {"a": 1})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    path.write_bytes(content)
    assert reason_of(path) == "encrypted"


HEADER = struct.Struct("<Q")


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}',
        b'{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[' + b"1," * 5000 + b'1],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[' + b"9" * 5000 + b'],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}',
        b'{"__metadata__":{"a":1}}',
        b'{"a":7}',
        b"\xff\xfe{",
    ],
)
def test_hostile_safetensors(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(HEADER.pack(len(header)) + header + bytes(4))
    assert reason_of(path) in ("damaged", "unsupported", "not_a_checkpoint")


def test_a_safetensors_header_of_any_length(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(HEADER.pack(1 << 62) + safetensors_bytes({"a": np.zeros(1, np.float32)})[8:])
    assert reason_of(path) == "too_large"


@pytest.mark.parametrize("content", [b"", b"P", b"PK", b"PK\x05\x06", b"\x80\x02", b"hello world, I am a text", bytes(100)])
def test_no_checkpoint_at_all(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pth"
    path.write_bytes(content)
    assert reason_of(path) in ("damaged", "not_a_checkpoint", "empty")
