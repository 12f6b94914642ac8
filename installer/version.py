"""The program's version, which stands in pyproject.toml and nowhere else, and the moment of the commit that is packed."""

from __future__ import annotations

import datetime
import os
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def version() -> str:
    """As in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def moment_s() -> int:
    """Seconds since 1970 that every file of a package is dated with: SOURCE_DATE_EPOCH, else the commit's."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if said.isdecimal():
        return int(said)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(ended.stdout) if ended.returncode == 0 and ended.stdout.strip().isdecimal() else 0


def day() -> str:
    """The same as a day."""
    return datetime.datetime.fromtimestamp(moment_s(), datetime.UTC).date().isoformat()
