"""Devices and streams through PortAudio (`sounddevice`): Windows, macOS, and Linux where no PulseAudio server answers.

Capture and playback are separate streams: a duplex one sometimes starts and passes nothing. `sounddevice` is imported when first needed, so
that a machine without PortAudio can still convert files.

Threads: the callbacks run on PortAudio's own thread. Forbidden there: new arrays, locks that another thread holds, logging, exceptions.
"""

from __future__ import annotations

import sys
import time
import weakref
from collections import Counter
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.audio.channel_mixer import ChannelMixer
from engine.audio.devices import Device, Direction, in_listing_order
from engine.audio.playout import Playout
from engine.audio.ring import Ring, Samples
from engine.audio.streams import CALLS, MISSED, SAMPLES, XRUNS, Counters, StreamOptions, Wakeup, samples_of
from engine.audio.virtual_mic.cables import with_cables
from engine.audio.virtual_mic.choose import CABLES
from engine.errors import DeviceError

FIRST_CALLBACK_S = 2.5
"""A PulseAudio null sink that nobody reads has gone to sleep for 2 s, and ALSA's way in does not wake it."""
ATTEMPTS = 3
SILENT_S = 0.8
"""No device calls back this rarely: then it is gone."""
SCRATCH_SAMPLES = 8192
USUAL_CHANNELS = 2
SOFTWARE_CHANNELS = 32
"""What says that it has so many inputs, or more, is ALSA's way into a sound server; two of them carry sound."""
PREFERRED_HOST_API = {"win32": "Windows WASAPI", "darwin": "Core Audio"}
"""Windows shows every device once per host API; only the best is listed where it has any."""

INVALID_DEVICE, INVALID_RATE, INVALID_CHANNELS = -9996, -9997, -9998
CODES = {INVALID_DEVICE: "device.not_found", INVALID_RATE: "device.rate"}


T = TypeVar("T", bound="PortAudioStream")


class PortAudioBackend:
    """Every device PortAudio finds. One object per process: looking for new devices restarts PortAudio, which would end foreign streams."""

    name = "portaudio"

    def __init__(self) -> None:
        self._streams: weakref.WeakSet[PortAudioStream] = weakref.WeakSet()
        self._sounddevice = load_sounddevice()

    def list_devices(self) -> list[Device]:
        """Devices present now; while a stream is open, those present when it was opened. Raises DeviceError `device.none`."""
        try:
            if not any(stream.is_open for stream in self._streams):
                self._sounddevice._terminate()
                self._sounddevice._initialize()
            found = [device for device, _ in _devices(self._sounddevice)]
        except self._sounddevice.PortAudioError as error:
            raise DeviceError("device.none", "list the devices", "PortAudio", reason=str(error)) from error
        return in_listing_order(with_cables(found, CABLES.get(sys.platform, ())))

    def open_capture(self, device: Device, options: StreamOptions) -> PortAudioCapture:
        """Raises DeviceError `device.not_found` if the device has gone, `device.rate` if it takes neither rate."""
        return self._kept(PortAudioCapture(self._sounddevice, device, options))

    def open_playback(self, device: Device, options: StreamOptions) -> PortAudioPlayback:
        """Raises DeviceError `device.not_found` if the device has gone, `device.rate` if it takes neither rate."""
        return self._kept(PortAudioPlayback(self._sounddevice, device, options))

    def _kept(self, stream: T) -> T:
        self._streams.add(stream)
        return stream


