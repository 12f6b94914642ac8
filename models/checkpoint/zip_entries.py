"""A zip archive read as data: its own small reader, so that nothing in a hostile archive reaches more than these lines.

Entries are found through the central directory alone (APPNOTE.TXT 6.3 of PKWARE, sections 4.3.12, 4.3.14, 4.3.16, 4.5.3). Stored and
deflated entries; names are returned as they stand, and the caller decides what it does with them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.source import FileBytes
from models.checkpoint.zip_names import encoding_of

STORED, DEFLATED = 0, 8
_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}
_END = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_SATURATED16, _SATURATED32 = 0xFFFF, 0xFFFFFFFF
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file in the archive. `name` has "/" between its parts."""

    name: str
    method: int
    crc: int
    packed_bytes: int
    n_bytes: int
    header_offset: int
    is_folder: bool


def read_directory(source: FileBytes, limits: Limits) -> list[ZipEntry]:
    """All entries, in the order of the directory. Raises MalformedError."""
    n_entries, n_bytes, offset = _find_directory(source)
    if n_entries > limits.max_entries or n_bytes > limits.max_directory_bytes:
        raise MalformedError("too_large", f"the archive lists {n_entries} files")
    entries = list(_entries(source.read(offset, n_bytes), n_entries, limits))
    names = {entry.name for entry in entries}
    if len(names) != len(entries):
        raise MalformedError("damaged", "the archive lists a name twice")
    packed = sum(entry.packed_bytes for entry in entries)
    if packed > source.size:
        raise MalformedError("damaged", "the files in the archive overlap")
    return entries


def read_entry(source: FileBytes, entry: ZipEntry, limits: Limits) -> bytes:
    """The whole content of `entry`, checked against its checksum."""
    return b"".join(entry_chunks(source, entry, limits))


def entry_chunks(source: FileBytes, entry: ZipEntry, limits: Limits) -> Iterator[bytes]:
    """The content of `entry` in pieces; raises MalformedError before more than its declared size has been made."""
    offset = _data_offset(source, entry)
    if entry.method == STORED:
        if entry.n_bytes != entry.packed_bytes:
            raise MalformedError("damaged", f"two sizes for {entry.name!r}")
        pieces = iter((source.read(offset, entry.n_bytes),))
    elif entry.method == DEFLATED:
        _check_ratio(entry, limits)
        pieces = _inflated(source, offset, entry)
    else:
        how = _METHODS.get(entry.method, f"method {entry.method}")
        raise MalformedError("archive", f"a zip archive packed in a way that is not read ({how})")
    crc, n_bytes = 0, 0
    for piece in pieces:
        crc, n_bytes = zlib.crc32(piece, crc), n_bytes + len(piece)
        yield piece
    if n_bytes != entry.n_bytes or crc != entry.crc:
        raise MalformedError("damaged", f"the checksum of {entry.name!r} does not fit")


def _check_ratio(entry: ZipEntry, limits: Limits) -> None:
    if entry.n_bytes > limits.max_inflated_bytes:
        raise MalformedError("too_large", f"{entry.name!r} would unpack to {entry.n_bytes} bytes")
    if entry.n_bytes > _CHUNK_BYTES and entry.n_bytes > limits.max_inflate_ratio * entry.packed_bytes:
        raise MalformedError("too_large", f"{entry.name!r} would unpack to {entry.n_bytes} bytes from {entry.packed_bytes}")


def _inflated(source: FileBytes, offset: int, entry: ZipEntry) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    read, made = 0, 0
    while not engine.eof:
        packed = engine.unconsumed_tail
        if not packed:
            n_bytes = min(_CHUNK_BYTES, entry.packed_bytes - read)
            packed = source.read(offset + read, n_bytes)
            read += n_bytes
        try:
            piece = engine.decompress(packed, _CHUNK_BYTES)
        except zlib.error as error:
            raise MalformedError("damaged", f"{entry.name!r} cannot be unpacked ({error})") from None
        made += len(piece)
        if made > entry.n_bytes or (not piece and not packed):
            raise MalformedError("damaged", f"{entry.name!r} unpacks to another size than it says")
        yield piece


def _data_offset(source: FileBytes, entry: ZipEntry) -> int:
    header = _LOCAL.unpack(source.read(entry.header_offset, _LOCAL.size))
    if header[0] != b"PK\x03\x04":
        raise MalformedError("damaged", f"no file header at {entry.header_offset}")
    if header[2] & 1:
        raise MalformedError("encrypted", f"{entry.name!r} is encrypted")
    return entry.header_offset + _LOCAL.size + int(header[9]) + int(header[10])


