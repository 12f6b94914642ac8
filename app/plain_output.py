"""Standard output as it is: a pipe in any encoding, names in any writing. Nothing that is said may fail after the work is done."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from typing import Any


def make_output_forgiving() -> None:
    """What the encoding of standard output and standard error cannot write becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a console has none
            stream.reconfigure(errors="replace")


def json_line(values: Mapping[str, Any]) -> str:
    """One line of JSON. Where the output is no Unicode, or the text itself is none (names of files that no encoding fits), it is written
    in ASCII, which loses nothing."""
    line = json.dumps(values, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(values)
    return line
