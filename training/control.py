"""How a run is told what to do from outside: one word in a file of its folder, so that any process can say it, at any time.

run      (or no file) go on
pause    wait, with everything kept; a later `run` goes on
stop     end now, with the best that was learnt
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

FILE = "control"
Word = Literal["run", "pause", "stop"]


def tell(run: Path, word: Word) -> None:
    """Tells the run in that folder."""
    (run / FILE).write_text(word, encoding="utf-8")


def told(run: Path) -> Word:
    """What the run was told last."""
    try:
        word = (run / FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return "run"
    return "pause" if word == "pause" else "stop" if word == "stop" else "run"
