"""Tests draw no window on anybody's screen, unless they start a display of their own for a child process, and keep nothing in the user's
folders."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "URVC_DATA_DIR" not in os.environ:
    os.environ["URVC_DATA_DIR"] = tempfile.mkdtemp(prefix="urvc-tests-")
    atexit.register(shutil.rmtree, os.environ["URVC_DATA_DIR"], ignore_errors=True)
