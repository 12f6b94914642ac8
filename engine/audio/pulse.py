"""Devices and streams of PulseAudio, and of PipeWire, which speaks its protocol.

The server brings every device to the rate that is asked for, so `rate_hz` is what the options say; a microphone's channels come as they
are (channel_mixer.py), an output is given mono.

Threads: each running stream has a pump, which only copies and counts, and a watch, which listens for the device's removal and for moves:
when the system's default changes, servers carry streams over to another device, even those that were opened on a certain one, and a
microphone would silently become another. The watch puts the stream back. Forbidden in the pump: logging, locks, exceptions, new arrays.
"""

from __future__ import annotations

import ctypes
import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import numpy as np

from engine.audio.channel_mixer import ChannelMixer
from engine.audio.devices import Device, Direction, in_listing_order
from engine.audio.playout import Playout
from engine.audio.priority import Priority, raise_priority, raise_priority_of
from engine.audio.pulse_simple import SimpleSpec, SimpleStream, load_library
from engine.audio.ring import Ring, Samples
from engine.audio.server_gaps import ServerGaps
from engine.audio.streams import CALLS, MISSED, SAMPLES, XRUNS, Counters, StreamOptions
from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import DeviceError

log = logging.getLogger(__name__)

APPLICATION = "URVC"
WATCH_S = 0.2
FIRST_SAMPLES_S = 2.5
"""`start` waits this long for samples to flow, then returns all the same."""
LIBRARY_THREAD = "threaded-ml"
"""libpulse's own thread, which carries the samples to the server: on a busy machine it, not the pump, is what comes late."""
PRIMING_PIECES = 8
"""More than the server keeps before its sink takes any."""
JOIN_S = 0.5
SETTLING_TRIES, SETTLING_S = 10, 0.02
LATENCY_EVERY_CALLS = 20
NOT_A_MONITOR = 0xFFFF_FFFF
HARDWARE = 0x0004
"""PA_SINK_HARDWARE."""


_stream_numbers = itertools.count(1)
"""Of this process, whichever backend opens them: the watch finds its stream by its name."""


class PulseBackend:
    """The devices of one server: `PULSE_SERVER`, or the session's own."""

    name = "pulse"

    def __init__(self) -> None:
        self._library = load_library()
        self._positions: dict[str, tuple[int, ...]] = {}

    def list_devices(self) -> list[Device]:
        """Sources and sinks with the descriptions that people see. Raises DeviceError `device.none` when no server answers."""
        with _connected() as pulse:
            server, sources, sinks = pulse.server_info(), *_settled(pulse)
        sink_default = _default_name("PULSE_SINK", server.default_sink_name, sinks)
        source_default = _default_name("PULSE_SOURCE", server.default_source_name, sources)
        self._positions = {f"pulse:{source.name}": tuple(source.channel_list_raw) for source in sources}
        hardware = {sink.name for sink in sinks if sink.flags & HARDWARE}
        if source_default.removesuffix(".monitor") in hardware and not os.environ.get("PULSE_SOURCE"):
            # A server without a microphone falls back to what the speakers play: nobody has chosen that.
            source_default = ""
        found = [_device(source, "input", source_default) for source in sources]
        return in_listing_order(found + [_device(sink, "output", sink_default) for sink in sinks])

    def open_capture(self, device: Device, options: StreamOptions) -> PulseCapture:
        positions = self._positions.get(device.id, ())
        return PulseCapture(self._library, device, options, f"microphone {next(_stream_numbers)}", positions)

    def open_playback(self, device: Device, options: StreamOptions) -> PulsePlayback:
        return PulsePlayback(self._library, device, options, f"voice {next(_stream_numbers)}")


