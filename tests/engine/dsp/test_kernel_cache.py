"""Machine code that cannot be kept is made again: a full disk, a folder that is read only, a file that was cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULE = """
import numpy as np
from engine.dsp.kernel import kernel

@kernel
def doubled(x):
    return 2.0 * x
"""
FULL = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
CALL = "import some_kernel; assert some_kernel.doubled(1.5) == 3.0"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of the size of files are a matter of POSIX")


def run(folder: Path, code: str) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": f"{ROOT}:{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    (folder / "some_kernel.py").write_text(MODULE, encoding="utf-8")
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache").rglob("*.nb[ic]"))


def test_a_full_disk(tmp_path: Path) -> None:
    run(tmp_path, f"{FULL}\n{CALL}")
    assert not [path for path in kept(tmp_path) if path.stat().st_size]
    run(tmp_path, CALL)
    assert kept(tmp_path)


def test_files_that_were_cut_off(tmp_path: Path) -> None:
    run(tmp_path, CALL)
    for path in kept(tmp_path):
        path.write_bytes(path.read_bytes()[:40])
    run(tmp_path, CALL)
    for path in kept(tmp_path):
        path.write_bytes(b"")
    run(tmp_path, CALL)


def test_nowhere_to_keep_it(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no folder")
    run(tmp_path, CALL)
