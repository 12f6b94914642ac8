"""What a second of audio costs, stage by stage: `python -m bench.engine [--hop MS] [--json]`.

The full-size RVC v2 voice of 48 kHz with ContentVec, RMVPE and an index of 50,000 vectors (random weights: bench/setup_full_size.py) speaks
the demo recording through the very pipeline of a live run, in every runtime and precision that this machine offers, hop after hop as fast
as it goes. `rtf` is seconds of computing per second of audio, from the median hop after a third of them. Nothing else should run.

`ONEDNN_MAX_CPU_ISA=AVX2 python -m bench.engine` is a weaker processor (OpenVINO only; ONNX Runtime does not know the variable).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.setup_full_size import FullSize, full_size_setup
from engine.assemble import assemble, params_of, prepare_int8
from engine.audio.demo import demo_speech
from engine.calibration.calibrate import lookahead_ms
from engine.calibration.fidelity import LEAST_DECODER_DB, Kept, decoder_db
from engine.calibration.trial import Timing, time_pipeline
from engine.config import EngineConfig
from engine.inference.choice import candidates
from engine.inference.opening import Placed
from engine.inference.placement import EXACT, Placement
from engine.inference.profile import machine, n_cores
from engine.inference.sessions import devices
from engine.pipeline import STAGES
from models.package import read_package

HOPS_MS = (40, 60, 100, 160, 250)
SECONDS = 6.0
SHOWN_STAGES = ("pitch", "synthesizer")


def ways() -> Iterator[Placement]:
    """What this machine offers, the exact reference last. A GPU that does not answer is left out by its trial."""
    yield from (wish for wish in candidates(devices()) if wish != replace(EXACT, n_threads=n_cores()))
    yield replace(EXACT, n_threads=n_cores())


def measure(full: FullSize, wish: Placement, hops_ms: list[int], context_s: float, detector: str) -> Iterator[tuple[Timing, float | None]]:
    """(timing, decoder's dB against float32) for each hop; nothing where the way does not run here."""
    if wish.precision == "int8":
        prepare_int8(full.voice, full.foundation, wish.n_threads)
    opening = Kept(Placed(wish))
    assert full.voice.rvc is not None
    decoder = read_package(full.voice.rvc.folder).graph("decoder")
    fidelity_db: float | None = None
    for hop_ms in track(hops_ms, wish.provider, console=Console(stderr=True), transient=True):
        ahead_ms = lookahead_ms(wish.precision)
        config = replace(EngineConfig(), hop_ms=hop_ms, lookahead_ms=ahead_ms, context_s=context_s, detector=detector)
        pipeline = assemble(config, full.voice, full.foundation, opening)
        session = opening.sessions[decoder]
        if session.obtained.reason:
            return
        session.start()
        timing = time_pipeline(pipeline, demo_speech(SECONDS), params_of(full.voice))
        if wish.precision != "float32" and fidelity_db is None:
            fidelity_db = decoder_db(session, Placed(replace(EXACT, n_threads=n_cores())).open(decoder), session.fed or [])
        yield timing, fidelity_db


def row(wish: Placement, timing: Timing, fidelity_db: float | None) -> dict[str, object]:
    """One line of the table, as `--json` prints it."""
    memory_mb = psutil.Process().memory_info().rss / 1e6
    return {
        "provider": wish.provider,
        "hop_ms": timing.hop_ms,
        "rtf": timing.rtf,
        "compute_ms": timing.compute_ms,
        "worst_ms": timing.worst_ms,
        "stage_ms": timing.stage_ms,
        "decoder_db": fidelity_db,
        "memory_mb": memory_mb,
        "machine": machine(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Cost of the full-size voice on this machine.")
    parser.add_argument("--hop", type=int, choices=range(20, 501, 10), metavar="MS", help="only this hop, in the quickest way found")
    parser.add_argument("--precision", choices=("float32", "bfloat16", "float16", "int8"), help="only ways of this precision")
    parser.add_argument("--context", type=float, default=1.0, metavar="S")
    parser.add_argument("--detector", default="rmvpe")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    full = full_size_setup()
    os.environ.update(full.environment)
    hops_ms = [options.hop] if options.hop else list(HOPS_MS)
    rows = []
    for wish in ways():
        if options.precision in (None, wish.precision):
            rows += [row(wish, *found) for found in measure(full, wish, hops_ms, options.context, options.detector)]
    if options.hop:
        true = [one for one in rows if one["decoder_db"] is None or float(str(one["decoder_db"])) >= LEAST_DECODER_DB]
        rows = [min(true, key=lambda one: float(str(one["rtf"])))]
    if options.json:
        sys.stdout.write(json.dumps(rows[0] if options.hop else rows) + "\n")
    else:
        show(rows)


def show(rows: list[dict[str, object]]) -> None:
    slowest = {one["hop_ms"]: float(str(one["rtf"])) for one in rows}  # the exact reference comes last
    table = Table("where", "hop ms", "rtf", "times exact", "ms a hop", "worst", *STAGES, "decoder dB", "MB")
    for one in rows:
        stages = one["stage_ms"]
        assert isinstance(stages, dict)
        numbers = [float(str(one[name])) for name in ("rtf", "compute_ms", "worst_ms", "memory_mb")]
        db = "" if one["decoder_db"] is None else f"{float(str(one['decoder_db'])):.1f}"
        cells = [f"{numbers[0]:.3f}", f"{slowest[one['hop_ms']] / numbers[0]:.2f}", f"{numbers[1]:.1f}", f"{numbers[2]:.1f}"]
        table.add_row(
            str(one["provider"]), str(one["hop_ms"]), *cells, *(f"{stages[name]:.2f}" for name in STAGES), db, f"{numbers[3]:.0f}"
        )
    console = Console(width=200)
    console.print(machine())
    console.print(table)


if __name__ == "__main__":
    main()
