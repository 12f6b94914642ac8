"""A child process that speaks lines: one way to start it, to hear it and to stop it.

Whoever stops it closes its input (the child cancels what it does, clears away and ends), then terminates it, then kills it. A child whose
parent dies sees the end of its input too, and ends by itself.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence

END_S = 5.0
"""How long each step of the stopping may take: input closed, terminated, killed."""
LOG_S = 2.0
"""How long the rest of the log may take to come once the process has ended; a grandchild may hold it open."""
KEPT_LINES = 200


class LineProcess:
    """One running child. What it writes to standard error is kept, newest last. Raises OSError where it cannot be started.

    `on_line` is called with every line of its standard output, then `on_end` once, both with this object, in a thread of it that must not
    call `stop`.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_line: Callable[[LineProcess, str], None],
        on_end: Callable[[LineProcess], None] = lambda process: None,
    ) -> None:
        self._process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
        self._on_line, self._on_end = on_line, on_end
        self._log: deque[str] = deque(maxlen=KEPT_LINES)
        self._sending = threading.Lock()
        self._log_reader = threading.Thread(target=self._read_log, name="urvc-child-log", daemon=True)
        self._reader = threading.Thread(target=self._read, name="urvc-child", daemon=True)
        self._log_reader.start()
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs."""
        return self._process.poll()

    @property
    def log(self) -> list[str]:
        """The newest lines of standard error."""
        return list(self._log)

    def note(self, line: str) -> None:
        """Adds a line to the log: something that the child said and nobody understands."""
        self._log.append(line)

    def send(self, line: str) -> bool:
        """Writes a line to its input; whether it could. Any thread."""
        assert self._process.stdin is not None
        with self._sending:
            try:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()
            except (OSError, ValueError):
                return False
        return True

    def last_words(self) -> list[str]:
        """The log of a child that is ending, once it is complete: the reason may be its last line."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LOG_S)
        self._log_reader.join(LOG_S)
        return self.log

    def stop(self, last_line: str = "", end_s: float = END_S) -> None:
        """Ends the child and returns when it has gone: says `last_line`, closes its input, terminates it, kills it. May be called twice."""
        assert self._process.stdin is not None
        if last_line:
            self.send(last_line)
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()
        for harder in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(end_s)
                break
            except subprocess.TimeoutExpired:
                harder()
        self._process.wait()
        self._reader.join(end_s)
        self._log_reader.join(end_s)
        self._close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._on_line(self, line)
        self._on_end(self)
        self.last_words()
        self._close()

    def _close(self) -> None:
        """Closes what is no longer read; what a grandchild still writes to stays open."""
        streams = [self._process.stdin]
        streams += [self._process.stdout] if _has_ended(self._reader) else []
        streams += [self._process.stderr] if _has_ended(self._log_reader) else []
        for stream in streams:
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._log.append(line.rstrip("\n"))


def _has_ended(reader: threading.Thread) -> bool:
    """Whether it reads no more; one that asks this itself has read all."""
    return reader is threading.current_thread() or not reader.is_alive()
