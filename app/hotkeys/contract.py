"""What every system's global keys do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class KeysUnavailable(Exception):
    """This system has no global keys for programs; the argument is a code: `wayland`, `no_display`, `system`."""


class GlobalKeys(Protocol):
    """Made with a callback, which is called with the name of what was pressed, on a thread of its own."""

    def bind(self, combos: Mapping[str, str]) -> list[str]:
        """Takes the place of what was bound before. `combos`: name -> portable text. Returns the names that could not be had: taken by
        another program, or no key of this keyboard. Blocks for some milliseconds."""
        ...

    def close(self) -> None:
        """Lets every key go and ends the thread."""
        ...
