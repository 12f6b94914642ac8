"""Where runs lie: one folder each, in the user's data folder."""

from __future__ import annotations

import re
from pathlib import Path

from models.places import data_dir


def runs_folder() -> Path:
    """The folder of all runs."""
    return data_dir() / "training"


def run_folder(name: str) -> Path:
    """The folder of the run that makes the voice `name`."""
    return runs_folder() / file_name(name)


def file_name(name: str) -> str:
    """`name` as a part of a file's name."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:60] or "voice"
