"""Linux: the program's own virtual microphone, made through PulseAudio's protocol (PipeWire speaks it) and removed again.

A null sink takes the voice; a remap source on its monitor is what people choose, because Discord and browsers hide monitors. Both modules
carry a token in their arguments, and the maker keeps a connection of that name to the server: modules whose token no client bears any more
were left by a crash, and are removed. The server itself knows who lives, also across containers and machines; process ids would not tell.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.audio.virtual_mic.contract import VirtualMicrophone
from engine.errors import DeviceError

NAME = "URVC Microphone"
SINK_NAME = "URVC voice"
SINK, SOURCE = "urvc_out", "urvc_microphone"
TOKEN = re.compile(r"urvc\.owner=([0-9a-f]+)")
CLIENT = "URVC virtual microphone "
FORMAT = "format=float32le rate=48000 channels=1 channel_map=mono"
MOST = 20
"""Running programs on one server, before something is wrong."""
SETTLE_S = 0.4
"""PipeWire's session manager thinks about the defaults for a moment; PulseAudio has done so when the module is loaded."""


class PulseMicrophone:
    """One program's microphone. Connection and modules live from `ensure` to `close`, or to the end of the server or the process."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._pulse: Any = None
        self._modules: list[int] = []
        self._made: VirtualMicrophone | None = None

    def ensure(self) -> VirtualMicrophone:
        """Makes it where it is not there (any more); see the interface for what is raised."""
        with self._lock:
            if self._made is None or not self._is_there():
                self._unload()  # somebody may have taken one of the two away
                self._let_go()
                with _told():
                    self._pulse = _connect(CLIENT + self._token)
                    remove_abandoned(self._pulse)
                    self._made = self._make()
            return self._made

    def close(self) -> None:
        """Takes the modules from the server, newest first."""
        with self._lock:
            self._unload()
            self._let_go()

    def _is_there(self) -> bool:
        try:
            present = {module.index for module in self._pulse.module_list()}
        except _pulse_errors():
            return False
        return set(self._modules) <= present

    def _make(self) -> VirtualMicrophone:
        pulse, before = self._pulse, self._pulse.server_info()
        number = _free_number({device.name for device in (*pulse.sink_list(), *pulse.source_list())})
        suffix, label = (f"_{number}", f" {number}") if number > 1 else ("", "")
        owner = f"urvc.owner={self._token}"
        try:
            arguments = f"sink_name={SINK}{suffix} {FORMAT} sink_properties='device.description=\"{SINK_NAME}{label}\" {owner}'"
            sink = self._load("module-null-sink", arguments, pulse.sink_list)
            # `urvc.hears`: PipeWire does not say what a remap source repeats.
            described = f'device.description="{NAME}{label}" device.icon_name=audio-input-microphone {owner} urvc.hears={sink.name}'
            arguments = f"source_name={SOURCE}{suffix} master={sink.name}.monitor {FORMAT} remix=no source_properties='{described}'"
            source = self._load("module-remap-source", arguments, pulse.source_list)
            monitor = pulse.get_source_by_name(f"{sink.name}.monitor")
            # A server remembers volumes by name; browsers turn their microphone's down.
            for device in (sink, source, monitor):
                pulse.mute(device, False)
                pulse.volume_set_all_chans(device, 1.0)
            _put_back_defaults(pulse, before)
        except BaseException:
            self._unload()
            raise
        return VirtualMicrophone(f"{NAME}{label}", f"pulse:{source.name}", f"pulse:{sink.name}", "URVC", made=True)

    def _load(self, module: str, arguments: str, listed: Any) -> Any:
        """Loads `module` and returns the device that it made, under the name that the server gave it."""
        number = self._pulse.module_load(module, arguments)
        self._modules.append(number)
        deadline_s = time.monotonic() + SETTLE_S
        while True:
            for device in listed():
                if device.owner_module == number and not device.name.endswith(".monitor"):
                    return device
            if time.monotonic() > deadline_s:
                raise DeviceError("microphone.refused", "make the virtual microphone", module, reason="no device came of it")
            time.sleep(0.01)

    def _unload(self) -> None:
        if self._pulse is None:
            return
        for number in reversed(self._modules):
            with contextlib.suppress(*_pulse_errors()):
                self._pulse.module_unload(number)
        self._modules = []

    def _let_go(self) -> None:
        self._modules, self._made = [], None
        if self._pulse is not None:
            self._pulse.close()
            self._pulse = None


def remove_abandoned(pulse: Any) -> list[int]:
    """Unloads the modules whose maker is not connected any more, the newest first; returns their numbers."""
    living = {client.name.removeprefix(CLIENT) for client in pulse.client_list() if (client.name or "").startswith(CLIENT)}
    abandoned = []
    for module in sorted(pulse.module_list(), key=lambda m: -m.index):
        token = TOKEN.search(module.argument or "")
        if token and token[1] not in living:
            # Another program that starts at this moment may have been quicker, and a sink takes its remap source with it.
            with contextlib.suppress(*_pulse_errors()):
                pulse.module_unload(module.index)
            abandoned.append(module.index)
    return abandoned


def _put_back_defaults(pulse: Any, before: Any) -> None:
    """Makes the user's devices the default again where the server has chosen the new ones instead (module-switch-on-connect does)."""
    deadline_s = time.monotonic() + (SETTLE_S if "PipeWire" in (before.server_name or "") else 0.0)
    while True:
        now = pulse.server_info()
        if now.default_sink_name != before.default_sink_name and _has(pulse.sink_list(), before.default_sink_name):
            pulse.sink_default_set(before.default_sink_name)
        if now.default_source_name != before.default_source_name and _has(pulse.source_list(), before.default_source_name):
            pulse.source_default_set(before.default_source_name)
        if time.monotonic() >= deadline_s:
            return
        time.sleep(0.05)


def _has(devices: Any, name: str | None) -> bool:
    return any(device.name == name for device in devices)


def _free_number(names: set[str]) -> int:
    for number in range(1, MOST + 1):
        suffix = f"_{number}" if number > 1 else ""
        if not {SINK + suffix, SOURCE + suffix} & names:
            return number
    raise DeviceError("microphone.refused", "make the virtual microphone", NAME, reason=f"there are {MOST} already")


def _connect(name: str) -> Any:
    try:
        from pulsectl import Pulse
    except (ImportError, OSError) as error:
        raise DeviceError("microphone.no_server", "load PulseAudio's client library", "libpulse.so.0", reason=str(error)) from error
    pulse = Pulse(name, connect=False)
    try:
        pulse.connect()
    except _pulse_errors() as error:
        pulse.close()
        raise DeviceError("microphone.no_server", "reach the sound server", "PulseAudio", reason=str(error)) from error
    return pulse


@contextmanager
def _told() -> Iterator[None]:
    """A fault of the server as a DeviceError `microphone.refused`."""
    try:
        yield
    except _pulse_errors() as error:
        raise DeviceError("microphone.refused", "make the virtual microphone", NAME, reason=str(error)) from error


def _pulse_errors() -> tuple[type[Exception], ...]:
    try:
        from pulsectl import PulseDisconnected, PulseError
        from pulsectl._pulsectl import LibPulse
    except (ImportError, OSError):
        return (OSError,)
    return PulseError, PulseDisconnected, LibPulse.CallError
