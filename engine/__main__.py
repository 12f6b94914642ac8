"""The engine process: commands on standard input, events on standard output, one JSON object a line. See engine/link/messages.py.

Ends when its input ends (the parent has gone) or on `shutdown`. Nothing but events is ever written to standard output: whatever a library
prints goes to standard error.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from typing import TextIO

from engine.link.codec import encode
from engine.link.messages import Event
from engine.runtime.host import Host


def main() -> int:
    """Runs the engine on this process's own standard streams; returns the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Ctrl+C reaches the whole terminal group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A polite end removes what was made: the virtual microphone, half-written files.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    out = _claim_stdout()
    emit = _Emitter(out)
    host = Host(emit)
    host.run(sys.stdin)
    return 0


def _claim_stdout() -> TextIO:
    """The real standard output, for events only; file descriptor 1 and `sys.stdout` now lead to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return out


class _Emitter:
    """Writes events, from any thread but the audio ones. A reader that has gone is not an error: the end of input will follow."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        line = encode(event) + "\n"
        with self._lock:
            try:
                self._out.write(line)
                self._out.flush()
            except (OSError, ValueError):
                logging.getLogger(__name__).info("nobody reads events any more")


if __name__ == "__main__":
    sys.exit(main())
