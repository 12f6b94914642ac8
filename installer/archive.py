"""Archives whose bytes depend on what is in them and nothing else: sorted, dated by the commit, owned by root."""

from __future__ import annotations

import hashlib
import io
import lzma
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

AR_MAGIC = b"!<arch>\n"
XZ_FILTERS = ({"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 26})
"""Calls in x86 code written as absolute addresses, which repeat; every xz and dpkg undoes it."""


def tar_of(tree: Path, prefix: str, moment_s: int, left_out: Sequence[str] = ()) -> bytes:
    """The folder `tree` as an uncompressed tar; `prefix` stands before every name."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in (tree, *sorted(tree.rglob("*"))):
            if path.relative_to(tree).parts[:1] and path.relative_to(tree).parts[0] in left_out:
                continue
            _add(tar, path, f"{prefix}/{path.relative_to(tree).as_posix()}".removesuffix("/.") if path != tree else prefix, moment_s)
    return out.getvalue()


def _add(tar: tarfile.TarFile, path: Path, name: str, moment_s: int) -> None:
    entry = tar.gettarinfo(str(path), arcname=name)
    entry.type = tarfile.REGTYPE if path.is_file() and not path.is_symlink() else entry.type
    entry.linkname = entry.linkname if path.is_symlink() else ""
    entry.size = path.stat().st_size if entry.isreg() else 0
    entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = moment_s, 0, 0, "root", "root"
    entry.mode = 0o777 if entry.issym() else 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    if entry.isreg():
        with path.open("rb") as file:
            tar.addfile(entry, file)
    else:
        tar.addfile(entry)


def xz(data: bytes) -> bytes:
    """Compressed; in one stream, so that the number of cores does not show."""
    return lzma.compress(data, filters=XZ_FILTERS)


def ar_of(members: Sequence[tuple[str, bytes]], moment_s: int) -> bytes:
    """A Debian package is such an archive."""
    parts = [AR_MAGIC]
    for name, data in members:
        parts.append(f"{name:<16}{moment_s:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode())
        parts.append(data + b"\n" * (len(data) % 2))
    return b"".join(parts)


def files_of(tree: Path) -> Iterator[Path]:
    """Every file, in order."""
    yield from (path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink())


def n_bytes(tree: Path) -> int:
    """Of all files."""
    return sum(path.stat().st_size for path in files_of(tree))


def sha256(path: Path) -> str:
    """Of one file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
