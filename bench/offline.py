"""How fast a file is converted, against its own length.

    python -m bench.offline [--seconds N] [--rounds N] [--voice V ...] [--json]

The bundled recording, repeated to the length asked for, goes through `convert` of a real engine process, as `urvc convert` asks it: with a
built-in voice, and with the full-size RVC voice of bench/setup_full_size.py (index of 50,000 vectors) and RMVPE. "x real time" is seconds
of audio per second of computing, the inverse of rtf; opening the voice's models is told apart, because it is done once a file however long.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

import soundfile
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from app.engine_client import EngineClient
from app.errors import EngineDied
from bench.programs import environment, warn_if_busy
from bench.setup_full_size import FullSize, calibrate, full_size_setup
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import Convert, Converted, Failed, Values
from engine.link.messages import Progress as Done
from tests.e2e.speech import speech

SECONDS = 60.0
ROUNDS = 3


class ConversionFailed(Exception):
    """The engine refused; the text is its code and facts."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is converted with: a voice by name, and settings that differ from the defaults."""

    voice: str
    config: Values = field(default_factory=dict)
    surroundings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians over `rounds`. `opening_s`: what the whole took beyond the computing, most of it opening models."""

    voice: str
    detector: str
    seconds: float
    rtf: float
    times_real_time: float
    opening_s: float
    rounds: int


def measure(job: Job, seconds: float, rounds: int, progress: Progress) -> Speed:
    """Converts `rounds` times in one engine process. Raises ConversionFailed, EngineDied."""
    task = progress.add_task(job.voice, total=float(rounds))
    with tempfile.TemporaryDirectory(prefix="urvc-bench-") as folder, environment(job.surroundings), EngineClient() as engine:
        source = Path(folder) / "speech.wav"
        soundfile.write(source, speech(seconds), SAMPLE_RATE_HZ)
        command = Convert(input=str(source), output=str(Path(folder) / "out.wav"), voice=job.voice, config=job.config)
        results, whole_s = list[Converted](), list[float]()
        for number in range(rounds):
            began_s = time.perf_counter()
            results.append(_convert(engine, command, number, progress, task))
            whole_s.append(time.perf_counter() - began_s)
    rtf = median([result.rtf for result in results])
    return Speed(
        voice=job.voice,
        detector=str(job.config.get("detector", "default")),
        seconds=results[0].seconds,
        rtf=rtf,
        times_real_time=1.0 / rtf,
        opening_s=median([whole - result.rtf * result.seconds for whole, result in zip(whole_s, results, strict=True)]),
        rounds=rounds,
    )


def _convert(engine: EngineClient, command: Convert, number: int, progress: Progress, task: TaskID) -> Converted:
    sent = engine.send(command)
    for event in engine.events():
        if event.reply_to != sent:
            continue
        if isinstance(event, Done):
            progress.update(task, completed=number + event.done)
        elif isinstance(event, Failed):
            raise ConversionFailed(f"{event.code}: {event.doing}: {event.subject} {dict(event.facts)}")
        elif isinstance(event, Converted):
            return event
    raise AssertionError("events without a time limit end only with EngineDied")


def jobs(voices: Sequence[str], full: FullSize | None) -> list[Job]:
    """The voices by name, then the full-size one."""
    own = [Job(voice) for voice in voices]
    return own + ([Job(full.voice.id, {"detector": "rmvpe"}, full.environment)] if full else [])


def table(speeds: Sequence[Speed]) -> Table:
    """A row a voice."""
    first = speeds[0]
    shown = Table("voice", "detector", "x real time", "rtf", "opening s", title=f"{first.seconds:.0f} s of speech, {first.rounds} rounds")
    for speed in speeds:
        shown.add_row(speed.voice, speed.detector, f"{speed.times_real_time:.1f}", f"{speed.rtf:.3f}", f"{speed.opening_s:.1f}")
    return shown


def main(arguments: list[str]) -> int:
    """Prints the table, or one JSON object a voice."""
    parser = argparse.ArgumentParser(prog="python -m bench.offline", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=SECONDS, help="length of the recording")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is converted")
    parser.add_argument("--voice", action="append", help="only these voices of yours or built-in ones, not the full-size one")
    parser.add_argument("--recalibrate", action="store_true", help="find the best settings for the full-size voice again first")
    parser.add_argument("--folder", type=Path, help="where the full-size files are kept")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    full = None if options.voice else full_size_setup(options.folder)
    warn_if_busy()
    if full:
        calibrate(full, options.recalibrate)
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            speeds = [measure(job, options.seconds, options.rounds, progress) for job in jobs(options.voice or ["natural"], full)]
    except (ConversionFailed, EngineDied) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        for speed in speeds:
            print(json.dumps(asdict(speed)))
    else:
        Console(width=120).print(table(speeds))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
