"""Which global keys this system has."""

from __future__ import annotations

import sys
from collections.abc import Callable

from app.hotkeys.contract import GlobalKeys, KeysUnavailable, ignore


def global_keys(pressed: Callable[[str], None], released: Callable[[str], None] = ignore) -> GlobalKeys:
    """Those of this system. Raises KeysUnavailable."""
    if sys.platform == "win32":
        from app.hotkeys.windows import WindowsKeys

        return WindowsKeys(pressed, released)
    if sys.platform.startswith("linux"):
        from app.hotkeys.x11 import X11Keys

        return X11Keys(pressed, released)
    raise KeysUnavailable("system")
