"""What a built-in voice costs: seconds of computing per second of audio, the whole pipeline at a live hop, stage by stage.

    python -m bench.voices [--hop MS] [--detector NAME] [--json]

The bundled recording goes block by block through the engine's own pipeline in this process, one core, no devices. The ratio is against the
voice "natural" of the same run, so that a busy machine shifts all rows alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from importlib.resources import as_file, files

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from engine.assemble import assemble, params_of
from engine.audio.files import AudioFileReader
from engine.config import EngineConfig
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.pipeline import STAGES
from models.builtin import builtin_voices
from models.voice import Voice

ROUNDS = 3


def measure(voice: Voice, audio: Audio, config: EngineConfig) -> dict[str, float]:
    """rtf (median of ROUNDS), rtf of each stage, and the slowest block over its own length."""
    pipeline = assemble(config, voice)
    hop, params = pipeline.hop_samples, params_of(voice)
    rtfs, worst, stages = list[float](), list[float](), np.zeros(len(STAGES))
    for _ in range(ROUNDS):
        state, times = pipeline.prepare(), list[float]()
        for start in range(0, len(audio) - hop + 1, hop):
            began = time.perf_counter()
            pipeline.process(audio[start : start + hop], state, params)
            times.append(time.perf_counter() - began)
        seconds = len(times) * hop / SAMPLE_RATE_HZ
        rtfs.append(sum(times) / seconds)
        worst.append(max(times) * SAMPLE_RATE_HZ / hop)
        stages += state.stage_ns / 1e9 / seconds / ROUNDS
    return {"rtf": statistics.median(rtfs), "worst_block": statistics.median(worst), **dict(zip(STAGES, map(float, stages), strict=True))}


def main() -> None:
    """Prints the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hop", type=int, default=EngineConfig().hop_ms)
    parser.add_argument("--detector", default=EngineConfig().detector)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    config = EngineConfig(hop_ms=options.hop, detector=options.detector)
    with as_file(files("resources") / "audio" / "demo.flac") as path, AudioFileReader(path) as reader:
        audio = np.concatenate(list(reader))
    voices = builtin_voices()
    results = {
        voice.id: measure(voice, audio, config) for voice in track(voices, "measuring", console=Console(stderr=True), transient=True)
    }
    if options.json:
        sys.stdout.write(json.dumps({"hop_ms": options.hop, "rtf": max(r["rtf"] for r in results.values()), "voices": results}) + "\n")
        return
    base = results["natural"]["rtf"]
    table = Table(
        "voice",
        "rtf",
        "x natural",
        "worst block",
        "pitch",
        "synthesizer",
        "effects",
        "the rest",
        title=f"hop {options.hop} ms, {options.detector}",
    )
    for name, result in results.items():
        rest = sum(result[stage] for stage in STAGES if stage not in ("pitch", "synthesizer", "effects"))
        parts = (
            result["rtf"],
            result["rtf"] / base,
            result["worst_block"],
            result["pitch"],
            result["synthesizer"],
            result["effects"],
            rest,
        )
        table.add_row(name, *(f"{value:.3f}" for value in parts))
    Console().print(table)


if __name__ == "__main__":
    main()