class PulseStream:
    """What both directions share: connect in `start`, one pump, one watch, `close` that always ends both."""

    direction: Direction
    pieces: ClassVar[int] = 1
    """The pump moves a block in so many pieces."""

    def __init__(
        self, library: ctypes.CDLL, device: Device, options: StreamOptions, stream_name: str, positions: tuple[int, ...] = ()
    ) -> None:
        self.device = device
        self.rate_hz = options.rate_hz
        self.ring = Ring(options.ring_samples)
        self.counters = Counters()
        self.priority: Priority = "normal"
        self._library = library
        self._options = options
        self._stream_name, self._positions = stream_name, positions
        self._block: Samples = np.zeros(options.block_samples // self.pieces, dtype=np.float32)
        self._lost = False
        self.times_put_back = 0
        self._latency_us = 0
        self._stop = threading.Event()
        self._pump = threading.Thread(target=self._run_pump, name=f"urvc {stream_name}", daemon=True)
        self._watch = threading.Thread(target=self._run_watch, name=f"urvc {stream_name} watch", daemon=True)
        self._stream: SimpleStream | None = None
        self._opened = False
        self._flowing = threading.Event()

    @property
    def lost(self) -> bool:
        return self._lost

    def latency_ms(self) -> float:
        return self._latency_us / 1000

    def start(self) -> None:
        spec = SimpleSpec(
            self.direction,
            self.device.bare_id,
            self._stream_name,
            self.rate_hz,
            self._options.block_samples,
            self._positions,
            self._options.more_samples,
        )
        self._stream = SimpleStream(self._library, spec, APPLICATION)
        raise_priority_of(LIBRARY_THREAD)
        self._opened = True
        self._pump.start()
        self._watch.start()
        self._flowing.wait(FIRST_SAMPLES_S)

    def close(self) -> None:
        self._stop.set()
        if self._opened:
            # A suspended device moves no samples and holds the pump in its call; the pump lets the stream go by itself when that returns.
            self._pump.join(JOIN_S)
            self._watch.join()

    def _run_pump(self) -> None:
        """Owns the stream from here on, and frees it: a handle must not be freed under a call."""
        stream = self._stream
        assert stream is not None
        self.priority = raise_priority()
        address, n_bytes = self._moved.ctypes.data, self._moved.nbytes
        values = self.counters.values
        error = stream.flush() or self._begin(stream, address, n_bytes)
        self._flowing.set()
        while not error and not self._stop.is_set():
            error = self._move(stream, address, n_bytes)
            values[CALLS] += 1
            if values[CALLS] % LATENCY_EVERY_CALLS == 1:
                self._latency_us = stream.latency_us()
        if error and not self._stop.is_set():
            self._lose()
        stream.close()

    @property
    def _moved(self) -> Samples:
        """What a call to the server moves."""
        return self._block

    def _begin(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        """What comes before the first `_move`, up to the moment when the device moves samples; an error number."""
        raise NotImplementedError

    def _move(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        """One block between device and ring; an error number."""
        raise NotImplementedError

    def _lose(self) -> None:
        self._lost = True
        if self._options.wakeup is not None:
            self._options.wakeup.set()

    def _run_watch(self) -> None:
        """Sets `lost` when the device goes from the server's list, or the server goes; undoes moves to another device."""
        present = True
        try:
            with _connected() as pulse:
                changed = _subscribed(pulse, self.direction)
                while present and not self._stop.is_set():
                    changed.clear()
                    present = self._stay(pulse)
                    while present and not changed.is_set() and not self._stop.is_set():
                        pulse.event_listen(timeout=WATCH_S)
        except DeviceError:
            present = False
        except Exception:
            log.exception("the watch over %s failed", self.device.name)
            present = False
        if not present and not self._stop.is_set():
            self._lose()

    def _stay(self, pulse: Any) -> bool:
        """Whether the device is there; a stream that was carried to another one is brought back."""
        devices, streams, move = _side(pulse, self.direction)
        index = next((info.index for info in devices() if info.name == self.device.bare_id), None)
        if index is None:
            return False
        own = str(os.getpid())
        for stream in streams():
            if stream.name == self._stream_name and stream.proplist.get("application.process.id") == own and _place(stream) != index:
                move(stream.index, index)
                self.times_put_back += 1
        return True


class PulseCapture(PulseStream):
    """From a source into the ring. `counters`: an xrun is a run of blocks that found the ring full."""

    direction: Direction = "input"

    _overrunning = False

    def __init__(self, library: ctypes.CDLL, device: Device, options: StreamOptions, stream_name: str, positions: tuple[int, ...]) -> None:
        n_channels = len(positions)
        super().__init__(library, device, options, stream_name, positions if n_channels > 1 else ())
        self.mixer = ChannelMixer(n_channels, len(self._block), self.rate_hz, options.channel) if n_channels > 1 else None
        self._frames: Samples = np.zeros((len(self._block), max(1, n_channels)), dtype=np.float32)

    @property
    def _moved(self) -> Samples:
        return self._frames if self.mixer is not None else self._block

    def _begin(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        return self._move(stream, address, n_bytes)

    def _move(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        error = stream.read_into(address, n_bytes)
        if error:
            return error
        self._store()
        return 0

    def _store(self) -> None:
        values = self.counters.values
        if self.mixer is not None:
            self.mixer.mix(self._frames, self._block)
        n = self.ring.write(self._block)
        values[SAMPLES] += n
        dropped = self._block.shape[0] - n
        if dropped:
            values[MISSED] += dropped
            values[XRUNS] += not self._overrunning
        self._overrunning = dropped > 0
        if self._options.wakeup is not None:
            self._options.wakeup.set()


class PulsePlayback(PulseStream):
    """From the ring to a sink, at the pace of the sink."""

    direction: Direction = "output"
    pieces = 2  # what the pump holds in its hand while the server has no room is delay

    def __init__(self, library: ctypes.CDLL, device: Device, options: StreamOptions, stream_name: str) -> None:
        super().__init__(library, device, options, stream_name)
        self._playout = Playout(self.ring, self.counters, self.rate_hz, options)
        self._gaps = ServerGaps(self.rate_hz, options.block_samples)

    def _begin(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        """Silence until the sink is known to drink: an idle null sink has slept ahead by up to 2 s, and what the worker makes meanwhile
        would stay in the ring as delay for ever."""
        error = 0
        for _ in range(PRIMING_PIECES + self._options.more_samples // self._block.shape[0]):
            error = error or stream.write(address, n_bytes)
        self.ring.drop_oldest(self.ring.available - self._playout.starting_samples)
        return error

    def level_samples(self) -> float:
        return self._playout.level_samples()

    def latency_ms(self) -> float:
        """The server's figure, and the piece that the pump holds in its hand until the server has room for it."""
        held_ms = 1000 * self._block.shape[0] / self.rate_hz
        return super().latency_ms() + held_ms if self._latency_us else 0.0

    def _move(self, stream: SimpleStream, address: int, n_bytes: int) -> int:
        self._playout.fill(self._block)
        error = stream.write(address, n_bytes)
        gap = self._gaps.note(self._block.shape[0], time.monotonic())
        if gap:
            self.counters.values[XRUNS] += 1
            self.counters.values[MISSED] += gap
        return error


def server_answers() -> bool:
    """Whether a PulseAudio server (or PipeWire's) can be reached and its libraries are here."""
    try:
        load_library()
        with _connected():
            return True
    except DeviceError:
        return False


@contextmanager
def _connected() -> Iterator[Any]:
    """A control connection. Raises DeviceError `device.none` when there is no library or no server, or the server goes meanwhile."""
    try:
        from pulsectl import Pulse, PulseDisconnected, PulseError
        from pulsectl._pulsectl import LibPulse
    except (ImportError, OSError) as error:
        raise DeviceError(
            "device.none", "load PulseAudio's client library", "libpulse.so.0", reason=str(error), package="libpulse0"
        ) from error
    pulse = Pulse(APPLICATION, connect=False)
    try:
        pulse.connect()  # with a timeout, pulsectl waits it out even when the server answers at once
        yield pulse
    except (PulseError, PulseDisconnected, LibPulse.CallError) as error:
        raise DeviceError("device.none", "reach the sound server", "PulseAudio", reason=str(error)) from error
    finally:
        pulse.close()


def _settled(pulse: Any) -> tuple[list[Any], list[Any]]:
    """(sources, sinks), asked for again while the server is still setting one up: such a one has no channels and no rate."""
    for _ in range(SETTLING_TRIES):
        sources, sinks = pulse.source_list(), pulse.sink_list()
        if all(info.sample_spec.channels and info.sample_spec.rate for info in (*sources, *sinks)):
            break
        time.sleep(SETTLING_S)
    return sources, sinks


def _default_name(variable: str, of_server: str | None, devices: Any) -> str:
    """The default that the user's environment names (as libpulse has it), else the server's."""
    wanted = os.environ.get(variable, "")
    return wanted if any(device.name == wanted for device in devices) else of_server or ""


def _heard_by(source: Any) -> str:
    """The name of the sink that a source repeats; a remap source has a monitor for its master."""
    master = source.proplist.get("device.master_device", "")
    return source.proplist.get("urvc.hears") or (master.removesuffix(".monitor") if master.endswith(".monitor") else "")


def _device(info: Any, direction: Direction, default_name: str) -> Device:
    is_monitor = direction == "input" and info.monitor_of_sink not in (None, NOT_A_MONITOR)
    return Device(
        id=f"pulse:{info.name}",
        name=info.description or info.name,
        backend="pulse",
        direction=direction,
        channels=int(info.sample_spec.channels),
        default_rate_hz=int(info.sample_spec.rate) or SAMPLE_RATE_HZ,  # 0 has been seen while a server was setting a device up
        is_default=info.name == default_name,
        is_monitor=is_monitor,
        hears=info.monitor_of_sink_name if is_monitor else _heard_by(info) if direction == "input" else "",
    )


def _side(pulse: Any, direction: Direction) -> tuple[Callable[[], Any], Callable[[], Any], Callable[[int, int], None]]:
    """The devices of one direction, the streams there, and what moves one to another device."""
    if direction == "input":
        return pulse.source_list, pulse.source_output_list, pulse.source_output_move
    return pulse.sink_list, pulse.sink_input_list, pulse.sink_input_move


def _place(stream: Any) -> int:
    """The number of the device that a stream is at."""
    return int(stream.source if hasattr(stream, "source") else stream.sink)


def _subscribed(pulse: Any, direction: Direction) -> threading.Event:
    """An event that `pulse.event_listen` sets when a device of `direction`, or a stream there, has come, gone or changed."""
    from pulsectl import PulseLoopStop

    changed = threading.Event()

    def note(_: object) -> None:
        changed.set()
        raise PulseLoopStop

    pulse.event_mask_set(*(("source", "source_output") if direction == "input" else ("sink", "sink_input")))
    pulse.event_callback_set(note)
    return changed