class PortAudioStream:
    """What both directions share. `rate_hz` is the rate wished for where the device takes it, else the device's own."""

    direction: Direction

    def __init__(self, sounddevice: ModuleType, device: Device, options: StreamOptions) -> None:
        self.device = device
        self._sounddevice: Any = sounddevice
        self._options = options
        self._index = _index_of(sounddevice, device)
        self._channels = _channels_to_open(device)
        self.rate_hz = self._usable_rate()
        self.ring = Ring(samples_of(options.ring_ms, self.rate_hz))
        self.counters = Counters()
        self._scratch: Samples = np.zeros(SCRATCH_SAMPLES, dtype=np.float32)
        self._stream: Any = None
        self._first = Wakeup()
        self._last_call_s = np.zeros(1, dtype=np.float64)
        self._grace_until_s = 0.0
        self._lost = False

    @property
    def is_open(self) -> bool:
        """Between `start` and `close`."""
        return self._stream is not None

    @property
    def lost(self) -> bool:
        if self._stream is not None and not self._lost:
            last_call_s = max(float(self._last_call_s[0]), self._grace_until_s)
            self._lost = not self._stream.active or time.monotonic() - last_call_s > SILENT_S
        return self._lost

    def latency_ms(self) -> float:
        return float(self._stream.latency) * 1000 if self._stream is not None and not self._lost else 0.0

    def start(self) -> None:
        for _ in range(ATTEMPTS):
            self._stream = self._opened()
            if self._first.wait(FIRST_CALLBACK_S):
                return
            self.close()
        raise DeviceError("device.silent", f"start the {self.direction} device", self.device.name, attempts=ATTEMPTS)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort()
            stream.close()

    def _opened(self) -> Any:
        make = self._sounddevice.InputStream if self.direction == "input" else self._sounddevice.OutputStream
        self._grace_until_s = time.monotonic() + FIRST_CALLBACK_S
        try:
            stream = make(
                samplerate=self.rate_hz,
                blocksize=samples_of(self._options.block_ms, self.rate_hz),
                latency="low",
                callback=self._callback,
                **self._parameters(),
            )
        except self._sounddevice.PortAudioError as error:
            raise self._refusal(error) from error
        try:
            stream.start()
        except self._sounddevice.PortAudioError as error:
            stream.close()
            raise self._refusal(error) from error
        return stream

    def _parameters(self) -> dict[str, object]:
        parameters: dict[str, object] = {"device": self._index, "channels": self._channels, "dtype": "float32"}
        if "WASAPI" in self.device.id:
            # Windows' shared mode takes only the mixer's own rate and channels unless it is told to convert.
            parameters["extra_settings"] = self._sounddevice.WasapiSettings(auto_convert=True)
        return parameters

    def _usable_rate(self) -> int:
        check = self._sounddevice.check_input_settings if self.direction == "input" else self._sounddevice.check_output_settings
        try:
            check(samplerate=self._options.rate_hz, **self._parameters())
        except self._sounddevice.PortAudioError as error:
            if _number_of(error) == INVALID_RATE:
                return self.device.default_rate_hz
            if _number_of(error) == INVALID_CHANNELS and self._channels > USUAL_CHANNELS:
                self._channels = USUAL_CHANNELS  # a driver that lists more than it opens
                return self._usable_rate()
        return self._options.rate_hz

    def _refusal(self, error: Exception) -> DeviceError:
        code = CODES.get(_number_of(error), "device.busy")
        return DeviceError(code, f"open the {self.direction} device", self.device.name, rate_hz=self.rate_hz, reason=str(error))

    def _callback(self, data: NDArray[np.float32], n_frames: int, _time: object, status: object) -> None:
        values = self.counters.values
        self._last_call_s[0] = time.monotonic()
        if status:
            values[XRUNS] += 1
        for start in range(0, n_frames, SCRATCH_SAMPLES):
            self._move(data[start : start + SCRATCH_SAMPLES])
        values[CALLS] += 1
        self._first.set()

    def _move(self, data: NDArray[np.float32]) -> None:
        raise NotImplementedError


