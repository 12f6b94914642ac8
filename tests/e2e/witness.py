"""A witness of the machine: a shared processor is taken away for milliseconds at times, and then nobody could have played sound in time.

    with Witness() as witness: ...; witness.stalls_ms(began_s)

One child process a processor does nothing but sleep, before everybody else (SCHED_FIFO above any sound server's level); what it oversleeps,
no program could have used. A machine that gives no such priority has no witness.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from types import TracebackType

SLEEP_S = 0.002
STALL_S = 0.004
"""Less than half of what is put between an output and silence."""
LEVEL = 90


class Witness:
    """Runs from `with` to the end of it."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[str]] = []
        self._stalls: list[tuple[float, float]] = []

    def __enter__(self) -> Witness:
        if hasattr(os, "sched_getaffinity"):
            for processor in sorted(os.sched_getaffinity(0)):
                command = [sys.executable, "-S", __file__, str(processor)]
                child = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
                self._children.append(child)
                threading.Thread(target=self._read, args=(child,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for child in self._children:
            child.kill()
            child.wait()

    def stalls_ms(self, began_s: float) -> list[float]:
        """How long each stall since then was; `began_s` by `time.monotonic`."""
        time.sleep(10 * SLEEP_S)  # what has just happened is being written down
        return [round(1000 * stall_s, 1) for at_s, stall_s in list(self._stalls) if at_s >= began_s]

    def _read(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        with child.stdout as lines:
            for line in lines:
                at_s, stall_s = map(float, line.split())
                self._stalls.append((at_s, stall_s))


def watch(processor: int) -> None:
    """Writes when a stall ended and how long it was, in seconds; for ever."""
    os.sched_setaffinity(0, {processor})
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(LEVEL))
    except OSError:
        return
    while True:
        before_s = time.monotonic()
        time.sleep(SLEEP_S)
        stall_s = time.monotonic() - before_s - SLEEP_S
        if stall_s > STALL_S:
            sys.stdout.write(f"{time.monotonic()} {stall_s}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    watch(int(sys.argv[1]))
