"""Names in archives of Windows machines in Japan, Korea, China and Europe."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from models.checkpoint.limits import DEFAULT_LIMITS
from models.checkpoint.source import FileBytes
from models.checkpoint.zip_entries import read_directory
from models.checkpoint.zip_names import encoding_of

NAMES = (
    ("cp932", ["初音ミク/初音ミク.pth", "added_IVF256_Flat_初音ミク.index"]),
    ("cp932", ["ずんだもん.pth"]),
    ("cp932", ["琴葉茜.pth"]),
    ("cp932", ["テスト表示.pth"]),
    ("cp949", ["아이유.pth"]),
    ("cp949", ["목소리 모델/여자.pth", "목소리 모델/여자.index"]),
    ("gbk", ["测试模型.pth"]),
    ("gbk", ["周杰伦/周杰伦.pth", "周杰伦/说明.txt"]),
    ("cp437", ["José Müller.pth"]),
    ("cp437", ["Größe/öl.pth"]),
    ("cp437", ["Ægir å.pth"]),
    ("cp1252", ["José Müller/à la française.pth"]),
)


@pytest.mark.parametrize(("encoding", "names"), NAMES)
def test_the_encoding_is_seen_from_the_names(encoding: str, names: list[str]) -> None:
    raw = [name.encode(encoding) for name in names]
    assert [one.decode(encoding_of(raw)) for one in raw] == names


@pytest.mark.parametrize("encoding", ["cp932", "cp949"])
def test_the_archives_that_people_have(encoding: str) -> None:
    path = Path(__file__).parents[2] / "data" / "hostile" / f"{encoding}.zip"
    with zipfile.ZipFile(path) as archive:
        wanted = [info.orig_filename.encode("cp437").decode(encoding) for info in archive.infolist()]
    with FileBytes(path, DEFAULT_LIMITS) as source:
        assert [entry.name for entry in read_directory(source, DEFAULT_LIMITS)] == wanted


def test_the_name_in_the_extra_field_wins(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("x.pth")
    field = b"\x01" + struct.pack("<I", zlib.crc32(b"x.pth")) + "目.pth".encode()
    info.extra = struct.pack("<2H", 0x7075, len(field)) + field
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(info, b"1")
    with FileBytes(tmp_path / "x.zip", DEFAULT_LIMITS) as source:
        assert [entry.name for entry in read_directory(source, DEFAULT_LIMITS)] == ["目.pth"]
