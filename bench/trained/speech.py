"""`python -m bench.trained.speech FOLDER`: speech of flite's voices, with the phones that were spoken and where each ends.

Needs `flite` and text (Debian: flite, fortunes). The text is spoken here only, never shipped. One WAV and one JSON a sentence, seeded.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import soundfile

MINUTES = {"slt": 10.0, "rms": 4.0, "awb": 4.0, "kal16": 3.0}
"""Of each voice: the first is the one that a voice is trained on, the others teach the content encoder to hear past the speaker."""
TEXTS = Path("/usr/share/games/fortunes")
TOPICS = ("literature", "wisdom", "science", "politics", "law", "work", "education", "food", "people", "magic")
SEED = 1234
LEAST_CHARACTERS, MOST_CHARACTERS = 40, 140


def sentences() -> list[str]:
    """Plain sentences in an order that the seed fixes."""
    found: list[str] = []
    for topic in TOPICS:
        for saying in (TEXTS / topic).read_text("utf-8", errors="replace").split("\n%\n"):
            plain = re.sub(r"\s+", " ", re.split(r"\n\s*--", saying)[0]).strip()
            found += [part for part in re.split(r"(?<=[.!?]) ", plain) if LEAST_CHARACTERS <= len(part) <= MOST_CHARACTERS]
    usable = sorted({part for part in found if re.fullmatch(r"[A-Za-z ,;:'.!?-]+", part)})
    random.Random(SEED).shuffle(usable)
    return usable


def speak(text: str, voice: str, path: Path) -> float:
    """Writes `path` and the phones beside it; seconds."""
    said = subprocess.run(["flite", "-voice", voice, "-psdur", "-t", text, "-o", str(path)], capture_output=True, text=True, check=True)
    phones = [(name, float(end)) for name, end in (part.rsplit(":", 1) for part in said.stdout.split())]
    path.with_suffix(".json").write_text(json.dumps({"text": text, "phones": phones}), "utf-8")
    return float(soundfile.info(str(path)).duration)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trained.speech", description="Speech with its phones, by flite.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    texts = iter(sentences())
    for voice, minutes in MINUTES.items():
        (folder / voice).mkdir(parents=True, exist_ok=True)
        seconds, n = 0.0, 0
        while seconds < 60 * minutes:
            seconds += speak(next(texts), voice, folder / voice / f"{n:04d}.wav")
            n += 1
        print(f"{voice}: {n} sentences, {seconds / 60:.1f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
