"""The recordings of one live session: begun and ended by commands that never wait for a disk.

Threads: commands and the monitor thread ask; one thread opens and finishes files, in the order asked, and answers. The worker only looks at
`current`.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import EngineError
from engine.link.failures import failed
from engine.link.messages import Event, Record, Recorded, RecordingStarted
from engine.runtime.errands import Errands
from engine.runtime.recorder import Recorder


class Recordings:
    """`current` is what is being written, None where nothing is."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self.current: Recorder | None = None
        self._paths: list[str] = []
        self._lost_samples = 0
        self._errands = Errands("urvc-recordings")

    def begin_now(self, input_path: str, output_path: str) -> None:
        """Opens the files on this thread. Raises AudioFileError."""
        if input_path or output_path:
            self.current = Recorder(input_path, output_path, self._emit)

    def give_up(self) -> None:
        """The session has not begun: nothing is left behind."""
        recorder, self.current = self.current, None
        if recorder is not None:
            recorder.discard()

    def begin(self, command: Record) -> None:
        """Answers `recording` once the files are open, or `failed`: `live.recording`, AudioFileError."""
        self._errands.do(lambda: self._begin(command))

    def finish(self, reply_to: int) -> None:
        """Answers `recorded` once the files, if any, are finished."""
        self._errands.do(lambda: self._finish(reply_to))

    def end(self, then: Callable[[list[str], int], None]) -> None:
        """Finishes what is being written, then calls `then` with all files of the session and the samples that are in none; at once,
        on this thread, where there was never anything to write. Nothing is asked after it."""
        if self.current is None and not self._errands.begun:
            then([], 0)
            return
        self._errands.do(lambda: self._end(then))
        self._errands.end()

    @property
    def unfinished(self) -> bool:
        """Whether something that was asked is still being done."""
        return self._errands.busy

    def join(self, limit_s: float) -> None:
        """Waits for what has been asked, so long at most."""
        self._errands.join(limit_s)

    def tell_if_behind(self) -> None:
        """The monitor thread, now and then."""
        recorder = self.current
        if recorder is not None:
            recorder.tell_if_behind()

    def _begin(self, command: Record) -> None:
        paths = [path for path in (command.input, command.output) if path]
        try:
            if self.current is not None:
                raise EngineError("live.recording", "record", paths[-1] if paths else "")
            self.begin_now(command.input, command.output)
        except Exception as error:  # noqa: BLE001 - told to whoever asked, as every command's
            self._emit(failed(error, command.id, "record", paths[-1] if paths else ""))
            return
        self._emit(RecordingStarted(reply_to=command.id, paths=paths))

    def _finish(self, reply_to: int) -> None:
        paths, lost_samples = self._closed()
        self._emit(Recorded(reply_to=reply_to, paths=paths, lost_samples=lost_samples))

    def _end(self, then: Callable[[list[str], int], None]) -> None:
        self._closed()
        then(self._paths, self._lost_samples)

    def _closed(self) -> tuple[list[str], int]:
        recorder, self.current = self.current, None
        if recorder is None:
            return [], 0
        recorder.close()
        self._paths += recorder.paths
        self._lost_samples += recorder.lost_samples
        return recorder.paths, recorder.lost_samples
