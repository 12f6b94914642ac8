"""Tests draw no window on anybody's screen, unless they start a display of their own for a child process."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
