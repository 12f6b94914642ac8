"""Seeded damage: flipped, lost, inserted, repeated and emptied bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

import numpy as np


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """`content` with one to four injuries; half of them near the ends, where the containers keep their structure."""
    data = bytearray(content)
    for _ in range(int(rng.integers(1, 5))):
        if data:
            _injure(data, rng)
    return bytes(data)


def _injure(data: bytearray, rng: np.random.Generator) -> None:
    at = _position(len(data), rng)
    length = int(rng.integers(1, 17))
    match int(rng.integers(0, 8)):
        case 0 | 1 | 2:
            data[at] ^= 1 << int(rng.integers(0, 8))
        case 3:
            data[at : at + length] = rng.bytes(min(length, len(data) - at))
        case 4:
            data[at:at] = rng.bytes(length)
        case 5:
            del data[at : at + length]
        case 6:
            data[at : at + length] = bytes([int(rng.choice([0, 0x7F, 0x80, 0xFF]))]) * min(length, len(data) - at)
        case _:
            if rng.integers(0, 4) == 0:
                del data[at:]
            else:
                data[at:at] = data[max(0, at - 64) : at]


def _position(n_bytes: int, rng: np.random.Generator) -> int:
    near = min(n_bytes, 2048)
    match int(rng.integers(0, 4)):
        case 0:
            return int(rng.integers(0, near))
        case 1:
            return n_bytes - 1 - int(rng.integers(0, near))
        case _:
            return int(rng.integers(0, n_bytes))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def mutants(content: bytes, count: int, seed: int, entry: str = "") -> Iterator[bytes]:
    """`count` mutants; with `entry`, every second one is injured inside the zip's entry that ends so, with right checksums."""
    files: dict[str, bytes] = {}
    if entry:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            files = {info.filename: source.read(info) for info in source.infolist()}
    inner = next((name for name in files if name.endswith(entry)), "")
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        if inner and number % 2:
            yield _zipped({**files, inner: mutated(files[inner], rng)})
        else:
            yield mutated(content, rng)
