"""Where this user's voices and models lie."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_DIR_VARIABLE = "URVC_DATA_DIR"


def data_dir() -> Path:
    """The folder of everything that the program keeps for the user; the environment variable URVC_DATA_DIR moves it."""
    moved = os.environ.get(DATA_DIR_VARIABLE, "")
    return Path(moved).expanduser().absolute() if moved else Path(platformdirs.user_data_dir("urvc", appauthor=False))
