"""The engine process: commands on standard input, events on standard output, one JSON object a line. See engine/link/messages.

Ends when its input ends (the parent has gone) or on `shutdown`. Nothing but events is ever written to standard output: whatever a library
prints goes to standard error.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator

from engine.link.codec import encode
from engine.link.messages import InterimEvent, Spectrum, Telemetry
from jobs.streams import LineWriter, claim_stdout, end_politely, ignore_terminal
from models.gpu.load import use_addon

DROPPABLE = (Telemetry, Spectrum, InterimEvent)
END_S = 20.0
"""Longer than whatever is waited for at the end in good order."""


def main() -> int:
    """Runs the engine on this process's own standard streams; returns the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ignore_terminal()
    # A polite end removes what was made: the virtual microphone, half-written files.
    end_politely()
    writer = LineWriter(claim_stdout())
    use_addon()
    from engine.host import Host  # after the add-on: it imports ONNX Runtime

    host = Host(lambda event: writer.write(encode(event), droppable=isinstance(event, DROPPABLE)))
    try:
        host.run(_until_they_end(sys.stdin))
    finally:
        writer.close()
    return 0


def _until_they_end(lines: Iterable[str]) -> Iterator[str]:
    """When nobody asks any more, what hangs (a device, a disk, a graph) must not keep this process as an orphan."""
    try:
        yield from lines
    finally:
        last = threading.Timer(END_S, os._exit, args=(1,))
        last.daemon = True
        last.start()


if __name__ == "__main__":
    sys.exit(main())
