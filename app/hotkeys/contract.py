"""What every system's global keys do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol


class KeysUnavailable(Exception):
    """This system has no global keys for programs; the argument is a code: `wayland`, `no_display`, `system`."""


Refused = Literal["taken", "twice", "no_key", "system"]
"""Why a key cannot be had: another program has it; two actions would; this keyboard has no such key; the system did not answer."""


def ignore(name: str) -> None:
    """For those who need not know when a key is let go."""


class GlobalKeys(Protocol):
    """Made with two callbacks, which are called with the name of what was pressed, and let go, on a thread of its own."""

    def bind(self, combos: Mapping[str, str]) -> dict[str, Refused]:
        """Takes the place of what was bound before. `combos`: name -> portable text. Returns the names that could not be had, with the
        reason. Blocks for some milliseconds."""
        ...

    def close(self) -> None:
        """Lets every key go and ends the thread."""
        ...