def _find_directory(source: FileBytes) -> tuple[int, int, int]:
    """(number of entries, bytes, offset) of the central directory."""
    n_tail = min(source.size, _END.size + _SATURATED16)
    tail_offset = source.size - n_tail
    tail = source.read(tail_offset, n_tail)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise MalformedError("damaged", "the end of the archive is missing")
    _, disk, directory_disk, _, n_entries, n_bytes, offset, _ = _END.unpack_from(tail, at)
    if disk != directory_disk:
        raise MalformedError("archive", "one part of a zip archive of several")
    if n_entries == _SATURATED16 or _SATURATED32 in (n_bytes, offset):
        return _find_directory64(source, tail_offset + at)
    return n_entries, n_bytes, offset


def _find_directory64(source: FileBytes, end_offset: int) -> tuple[int, int, int]:
    mark, _, at, _ = _END64_LOCATOR.unpack(source.read(end_offset - _END64_LOCATOR.size, _END64_LOCATOR.size))
    if mark != b"PK\x06\x07":
        raise MalformedError("damaged", "the 64-bit end of the archive is missing")
    record = _END64.unpack(source.read(at, _END64.size))
    if record[0] != b"PK\x06\x06":
        raise MalformedError("damaged", "the 64-bit end of the archive is missing")
    return int(record[7]), int(record[8]), int(record[9])


def _entries(directory: bytes, n_entries: int, limits: Limits) -> Iterator[ZipEntry]:
    at = 0
    found: list[tuple[bytes, bool, tuple[int, int, int, int, int]]] = []
    for _ in range(n_entries):
        if at + _CENTRAL.size > len(directory):
            raise MalformedError("damaged", "the archive's list of files is cut short")
        record = _CENTRAL.unpack_from(directory, at)
        n_name, n_extra, n_comment = record[10], record[11], record[12]
        if record[0] != b"PK\x01\x02" or n_name > limits.max_name_bytes:
            raise MalformedError("damaged", "the archive's list of files is broken")
        at += _CENTRAL.size
        raw_name, extra = directory[at : at + n_name], directory[at + n_name : at + n_name + n_extra]
        at += n_name + n_extra + n_comment
        if at > len(directory):
            raise MalformedError("damaged", "the archive's list of files is cut short")
        n_bytes, packed, header = _sizes64(extra, record[9], record[8], record[16])
        raw_name = _unicode_name(extra, raw_name)
        found.append((raw_name, bool(record[3] & 0x800), (record[4], record[7], packed, n_bytes, header)))
    encoding = encoding_of([raw for raw, utf8, _ in found if not utf8 and not _is_utf8(raw)])
    for raw, utf8, numbers in found:
        name = _decoded(raw, utf8, encoding)
        yield ZipEntry(name, *numbers, name.endswith("/"))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, utf8: bool, encoding: str) -> str:
    """Archives made on Windows and macOS often hold UTF-8 without the flag that says so."""
    if not _is_utf8(raw) and utf8:
        raise MalformedError("damaged", "a name in the archive is not UTF-8")
    text = raw.decode("utf-8" if _is_utf8(raw) else encoding)
    if "\0" in text:
        raise MalformedError("damaged", "a name in the archive holds a zero byte")
    return text.replace("\\", "/")


def _unicode_name(extra: bytes, raw: bytes) -> bytes:
    """The name in UTF-8 that Info-ZIP's extra field gives for `raw` (APPNOTE 4.6.9), where it belongs to it; else `raw`."""
    for kind, field in _fields(extra):
        if kind == 0x7075 and len(field) > 5 and field[0] == 1 and field[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return field[5:] if _is_utf8(field[5:]) else raw
    return raw


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, n_field = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + n_field]
        at += 4 + n_field


def _sizes64(extra: bytes, n_bytes: int, packed: int, header: int) -> tuple[int, int, int]:
    """Replaces saturated 32-bit fields by those of the ZIP64 extra field."""
    values = [n_bytes, packed, header]
    if _SATURATED32 not in values:
        return n_bytes, packed, header
    for kind, field in _fields(extra):
        if kind == 1:
            wide = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            values = [next(wide, value) if value == _SATURATED32 else value for value in values]
            break
    return values[0], values[1], values[2]
