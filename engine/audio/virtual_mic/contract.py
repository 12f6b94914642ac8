"""The virtual microphone: what other programs choose as their microphone, and where the voice is played for them to hear it.

One interface, one file a system: Linux makes its own (linux.py); on Windows and macOS a cable that the user has installed is found by its
names (windows.py, macos.py, matching in cables.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class VirtualMicrophone:
    """`name` is what other programs show in their lists of microphones, `input_id` its `Device.id`; `output_id` is the `Device.id` that
    the voice is played into. `product` says whose it is; `made` whether this program made it and will remove it."""

    name: str
    input_id: str
    output_id: str
    product: str
    made: bool


@dataclass(frozen=True, slots=True)
class Product:
    """A virtual cable that people install. `pattern` matches the device names, cut at 31 characters as MME does; its groups name the
    line, for products that have several. `listen_first` is how the listening end begins, of several that a product shows."""

    name: str
    maker: str
    link: str
    pattern: str
    listen_first: str = ""


class VirtualMicrophones(Protocol):
    """The virtual microphone of one system. Any thread, one at a time."""

    def ensure(self) -> VirtualMicrophone:
        """The microphone, made where the system allows it, found otherwise; asking again gives the same one while it is there.

        Raises DeviceError `microphone.none` (facts: `product`, `maker`, `link`), `microphone.no_server` or `microphone.refused`.
        """
        ...

    def close(self) -> None:
        """Removes what `ensure` made. May be called twice."""
        ...
