"""A full-size RVC voice with everything that it needs, in a library of its own: what the benchmarks speak with.

    python -m bench.setup_full_size [--folder FOLDER]

Random networks of the true shapes (bench/full_size.py) are written as the files that people have and go through the product's own import:
an RVC v2 voice of 48 kHz with an index of 50,000 vectors, ContentVec and RMVPE. That takes half a minute and 1.2 GB once; afterwards the
same folder is used again, until the code that makes the graphs changes.

`environment` leads the program there: `{**os.environ, **full.environment}`. Needs torch to write the files, nothing else does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.full_size import save_content_encoder, save_index, save_rmvpe, save_voice
from bench.programs import environment, warn_if_busy
from engine.inference.profile import read_profile
from models.foundation import FoundationLibrary
from models.foundation.catalogue import CONTENTVEC, RMVPE
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.places import DATA_DIR_VARIABLE
from models.voice import Voice
from models.voices import find_voice, user_library

FAMILY = "v2-48k"
VOICE_NAME = "Full size"
INDEX_VECTORS = 50_000
DOUBTFUL = "calibrated-while-busy"
UNUSED_S = 3 * 3600.0
_MADE_BY = ("bench/full_size.py", "models/graphs/*.py", "models/importers/*.py", "models/foundation/*.py", "models/package.py")
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class FullSize:
    """The voice as the engine knows it, the library with its encoder and RMVPE, and the data folder that holds both."""

    voice: Voice
    foundation: FoundationLibrary
    data_dir: Path
    index_vectors: int = INDEX_VECTORS

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a program of ours find them (`urvc --voice "Full size"`)."""
        return {DATA_DIR_VARIABLE: str(self.data_dir)}


def default_folder() -> Path:
    """Where the full-size files are kept unless somebody says otherwise."""
    return Path(tempfile.gettempdir()) / "urvc-bench"


def full_size_setup(folder: Path | None = None) -> FullSize:
    """The full-size voice in `folder` (None: `default_folder()`), made now if it is not there. Raises OSError, ModelError."""
    folder = (folder or default_folder()).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    data_dir = folder / f"full-size-{_fingerprint()}"
    if not data_dir.is_dir():
        _clear_away(folder)
        _make(data_dir)
    os.utime(data_dir)
    return FullSize(find_voice(VOICE_NAME, data_dir / "voices"), FoundationLibrary(data_dir / "foundation"), data_dir)


def calibrate(full: FullSize, again: bool = False) -> None:
    """`urvc calibrate` with this voice, where that has not been done on this machine (or `again`): what a person's first `urvc live` does.

    What was found on a busy machine is not trusted the next time. Raises subprocess.CalledProcessError.
    """
    doubtful = full.data_dir / DOUBTFUL
    with environment(full.environment):
        if not (again or doubtful.exists() or read_profile() is None):
            return
        doubtful.touch()
        quiet = not warn_if_busy()
        command = [sys.executable, "-m", "app", "calibrate", "--voice", full.voice.id, "--json"]
        with Console(stderr=True).status("calibrating for the full-size voice, once"):
            subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)
        if quiet:
            doubtful.unlink()


def _fingerprint() -> str:
    """Changes with the code that makes the files: graphs of yesterday's builders must not be measured as today's."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _MADE_BY for path in _ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _clear_away(folder: Path) -> None:
    """Earlier ones that nobody has used for some hours."""
    for old in folder.glob("full-size-*"):
        if time.time() - old.stat().st_mtime > UNUSED_S:
            shutil.rmtree(old, ignore_errors=True)


def _make(data_dir: Path) -> None:
    """Fills `data_dir`, which appears only when it is complete: two benchmarks that start together do not disturb each other."""
    workspace = Path(tempfile.mkdtemp(prefix="making-", dir=data_dir.parent))
    try:
        files, made = workspace / "files", workspace / "data"
        steps = _steps(files, made)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("full-size voice, once", total=len(steps))
            for doing, step in steps:
                progress.update(task, description=f"full-size voice, once: {doing}")
                step()
                progress.advance(task)
        if not data_dir.is_dir():
            made.rename(data_dir)
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _steps(files: Path, made: Path) -> list[tuple[str, Callable[[], object]]]:
    voice, encoder, rmvpe = files / f"rvc_{FAMILY}.pth", files / "contentvec" / "pytorch_model.bin", files / "rmvpe.pt"
    index = files / "added_IVF1282_Flat_nprobe_1_random_v2.index"
    library, foundation = user_library(made / "voices"), FoundationLibrary(made / "foundation")
    return [
        ("writing the voice", lambda: save_voice(voice, FAMILY)),
        ("writing the index", lambda: save_index(index, INDEX_VECTORS)),
        ("importing the voice", lambda: import_voice(voice, library, write_rvc_graphs, index, VOICE_NAME)),
        ("writing the content encoder", lambda: save_content_encoder(encoder)),
        ("importing the content encoder", lambda: foundation.add(encoder, name=CONTENTVEC)),
        ("writing RMVPE", lambda: save_rmvpe(rmvpe)),
        ("importing RMVPE", lambda: foundation.add(rmvpe, name=RMVPE)),
    ]


def main() -> None:
    """Makes it and says where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where to keep it (default: in the system's temporary folder)")
    full = full_size_setup(parser.parse_args().folder)
    sys.stdout.write(f"{DATA_DIR_VARIABLE}={full.data_dir}\n")


if __name__ == "__main__":
    main()
