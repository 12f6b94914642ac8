"""Which virtual microphone this system has, behind the one interface."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from engine.audio.devices import Device
from engine.audio.virtual_mic import macos, windows
from engine.audio.virtual_mic.cables import best_cable
from engine.audio.virtual_mic.contract import Product, VirtualMicrophone, VirtualMicrophones

CABLES: dict[str, Sequence[Product]] = {"win32": windows.PRODUCTS, "darwin": macos.PRODUCTS}


class InstalledCable:
    """A cable that the user has installed, looked for anew at each asking, so that a new one is noticed."""

    def __init__(self, list_devices: Callable[[], list[Device]], products: Sequence[Product]) -> None:
        self._list_devices, self._products = list_devices, products

    def ensure(self) -> VirtualMicrophone:
        """Raises DeviceError `microphone.none`, `device.none`."""
        return best_cable(self._list_devices(), self._products)

    def close(self) -> None:
        """Nothing was made."""


def virtual_microphones(list_devices: Callable[[], list[Device]], platform: str = sys.platform) -> VirtualMicrophones:
    """The virtual microphone of `platform`; nothing is made or looked for before `ensure`."""
    if platform in CABLES:
        return InstalledCable(list_devices, CABLES[platform])
    from engine.audio.virtual_mic.linux import PulseMicrophone

    return PulseMicrophone()
