"""Writes what goes into and comes out of the pipeline to files, without the worker ever waiting for a disk.

The worker puts blocks into rings; a thread of the recorder carries them to the files. A disk that falls seconds behind loses samples, and
they are counted.
"""

from __future__ import annotations

import threading

import numpy as np

from engine.audio.files import AudioFileWriter
from engine.audio.ring import Ring
from engine.contracts import SAMPLE_RATE_HZ, Audio

RING_SECONDS = 20
CARRY_EVERY_S = 0.1


def exact(path: str) -> str | None:
    """What went in is kept as it was (float, where the format can), so that converting it gives what came out, to the bit."""
    return "FLOAT" if path.lower().endswith(".wav") else None


class Recorder:
    """Takes both sides of the pipeline; either path may be empty. `close` writes what is left and returns the finished files."""

    def __init__(self, input_path: str, output_path: str) -> None:
        self._lanes = [
            (Ring(RING_SECONDS * SAMPLE_RATE_HZ), AudioFileWriter(path, SAMPLE_RATE_HZ, subtype)) if path else None
            for path, subtype in ((input_path, exact(input_path)), (output_path, None))
        ]
        self._paths = [path for path in (input_path, output_path) if path]
        self._empty = [True] * len(self._lanes)
        self.lost_samples = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="urvc-recorder")
        self._thread.start()

    def take(self, block: Audio, out: Audio) -> None:
        """Worker: one hop, in and out."""
        for lane, audio in zip(self._lanes, (block, out), strict=True):
            if lane is not None:
                self.lost_samples += len(audio) - lane[0].write(audio)

    def close(self) -> list[str]:
        """Ends the recording. Raises AudioFileError where a file could not be finished."""
        self._stop.set()
        self._thread.join()
        for lane, is_empty in zip(self._lanes, self._empty, strict=True):
            if lane is not None:
                if is_empty:
                    lane[1].write(np.zeros(1, np.float32))  # FLAC writes its header with the first sample: without one nobody could open it
                lane[1].close()
        return self._paths

    def discard(self) -> None:
        """Ends the recording and leaves nothing behind."""
        self._stop.set()
        self._thread.join()
        for lane in self._lanes:
            if lane is not None:
                lane[1].discard()

    def _carry(self) -> None:
        buffer = np.zeros(SAMPLE_RATE_HZ, np.float32)
        while True:
            last = self._stop.wait(CARRY_EVERY_S)
            for i, lane in enumerate(self._lanes):
                if lane is None:
                    continue
                ring, writer = lane
                while n := ring.read_into(buffer):
                    writer.write(buffer[:n])
                    self._empty[i] = False
            if last:
                return
