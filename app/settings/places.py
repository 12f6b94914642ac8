"""Where this user's settings lie."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

CONFIG_DIR_VARIABLE = "URVC_CONFIG_DIR"
FILE_NAME = "settings.json"


def config_dir() -> Path:
    """The folder of the settings; the environment variable URVC_CONFIG_DIR moves it."""
    moved = os.environ.get(CONFIG_DIR_VARIABLE, "")
    return Path(moved).expanduser().absolute() if moved else Path(platformdirs.user_config_dir("urvc", appauthor=False))
