"""A witness of the machine: a shared processor is taken away for milliseconds at times, and then nobody could have played sound in time.

    with Witness() as witness: ...; witness.machine(began_s).unfit

One child process a processor does nothing but sleep, before everybody else (SCHED_FIFO above any sound server's level); what it oversleeps,
no program could have used. A host that gives back memory, say, takes a little of every moment for a tenth of a second, so what is lost is
added up. A machine that gives no such priority has no witness.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from types import TracebackType

SLEEP_S = 0.002
WINDOW_S = 0.02
STALL_S = 0.003
"""Lost within WINDOW_S; a third of what is put between an output and silence. A quiet machine oversleeps a fifth of that."""
LEVEL = 90
UNFIT_STALL_MS = 15.0
"""All that lies between an output and silence at the default margin, and half as much again."""
UNFIT_STALLS_PER_S = 1.0
"""A quiet machine has next to none. Where they follow each other like this, what they take from a core that computes is not all seen."""
CALM_S, PATIENCE_S = 5.0, 300.0
"""How long a calm machine has been without a stall; how long is waited for that, all waits of a run together."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How the machine was for `lasted_s`: how long each of its stalls was."""

    stalls_ms: tuple[float, ...]
    lasted_s: float

    @property
    def unfit(self) -> bool:
        """Whether nobody could have played sound in time: one stall that no margin covers, or one after the other."""
        return max(self.stalls_ms, default=0.0) >= UNFIT_STALL_MS or len(self.stalls_ms) >= UNFIT_STALLS_PER_S * self.lasted_s

    def __str__(self) -> str:
        return f"for ms: {list(self.stalls_ms)} in {self.lasted_s:.0f} s"


class Witness:
    """Runs from `with` to the end of it."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[str]] = []
        self._stalls: list[tuple[float, float]] = []
        self._patience_s = PATIENCE_S

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

    def machine(self, began_s: float) -> Machine:
        """How the machine has been since then; `began_s` by `time.monotonic`."""
        lasted_s = time.monotonic() - began_s
        time.sleep(2 * WINDOW_S)  # what has just happened is being written down
        return Machine(tuple(round(1000 * stall_s, 1) for at_s, stall_s in list(self._stalls) if at_s >= began_s), lasted_s)

    def await_calm(self) -> None:
        """Returns after CALM_S without a stall, or when patience ends."""
        while self._patience_s > 0.0:
            began_s = time.monotonic()
            time.sleep(CALM_S)
            if not self.machine(began_s).stalls_ms:
                return
            self._patience_s -= CALM_S

    def _read(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        with child.stdout as lines:
            for line in lines:
                at_s, stall_s = map(float, line.split())
                self._stalls.append((at_s, stall_s))


class Stalls:
    """Adds up what is lost; `note` says how long a stall was that has just ended, else 0. In seconds."""

    def __init__(self) -> None:
        self._lately: deque[tuple[float, float]] = deque()
        self._lost_s = self._stall_s = 0.0

    def note(self, now_s: float, late_s: float) -> float:
        """Awake at `now_s`, so much too late."""
        self._lately.append((now_s, late_s))
        self._lost_s += late_s
        while self._lately[0][0] < now_s - WINDOW_S:
            self._lost_s -= self._lately.popleft()[1]
        if self._lost_s > STALL_S:
            self._stall_s = self._stall_s + late_s if self._stall_s else self._lost_s
            return 0.0
        ended_s, self._stall_s = self._stall_s, 0.0
        return ended_s


def watch(processor: int) -> None:
    """Writes when a stall ended and how long it was, in seconds; for ever."""
    os.sched_setaffinity(0, {processor})
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(LEVEL))
    except OSError:
        return
    stalls = Stalls()
    while True:
        before_s = time.monotonic()
        time.sleep(SLEEP_S)
        now_s = time.monotonic()
        stall_s = stalls.note(now_s, now_s - before_s - SLEEP_S)
        if stall_s:
            sys.stdout.write(f"{now_s} {stall_s}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    watch(int(sys.argv[1]))
