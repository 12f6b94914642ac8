"""What loading leaves over goes back to the system, and nothing is lost by it."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

from engine.runtime.memory import release_memory

SIZE = 8_000_000


def in_memory(path: Path) -> int:
    """Bytes of the mapped file that this process holds."""
    total, here = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if "-" in line.split()[0] and not line.split()[0].endswith(":"):
            here = line.endswith(str(path))
        elif here and line.startswith("Rss:"):
            total += 1000 * int(line.split()[1])
    return total


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("folder", "kept"), [("compiled", False), ("elsewhere", True)])
def test_only_pages_of_compiled_models_are_returned_and_can_be_read_again(
    folder: str, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    path = tmp_path / folder / "a b.blob"
    path.parent.mkdir()
    path.write_bytes(b"\x07" * SIZE)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[::4096]) == 7 * -(-SIZE // 4096)
        assert in_memory(path) > SIZE // 2
        release_memory()
        assert (in_memory(path) > SIZE // 2) == kept
        assert sum(mapped[::4096]) == 7 * -(-SIZE // 4096)
