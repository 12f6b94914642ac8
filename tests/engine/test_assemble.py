from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

COST = """
import threading
from engine.assemble import assemble
from engine.config import EngineConfig
from models.builtin import find_voice
first, second = (assemble(EngineConfig(), find_voice("natural")).cost for _ in range(2))
print(first.mean_samples, second.mean_samples)
"""


def test_the_first_voice_of_a_process_costs_no_more_than_the_second() -> None:
    """What is made once (code, tables) is not what a hop costs, nor what other programs take meanwhile: two of them, one a core here."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        done = subprocess.run([sys.executable, "-c", COST], capture_output=True, text=True, check=True, cwd=ROOT)
    finally:
        for program in busy:
            program.kill()
            program.wait()
    first, second = map(float, done.stdout.split())
    assert 0 < first < 2 * second
