"""The delay from microphone to output as sound has it: chirps through two devices of a PulseAudio started for the purpose.

    python -m bench.latency [--voice V | --full-size] [--minutes M] [--json] [options of `urvc live`]

`urvc live` runs as a user would start it, between two null sinks, in bypass: every stage computes, and the chirp that went in comes out at
the voice's own delay. Chirps and speech take turns until the time is over: the chirps are measured from outside of the engine, the speech
keeps it at its usual work. `--full-size`: the RVC voice of bench/setup_full_size.py with RMVPE, calibrated once as a first start does.
Options that are not listed go to `urvc live` (`--hop 100 --lookahead 30`). Delays up to 0.6 s are told apart. Linux with `pulseaudio` and
`pulseaudio-utils`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.programs import LiveProgram, ProgramFailed, dropouts, environment, warn_if_busy
from bench.setup_full_size import calibrate, full_size_setup
from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.measure import LONGEST_S, Loop, TimedSamples, delays_between, record_chirps
from tests.e2e.pulse import PulseServer, missing_packages
from tests.e2e.speech import speech

N_CHIRPS = 12
SPEECH_S = 12.0
ALWAYS_OPEN = ("--bypass", "--gate", "-90")


@dataclass(frozen=True, slots=True)
class Delay:
    """What was measured with one voice.

    engine_ms         the engine's own figure, median while the chirps were played
    load              computing time over block time, median
    dropped_s         when something dropped out, in seconds of the stream
    memory_mb         of the engine process, resident, after the first round; `memory_growth_mb` from then on
    """

    voice: str
    hop_ms: int
    provider: str
    median_ms: float
    lowest_ms: float
    highest_ms: float
    engine_ms: float
    heard: int
    played: int
    dropouts: int
    dropped_s: list[float]
    counters: dict[str, int]
    notices: dict[str, int]
    load: float
    minutes: float
    memory_mb: float
    memory_growth_mb: float


def measure(server: PulseServer, arguments: Sequence[str], minutes: float) -> Delay:
    """Chirps, then speech and chirps again until `minutes` are over. `arguments`: of `urvc live`.

    Raises ProgramFailed.
    """
    rounds, own_ms, memory = list[tuple[TimedSamples, TimedSamples]](), list[float](), list[int]()
    with LiveProgram("--input", "mic.monitor", "--output", "out", *ALWAYS_OPEN, *arguments) as program, _bar() as progress:
        began_s = time.monotonic()
        task = progress.add_task("chirps and speech", total=60 * minutes)
        while True:
            first = len(program.telemetry)
            rounds.append(_chirps())
            own_ms += [delay_ms for _, delay_ms, _ in program.telemetry[first:]]
            memory.append(program.engine_bytes())
            if time.monotonic() - began_s >= 60 * minutes:
                break
            server.play("mic", speech(SPEECH_S))
            program.check()
            progress.update(task, completed=time.monotonic() - began_s)
        program.end()
    # Compared only now: that takes a whole processor for a moment, which the engine would have missed.
    delays_ms = [delay_ms for one in rounds for delay_ms in delays_between(*one, N_CHIRPS)]
    played = N_CHIRPS * len(rounds)
    if median(own_ms) > 1000 * LONGEST_S or not delays_ms:
        too_late = f"the engine says {median(own_ms):.0f} ms: too late to be told from the next chirp"
        why = too_late if delays_ms else f"none of {played} chirps was heard again"
        lost, growth_mb = dropouts(program.stopped["counters"]), (memory[-1] - memory[0]) / 1e6
        raise ProgramFailed(f"{why}; {lost} dropouts, notices: {dict(program.notices)}, memory grew by {growth_mb:.1f} MB")
    return _delay(program, delays_ms, own_ms, played, memory)


def _delay(program: LiveProgram, delays_ms: list[float], own_ms: list[float], played: int, memory: list[int]) -> Delay:
    started, counters = program.started, program.stopped["counters"]
    return Delay(
        voice=started["voice"],
        hop_ms=int(next((part["ms"] for part in started["latency"] if part["name"] == "block"), 0)),
        provider=started["provider"],
        median_ms=median(delays_ms),
        lowest_ms=min(delays_ms),
        highest_ms=max(delays_ms),
        engine_ms=median(own_ms),
        heard=len(delays_ms),
        played=played,
        dropouts=dropouts(counters),
        dropped_s=program.dropped_s,
        counters=counters,
        notices=dict(program.notices),
        load=median([load for _, _, load in program.telemetry if load > 0] or [0.0]),
        minutes=program.telemetry[-1][0] / 60,
        memory_mb=memory[0] / 1e6,
        memory_growth_mb=(memory[-1] - memory[0]) / 1e6,
    )


def _chirps() -> tuple[TimedSamples, TimedSamples]:
    """One round of them, as it went in and as it came out."""
    backend = choose_backend("pulse")
    devices = backend.list_devices()
    play, reference = find_device(devices, "mic", "output"), find_device(devices, "mic.monitor", "input")
    return record_chirps(backend, Loop(play, reference, find_device(devices, "out.monitor", "input")), N_CHIRPS)


def _bar() -> Progress:
    return Progress(console=Console(stderr=True), transient=True)


def table(delay: Delay) -> Table:
    """One row."""
    title = f"{delay.voice}, {delay.provider}, {delay.minutes:.1f} minutes"
    shown = Table(
        "hop", "median ms", "lowest", "highest", "engine's figure", "chirps", "dropouts", "load", "memory MB", "growth", title=title
    )
    times = (f"{ms:.1f}" for ms in (delay.median_ms, delay.lowest_ms, delay.highest_ms, delay.engine_ms))
    counts = f"{delay.heard} of {delay.played}", str(delay.dropouts), f"{delay.load:.2f}"
    shown.add_row(f"{delay.hop_ms} ms", *times, *counts, f"{delay.memory_mb:.0f}", f"{delay.memory_growth_mb:+.1f}")
    return shown


def _told(delay: Delay) -> str:
    """What the table has no room for."""
    dropped = f"dropped out at (s): {', '.join(f'{at_s:.0f}' for at_s in delay.dropped_s)}" if delay.dropped_s else ""
    return "\n".join(filter(None, [dropped, f"notices: {delay.notices}" if delay.notices else ""]))


def main(arguments: list[str]) -> int:
    """Prints the table, or a JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.latency", description=__doc__.splitlines()[0])
    voices = parser.add_mutually_exclusive_group()
    voices.add_argument("--voice", default="natural", help="a voice of yours, or a built-in one")
    voices.add_argument("--full-size", action="store_true", help="a full-size RVC voice with random weights, and RMVPE")
    parser.add_argument("--folder", type=Path, help="where the full-size files are kept")
    parser.add_argument("--recalibrate", action="store_true", help="find the best settings for the full-size voice again first")
    parser.add_argument("--minutes", type=float, default=1.0, metavar="M")
    parser.add_argument("--json", action="store_true")
    options, passed_on = parser.parse_known_args(arguments)
    missing = missing_packages()
    if missing:
        print(f"needs a PulseAudio: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    warn_if_busy()
    with ExitStack() as stack:
        voice = ["--voice", options.voice]
        if options.full_size:
            full = full_size_setup(options.folder)
            calibrate(full, options.recalibrate)
            stack.enter_context(environment(full.environment))
            voice = ["--voice", full.voice.id, "--detector", "rmvpe"]
        server = stack.enter_context(PulseServer())
        stack.enter_context(environment(server.environment))
        try:
            delay = measure(server, [*voice, *passed_on], options.minutes)
        except ProgramFailed as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
    if options.json:
        print(json.dumps(asdict(delay)))
    else:
        Console(width=140).print(table(delay))
        if told := _told(delay):
            print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
