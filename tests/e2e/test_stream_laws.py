"""A real sound server under the laws of a stream (tests/laws/streams.py): what a null sink repeats, and what it is given."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.streams import CaptureStream, PlaybackStream, StreamOptions
from tests.e2e.pulse import PulseServer
from tests.laws.streams import LAWS, RATE_HZ, Samples, SoundSystem

PLAYER_MS = 500
AFTER_SAMPLES = RATE_HZ
"""What the server may still hold when the player has ended."""


class Pulse:
    """A SoundSystem of PulseAudio's null sinks, which keep 16 bits."""

    heard_error_db = played_error_db = -70.0

    def __init__(self, server: PulseServer) -> None:
        self._server, self._backend = server, choose_backend("pulse")
        self._player: subprocess.Popen[bytes] | None = None
        self._ended_at: int | None = None

    @contextmanager
    def hearing(self, sound: Samples, options: StreamOptions) -> Iterator[CaptureStream]:
        stream = self.capture(options)
        self._ended_at = None
        try:
            stream.start()
            with self._server.playing("mic", sound, PLAYER_MS) as self._player:
                yield stream
        finally:
            stream.close()

    def has_come(self, stream: CaptureStream) -> bool:
        assert self._player is not None
        samples = stream.counters.snapshot().samples
        if self._ended_at is None and self._player.poll() is not None:
            self._ended_at = samples
        return self._ended_at is not None and samples > self._ended_at + AFTER_SAMPLES

    def capture(self, options: StreamOptions) -> CaptureStream:
        return self._backend.open_capture(find_device(self._backend.list_devices(), "mic.monitor", "input"), options)

    def playback(self, options: StreamOptions) -> PlaybackStream:
        return self._backend.open_playback(find_device(self._backend.list_devices(), "out", "output"), options)

    def played(self, sound: Samples, piece: int) -> Samples:
        stream = self.playback(StreamOptions(ring_ms=3000.0, prefill_ms=60.0))
        with self._server.recording("out.monitor") as recorder:
            try:
                stream.start()
                for start in range(0, len(sound), piece):
                    stream.ring.write(sound[start : start + piece])
                recorder.wait_for(2.0 + len(sound) / RATE_HZ)
            finally:
                stream.close()
        return recorder.heard().samples


@pytest.mark.realtime
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_sound_server_obeys(law: Callable[[SoundSystem], None], pulse: PulseServer) -> None:
    law(Pulse(pulse))


def test_the_law_itself_hears_what_sixteen_bits_leave() -> None:
    """A sound to 16 bits is within what is allowed here; one with a sample missing is not."""
    from tests.laws.streams import assert_is_in, noise

    sound = noise(24_000)
    kept = (np.round(sound * 32767) / 32767).astype(np.float32)
    assert_is_in(np.concatenate([np.zeros(99, np.float32), kept]), sound, Pulse.heard_error_db)
    with pytest.raises(AssertionError):
        assert_is_in(np.concatenate([kept[:9_000], kept[9_001:], np.zeros(9, np.float32)]), sound, Pulse.heard_error_db)
