"""The seven functions of libpulse-simple that a blocking stream needs, through ctypes (which lets the GIL go during every call).

One handle belongs to one thread at a time: reading, writing, asking and freeing must not overlap.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Literal

from engine.errors import DeviceError

LIBRARY = "libpulse-simple.so.0"
PLAYBACK, RECORD = 1, 2
FLOAT32 = {"little": 5, "big": 6}
UNSET = 0xFFFF_FFFF
"""The server's own choice, in `BufferAttributes`."""
NO_SUCH_ENTITY, CONNECTION_TERMINATED, KILLED = 5, 11, 12
BYTES_PER_SAMPLE = 4
MOST_CHANNELS = 32
"""PA_CHANNELS_MAX."""


class ChannelMap(ctypes.Structure):
    """pa_channel_map: where each channel is, in the server's numbers."""

    _fields_ = (("channels", ctypes.c_uint8), ("map", ctypes.c_int * MOST_CHANNELS))


class SampleSpec(ctypes.Structure):
    """pa_sample_spec."""

    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


LARGE_BLOCK_S = 0.008


class BufferAttributes(ctypes.Structure):
    """pa_buffer_attr, in bytes."""

    _fields_ = tuple((name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


@dataclass(frozen=True, slots=True)
class SimpleSpec:
    """A float32 stream at `rate_hz` from or to the server's device `device_name`, its server side buffer cut to `block_samples`
    (playback: and `more_samples` on top): mono, or with the channels at `positions` as they are (the server mixes what has no place)."""

    direction: Literal["input", "output"]
    device_name: str
    stream_name: str
    rate_hz: int
    block_samples: int
    positions: tuple[int, ...] = ()
    more_samples: int = 0

    @property
    def n_channels(self) -> int:
        return len(self.positions) or 1

    def buffer_attributes(self) -> BufferAttributes:
        """Capture: one fragment. Playback: two and a quarter blocks in the server (with one and a half, gaps were heard on a machine with
        a busy core: the server's own thread waits for up to 3 ms there whenever it wakes, and asking and being given take two turns); what
        comes next lies in `write`, out of Python's hands; started by the first block, because our own ring already waits after a gap.

        The server keeps twice `minreq`, and gives the sink half of what goes beyond that for one mix: 2 ms with small blocks. Where it is
        left nothing, it mixes every half a millisecond, which takes a quarter of a core. Large blocks are for heavy voices, which need that
        core."""
        block = self.block_samples * BYTES_PER_SAMPLE * self.n_channels
        if self.direction == "input":
            return BufferAttributes(UNSET, UNSET, UNSET, UNSET, block)
        more = self.more_samples * BYTES_PER_SAMPLE
        if self.block_samples < LARGE_BLOCK_S * self.rate_hz:
            minimum = self.block_samples * 3 // 4 * BYTES_PER_SAMPLE
            return BufferAttributes(UNSET, 3 * minimum + more, block, minimum, UNSET)
        piece = self.block_samples * 2 // 5 * BYTES_PER_SAMPLE
        return BufferAttributes(UNSET, 2 * piece + 2 * piece + more, block, piece, UNSET)


class SimpleStream:
    """An open connection; `read_into`, `write` and `latency_us` return an error number of PulseAudio's, 0 for none."""

    def __init__(self, library: ctypes.CDLL, spec: SimpleSpec, application: str) -> None:
        """Connects. Raises DeviceError `device.not_found`, `device.lost` or `device.busy`."""
        self._library = library
        self._error = ctypes.c_int(0)
        self._error_pointer = ctypes.byref(self._error)
        sample_spec = SampleSpec(FLOAT32[_byte_order()], spec.rate_hz, spec.n_channels)
        channel_map = ctypes.byref(ChannelMap(spec.n_channels, spec.positions)) if spec.positions else None
        self._handle = library.pa_simple_new(
            None,
            application.encode(),
            RECORD if spec.direction == "input" else PLAYBACK,
            spec.device_name.encode(),
            spec.stream_name.encode(),
            ctypes.byref(sample_spec),
            channel_map,
            ctypes.byref(spec.buffer_attributes()),
            self._error_pointer,
        )
        if not self._handle:
            raise self._refusal(spec)

    def read_into(self, address: int, n_bytes: int) -> int:
        """Waits until `n_bytes` have come and puts them at `address`."""
        return 0 if self._library.pa_simple_read(self._handle, address, n_bytes, self._error_pointer) >= 0 else self._error.value

    def write(self, address: int, n_bytes: int) -> int:
        """Waits until the server has room for the `n_bytes` at `address`."""
        return 0 if self._library.pa_simple_write(self._handle, address, n_bytes, self._error_pointer) >= 0 else self._error.value

    def flush(self) -> int:
        """Throws away what waits in the server."""
        return 0 if self._library.pa_simple_flush(self._handle, self._error_pointer) >= 0 else self._error.value

    def latency_us(self) -> int:
        """Between this side of the stream and the device, by the server's reckoning; 0 if it cannot say."""
        self._error.value = 0
        latency = int(self._library.pa_simple_get_latency(self._handle, self._error_pointer))
        return 0 if self._error.value else latency

    def close(self) -> None:
        """Disconnects; what has not been played yet is thrown away. May be called twice."""
        if self._handle:
            self._library.pa_simple_free(self._handle)
            self._handle = None

    def _refusal(self, spec: SimpleSpec) -> DeviceError:
        number = self._error.value
        reason = self._library.pa_strerror(number).decode(errors="replace")
        code = {NO_SUCH_ENTITY: "device.not_found", CONNECTION_TERMINATED: "device.lost", KILLED: "device.lost"}.get(number, "device.busy")
        return DeviceError(code, f"open the {spec.direction} device", spec.device_name, reason=reason)


def load_library() -> ctypes.CDLL:
    """libpulse-simple with its signatures declared. Raises DeviceError `device.none` with the package that has it."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise DeviceError("device.none", "load PulseAudio's client library", LIBRARY, reason=str(error), package="libpulse0") from error
    handle, text, pointer = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
    signatures: dict[str, tuple[object, tuple[object, ...]]] = {
        "pa_simple_new": (handle, (text, text, ctypes.c_int, text, text, pointer, pointer, pointer, pointer)),
        "pa_simple_free": (None, (handle,)),
        "pa_simple_read": (ctypes.c_int, (handle, pointer, ctypes.c_size_t, pointer)),
        "pa_simple_write": (ctypes.c_int, (handle, pointer, ctypes.c_size_t, pointer)),
        "pa_simple_flush": (ctypes.c_int, (handle, pointer)),
        "pa_simple_get_latency": (ctypes.c_uint64, (handle, pointer)),
        "pa_strerror": (text, (ctypes.c_int,)),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _byte_order() -> Literal["little", "big"]:
    import sys

    return sys.byteorder
