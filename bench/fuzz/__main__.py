"""`python -m bench.fuzz TARGET --minutes M --finds FOLDER`: what breaks a reader is kept, once for each place.

Guided by coverage with atheris (`pip install atheris`, of no use to the program itself). A hang of more than ten seconds or more than
2 GB of memory ends the run, with the input named by libFuzzer. What is found goes to tests/data/fuzz/TARGET.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

HANG_S, MEMORY_MB, LONGEST_BYTES = 10, 2048, 65_536
INSTRUMENTED = ["app.control", "app.obs", "app.settings", "engine.audio", "engine.link", "models", "obswebsocket", "json"]


def main() -> None:
    """Fuzzes one target for so long."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--finds", type=Path, default=Path("finds"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable()  # readers warn of what they leave out
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED):
        from bench.fuzz.targets import TARGETS, survives
    target = TARGETS[options.target]
    options.finds.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / f"seed-{number}").write_bytes(seed)
        limits = [f"-timeout={HANG_S}", f"-rss_limit_mb={MEMORY_MB}", f"-max_len={LONGEST_BYTES}", f"-seed={options.seed}"]
        where = f"-artifact_prefix={options.finds}/{options.target}-"
        arguments = ["fuzz", *limits, where, f"-max_total_time={round(60 * options.minutes)}", "-print_final_stats=1", corpus]
        finds = Finds(options.target, options.finds)
        atheris.Setup(arguments, lambda data: finds.note(data, lambda: survives(target, data)))
        atheris.Fuzz()


class Finds:
    """Writes each kind of find once."""

    def __init__(self, target: str, folder: Path) -> None:
        self._target, self._folder = target, folder
        self._known: set[tuple[str, ...]] = set()

    def note(self, data: bytes, read: Callable[[], object]) -> None:
        """Reads; an exception that is no refusal is kept with its input."""
        try:
            read()
        except Exception as error:  # noqa: BLE001 - every other exception is a find
            where = traceback.extract_tb(error.__traceback__)[-1]
            kind = (type(error).__name__, where.filename, str(where.lineno))
            if kind not in self._known:
                self._known.add(kind)
                name = f"{self._target}-{hashlib.sha256(data).hexdigest()[:8]}"
                (self._folder / name).write_bytes(data)
                print(f"found {name}: {kind} {error!r:.200}", flush=True)


if __name__ == "__main__":
    main()
