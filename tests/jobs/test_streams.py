"""Lines to a reader that is slow, or gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from jobs.streams import MOST_WAITING, LineWriter

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 20.0
BIG = "x" * 70_000
"""More than a pipe holds."""


def test_nobody_waits_for_a_reader_that_does_not_read_and_what_the_next_line_makes_good_is_left_out() -> None:
    source, target = os.pipe()
    writer = LineWriter(target)
    writer.write(BIG)
    for number in range(3 * MOST_WAITING):
        writer.write(f"level {number}", droppable=True)
    writer.write("answer")
    read: list[str] = []

    def take_all() -> None:
        with os.fdopen(source, encoding="utf-8") as file:
            read.extend(file)

    reader = threading.Thread(target=take_all)
    reader.start()
    writer.close(LIMIT_S)
    os.close(target)
    reader.join(LIMIT_S)
    lines = [line.rstrip() for line in read]
    assert lines[0] == BIG
    assert lines[1] == "level 0"
    assert lines[-1] == "answer"
    assert MOST_WAITING <= len(lines) <= MOST_WAITING + 3


def test_a_reader_that_has_gone_is_no_error() -> None:
    source, target = os.pipe()
    os.close(source)
    writer = LineWriter(target)
    writer.write("to nobody")
    writer.write("again")
    writer.close(LIMIT_S)
    os.close(target)


def test_a_process_whose_lines_nobody_reads_still_ends() -> None:
    program = "from jobs.streams import LineWriter, claim_stdout\n"
    program += "writer = LineWriter(claim_stdout())\nwriter.write('x' * 500_000)\nwriter.close(0.2)\n"
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.wait(LIMIT_S) == 0
    process.stdout.close()


DEAF = """
import os, signal, sys, threading, time
from jobs.streams import end_politely

def note():
    time.sleep(0.2)  # the main thread waits by now; were it not, it would only notice sooner
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

end_politely()
threading.Thread(target=note, daemon=True).start()
try:
    os.read(0, 1)
finally:
    print("left")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no polite kill")
def test_a_polite_kill_that_interrupts_no_waiting_is_obeyed() -> None:
    """The signal reaches another thread, as one does that comes in the moment before the main thread waits."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", DEAF], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.wait(LIMIT_S) == 0
        finally:
            child.kill()
        assert child.stdout is not None
        assert child.stdout.read() == "left\n"