class PortAudioCapture(PortAudioStream):
    """From a device into the ring."""

    direction: Direction = "input"

    def __init__(self, sounddevice: ModuleType, device: Device, options: StreamOptions) -> None:
        super().__init__(sounddevice, device, options)
        several = self._channels > 1
        self.mixer = ChannelMixer(self._channels, SCRATCH_SAMPLES, self.rate_hz, options.channel) if several else None

    def _move(self, data: NDArray[np.float32]) -> None:
        mono = self._scratch[: len(data)]
        if self.mixer is None:
            mono[:] = data[:, 0]
        else:
            self.mixer.mix(data, mono)
        values = self.counters.values
        n = self.ring.write(mono)
        values[SAMPLES] += n
        if n < len(data):
            values[MISSED] += len(data) - n
            values[XRUNS] += 1
        if self._options.wakeup is not None:
            self._options.wakeup.set()


class PortAudioPlayback(PortAudioStream):
    """From the ring to the first two channels of a device."""

    direction: Direction = "output"

    def __init__(self, sounddevice: ModuleType, device: Device, options: StreamOptions) -> None:
        super().__init__(sounddevice, device, options)
        self._playout = Playout(self.ring, self.counters, self.rate_hz, options)

    def level_samples(self) -> float:
        return self._playout.level_samples()

    def _move(self, data: NDArray[np.float32]) -> None:
        mono = self._scratch[: len(data)]
        self._playout.fill(mono)
        for channel in range(self._channels):
            data[:, channel] = mono


def _channels_to_open(device: Device) -> int:
    """All that a microphone may be on; of an output the first two."""
    real_input = device.direction == "input" and device.channels < SOFTWARE_CHANNELS
    return device.channels if real_input else min(device.channels, USUAL_CHANNELS)


def load_sounddevice() -> Any:
    """The module `sounddevice`. Raises DeviceError `device.none`, naming the package, where PortAudio's library is missing."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceError("device.none", "load PortAudio", "portaudio", reason=str(error), package="libportaudio2") from error
    return sounddevice


def _devices(sounddevice: Any) -> list[tuple[Device, int]]:
    """Each device with PortAudio's index for it. Of two with the same name, the second is called `... #2`."""
    host_apis = sounddevice.query_hostapis()
    preferred = PREFERRED_HOST_API.get(sys.platform)
    wanted = [number for number, api in enumerate(host_apis) if api["name"] == preferred and api["devices"]] or range(len(host_apis))
    found: list[tuple[Device, int]] = []
    seen: Counter[str] = Counter()
    for index, info in enumerate(sounddevice.query_devices()):
        host_api = host_apis[info["hostapi"]]
        for direction in _directions(info) if info["hostapi"] in wanted else ():
            device_id = f"portaudio:{host_api['name']}/{info['name']}"
            seen[f"{direction} {device_id}"] += 1
            ordinal = seen[f"{direction} {device_id}"]
            suffix = f" #{ordinal}" if ordinal > 1 else ""
            is_default = host_api[f"default_{direction}_device"] == index
            found.append((_device(info, device_id + suffix, info["name"] + suffix, direction, is_default), index))
    return found


def _directions(info: dict[str, Any]) -> list[Direction]:
    directions: tuple[Direction, Direction] = ("input", "output")
    return [direction for direction in directions if info[f"max_{direction}_channels"] > 0]


def _device(info: dict[str, Any], device_id: str, name: str, direction: Direction, is_default: bool) -> Device:
    return Device(
        id=device_id,
        name=name,
        backend="portaudio",
        direction=direction,
        channels=int(info[f"max_{direction}_channels"]),
        default_rate_hz=round(info["default_samplerate"]),
        is_default=is_default,
    )


def _index_of(sounddevice: Any, wanted: Device) -> int:
    for device, index in _devices(sounddevice):
        if (device.id, device.direction) == (wanted.id, wanted.direction):
            return index
    raise DeviceError("device.not_found", f"open the {wanted.direction} device", wanted.name)


def _number_of(error: Exception) -> int:
    """PortAudio's error code out of a PortAudioError."""
    return int(error.args[1]) if len(error.args) > 1 else 0
