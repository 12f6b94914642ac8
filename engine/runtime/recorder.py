"""Writes what goes into and comes out of the pipeline to files, without the worker ever waiting for a disk.

The worker puts blocks into rings; each file has a thread that carries them there. A file that cannot be written any more (the disk is full,
the folder is gone) is closed so that it can be played, this is said at once, and the recording goes on in a new file when that is possible.
One file's trouble is not the other's.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from engine.audio.files import AudioFileWriter
from engine.audio.ring import Ring
from engine.audio.unfinished import recover
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import AudioFileError
from engine.link.messages import Notice

log = logging.getLogger(__name__)

RING_S = 20
BEHIND_S = 5
"""A disk so far behind is spoken of."""
CARRY_EVERY_S = 0.1
FIRST_RETRY_S, LAST_RETRY_S = 1.0, 30.0
ROOM_BYTES = 1 << 22
"""A new file is not begun with less room on the disk: it would end at once."""

Tell = Callable[[Notice], None]


def exact(path: str) -> str | None:
    """What went in is kept as it was (float, where the format can), so that converting it gives what came out, to the bit."""
    return "FLOAT" if path.lower().endswith(".wav") else None


class Track(threading.Thread):
    """One file of a recording, in several parts if need be. Constructing one opens the file: raises AudioFileError.

    paths   the finished files
    """

    def __init__(self, path: str, subtype: str | None, tell: Tell) -> None:
        super().__init__(name="urvc-recorder", daemon=True)  # a disk that hangs must not keep the program from ending
        self._path, self._subtype, self._tell = Path(path), subtype, tell
        self._ring = Ring(RING_S * SAMPLE_RATE_HZ)
        self._buffer = np.zeros(SAMPLE_RATE_HZ, np.float32)
        self._block = self._buffer[:0]
        self._writer: AudioFileWriter | None = self._opened(self._path)
        self.paths: list[str] = []
        self._n_taken = self._n_kept = 0
        self._n_parts = 1
        self._retry_s, self._waited_s = FIRST_RETRY_S, 0.0
        self._told_behind = False
        self._stop_asked = threading.Event()

    @property
    def lost_samples(self) -> int:
        """What is in no file; right once the thread has ended."""
        return self._n_taken - self._n_kept

    def take(self, audio: Audio) -> None:
        """Worker: one hop."""
        self._n_taken += len(audio)
        self._ring.write(audio)

    def finish(self) -> None:
        """What is left goes to the file, then the thread ends. Does not wait."""
        self._stop_asked.set()

    def discard(self) -> None:
        """Leaves no file behind. Only before the thread runs."""
        if self._writer is not None:
            self._writer.discard()

    def tell_if_behind(self) -> None:
        """Any thread, now and then: says once that the disk does not keep up."""
        if not self._told_behind and self._writer is not None and self._ring.available > BEHIND_S * SAMPLE_RATE_HZ:
            self._told_behind = True
            self._tell(Notice(code="recording.slow", subject=str(self._writer.path)))

    def run(self) -> None:
        for saved in recover(self._path.parent):
            self._tell(Notice(code="recording.recovered", subject=str(saved)))
        while not self._stop_asked.wait(CARRY_EVERY_S):
            self._carry()
        self._carry()
        self._end()

    def _carry(self) -> None:
        if self._writer is None and not self._goes_on():
            return
        while self._writer is not None and (len(self._block) or self._fetch()):
            self._write(self._writer)

    def _fetch(self) -> int:
        n_read = self._ring.read_into(self._buffer)
        self._block = self._buffer[:n_read]
        return n_read

    def _write(self, writer: AudioFileWriter) -> None:
        n_before = writer.n_written
        try:
            if not writer.has_room(len(self._block)):
                self._writer = writer = self._next_part(writer)
                n_before = 0
            writer.write(self._block)
            self._block = self._block[:0]
        except Exception as error:  # noqa: BLE001 - whatever it was: it is said, and the recording tries to go on
            n_kept = self._interrupted(writer, error)
            self._block = self._block[max(0, n_kept - n_before) :]

    def _next_part(self, full: AudioFileWriter) -> AudioFileWriter:
        """The file has become as long as its format can be: the next one follows without a gap."""
        full.close()
        self._n_kept += full.n_written
        self.paths.append(str(full.path))
        self._writer = None
        return self._opened(self._free_path())

    def _interrupted(self, writer: AudioFileWriter, error: Exception) -> int:
        """Saves what there is, says what happened; the samples that were saved."""
        log.warning("a recording is interrupted", exc_info=error)
        self._writer = None
        n_kept = 0 if str(writer.path) in self.paths else writer.keep()
        self._n_kept += n_kept
        if n_kept:
            self.paths.append(str(writer.path))
        self._waited_s, self._retry_s = 0.0, min(LAST_RETRY_S, 2 * self._retry_s if self._n_parts > 1 else FIRST_RETRY_S)
        self._tell(Notice(code="recording.interrupted", subject=str(writer.path), facts=_facts(error, n_kept)))
        return n_kept

    def _goes_on(self) -> bool:
        """Tries to begin a new file, not too often; whether there is one."""
        self._waited_s += CARRY_EVERY_S
        if self._waited_s < self._retry_s:
            return False
        self._waited_s = 0.0
        try:
            if shutil.disk_usage(self._path.parent).free < ROOM_BYTES:
                return False
            self._writer = self._opened(self._free_path())
        except (AudioFileError, OSError) as error:
            log.info("a recording still waits: %s", error)
            return False
        self._tell(Notice(code="recording.goes_on", subject=str(self._writer.path)))
        return True

    def _opened(self, path: Path) -> AudioFileWriter:
        return AudioFileWriter(path, SAMPLE_RATE_HZ, self._subtype, "recording")

    def _free_path(self) -> Path:
        while True:
            self._n_parts += 1
            path = self._path.with_name(f"{self._path.stem} (part {self._n_parts}){self._path.suffix}")
            if not path.exists():
                return path

    def _end(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            if not writer.n_written:
                writer.write(np.zeros(1, np.float32))  # FLAC writes its header with the first sample: without one nobody could open it
            writer.close()
        except Exception as error:  # noqa: BLE001 - as in the middle of it
            self._interrupted(writer, error)
            return
        self._n_kept += min(writer.n_written, self._n_taken)
        self.paths.append(str(writer.path))


def _facts(error: Exception, n_kept: int) -> dict[str, JsonValue]:
    reason = error.facts.get("reason") if isinstance(error, AudioFileError) else None
    return {"reason": str(reason or error), "saved_s": round(n_kept / SAMPLE_RATE_HZ, 1)}


class Recorder:
    """Takes both sides of the pipeline; either path may be empty. Constructing one opens the files: raises AudioFileError."""

    def __init__(self, input_path: str, output_path: str, tell: Tell) -> None:
        self._input = Track(input_path, exact(input_path), tell) if input_path else None
        try:
            self._output = Track(output_path, None, tell) if output_path else None
        except AudioFileError:
            if self._input is not None:
                self._input.discard()
            raise
        self._tracks = [track for track in (self._input, self._output) if track is not None]
        for track in self._tracks:
            track.start()

    @property
    def paths(self) -> list[str]:
        """The finished files."""
        return [path for track in self._tracks for path in track.paths]

    @property
    def lost_samples(self) -> int:
        """What is in no file; right once the recording has ended."""
        return sum(track.lost_samples for track in self._tracks)

    def take(self, block: Audio, out: Audio) -> None:
        """Worker: one hop, in and out."""
        if self._input is not None:
            self._input.take(block)
        if self._output is not None:
            self._output.take(out)

    def tell_if_behind(self) -> None:
        """Any thread, now and then: says once that a disk does not keep up."""
        for track in self._tracks:
            track.tell_if_behind()

    def close(self) -> None:
        """Ends the recording and waits until the files are finished: not on a thread that must not wait for a disk."""
        for track in self._tracks:
            track.finish()
        for track in self._tracks:
            track.join()

    def discard(self) -> None:
        """Ends the recording and leaves nothing behind."""
        self.close()
        for path in self.paths:
            Path(path).unlink(missing_ok=True)
