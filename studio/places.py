"""Where the studio keeps what it makes."""

from __future__ import annotations

import os
import re
from collections.abc import Container
from pathlib import Path

import platformdirs

from models.names import free_path
from models.places import DATA_DIR_VARIABLE, data_dir

UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
LONGEST_NAME = 80


def projects_folder() -> Path:
    """Of all projects: in the user's music, or with the program's own data where that has been moved."""
    if os.environ.get(DATA_DIR_VARIABLE, ""):
        return data_dir() / "studio" / "projects"
    return Path(platformdirs.user_music_dir()) / "URVC Studio"


def library_file() -> Path:
    """The table of all projects."""
    return data_dir() / "studio" / "library.sqlite"


def file_name(text: str) -> str:
    """`text` as a name that every system takes."""
    return " ".join(UNFIT.sub(" ", text).split()).strip(" .")[:LONGEST_NAME].strip(" .") or "untitled"


def free_folder(path: Path, taken: Container[str] = ()) -> Path:
    """`path`, or the first of "name (2)", "name (3)" ... that neither is there nor `taken`."""
    return free_path(path, lambda free: free.exists() or str(free) in taken, ending="")
