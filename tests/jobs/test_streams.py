"""Lines to a reader that is slow, or gone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from jobs.streams import MOST_WAITING, LineWriter

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
