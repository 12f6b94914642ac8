"""The standard streams of a child process that speaks lines of JSON."""

from __future__ import annotations

import functools
import logging
import os
import queue
import signal
import sys
import threading

log = logging.getLogger(__name__)

MOST_WAITING = 200
"""Lines that wait for the reader before the droppable are dropped: ten seconds of telemetry."""
LAST_LINES_S = 2.0
NUDGE_S = 0.1


def ignore_terminal() -> None:
    """Ctrl+C and the end of the terminal reach all processes started there; the parent decides what they mean."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def end_politely() -> None:
    """A polite kill (SIGTERM) ends the main thread with SystemExit, also when it comes in the moment before that thread waits for input:
    Python would notice it with the next line only, and none may come. Main thread only."""
    leaving = threading.Event()

    def leave(*_: object) -> None:
        if not leaving.is_set():
            leaving.set()
            sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    if sys.platform != "win32":
        told, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
        nudge = functools.partial(_nudge, told, leaving, threading.get_ident())
        threading.Thread(target=nudge, name="urvc-polite-kill", daemon=True).start()


def _nudge(told: int, leaving: threading.Event, thread: int) -> None:
    """Interrupts what the thread waits in until it has seen the signal."""
    while signal.SIGTERM not in os.read(told, 64):
        pass
    while not leaving.wait(NUDGE_S):
        signal.pthread_kill(thread, signal.SIGTERM)


def claim_stdout() -> int:
    """A descriptor of the real standard output, for lines only; descriptor 1 and `sys.stdout` lead to standard error from now on, so that
    nothing a library prints can come between. Standard input is read as UTF-8."""
    out = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return out


class LineWriter:
    """Writes lines, from any thread but the audio ones, without waiting for the reader: a thread of its own does that. A reader that has
    gone is not an error: the end of input will follow."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="urvc-out", daemon=True)
        self._thread.start()

    def write(self, line: str, droppable: bool = False) -> None:
        """One line, and its end. A droppable one, which the next will make good, is left out where the reader is far behind."""
        if not droppable or self._lines.qsize() < MOST_WAITING:
            self._lines.put((line + "\n").encode())

    def close(self, limit_s: float = LAST_LINES_S) -> None:
        """Waits until all lines are out, so long at most."""
        self._lines.put(None)
        self._thread.join(limit_s)

    def _run(self) -> None:
        is_read = True
        while (line := self._lines.get()) is not None:
            is_read = is_read and self._put(line)

    def _put(self, line: bytes) -> bool:
        """Whether somebody still reads."""
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:
            log.info("nobody reads any more")
            return False
        return True
