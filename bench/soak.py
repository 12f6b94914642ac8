"""`python -m bench.soak --hours H`: the live engine through everything that happens to it, from a seed, and what it cost.

A PulseAudio of its own plays speech into a null sink; the real engine speaks it. Meanwhile, in a seeded order: voice changes, live controls
that move all the time, recordings that begin and end, mute and bypass, a device that is unloaded and comes back, streams that are carried
to another device, an engine that is killed. Counts dropouts outside the faults, the delay, memory, descriptors and threads.
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from app.engine_client import EngineClient
from app.errors import EngineDied
from engine.audio.demo import demo_speech
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import AnyEvent, Failed, Notice, Record, SetParams, SetVoice, Start, Started, StopRecording, Telemetry
from models.builtin import builtin_voices
from tests.e2e.pulse import PulseServer

QUIET_S = 5.0
"""After a fault, dropouts are counted as its own for so long."""
EVERY_S = 3.0
REPORT_S = 60.0
DROPOUTS = ("underruns", "overruns", "late_blocks")


@dataclass
class Counts:
    """What has happened so far."""

    done: Counter[str] = field(default_factory=Counter)
    dropouts: int = 0
    dropouts_of_faults: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    delays_ms: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)


class Soak:
    """One engine after the other, on one sound server."""

    def __init__(self, pulse: PulseServer, folder: Path, seed: int) -> None:
        self._pulse, self._folder = pulse, folder
        self._rng = np.random.default_rng(seed)
        self._voices = [voice.id for voice in builtin_voices()]
        self.counts = Counts()
        self._fault_until_s = 0.0
        self._before: int | None = None
        self._recording = False
        self._numbers = iter(range(1_000_000))
        self._out = pulse.load_null_sink("headset")
        pulse.keep_awake("headset")

    def run(self, seconds: float) -> None:
        """Goes on until so much time has passed."""
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            with suppress(EngineDied), EngineClient() as engine:
                self._live(engine, end_s)
            self._recording, self._before = False, None

    def _live(self, engine: EngineClient, end_s: float) -> None:
        started = engine.answer(Start(voice="robot", config={"input": "mic.monitor", "output": "headset"}), Started)
        assert isinstance(started, Started), started
        self._fault()
        next_s, report_s = time.monotonic() + EVERY_S, time.monotonic() + REPORT_S
        for event in engine.events(10.0):
            self._hear(event)
            now_s = time.monotonic()
            if now_s >= next_s:
                self._do_something(engine)
                next_s = now_s + EVERY_S
            if now_s >= report_s:
                self._look(engine)
                report_s = now_s + REPORT_S
            if now_s >= end_s:
                self._look(engine)
                return

    def _hear(self, event: AnyEvent) -> None:
        if isinstance(event, Telemetry):
            dropouts = sum(event.counters.get(name, 0) for name in DROPOUTS)
            new = 0 if self._before is None else max(0, dropouts - self._before)
            self._before = dropouts
            if time.monotonic() < self._fault_until_s:
                self.counts.dropouts_of_faults += new
            else:
                self.counts.dropouts += new
                self.counts.delays_ms.append(event.latency_ms)
        elif isinstance(event, Failed):
            self.counts.failures[event.code] += 1
        elif isinstance(event, Notice):
            self._fault()
            self.counts.done[f"said {event.code}"] += 1

    def _do_something(self, engine: EngineClient) -> None:
        usual = (self._change_voice, self._move_controls, self._record, self._mute)
        faults = (self._unload, self._carry_away, self._kill)
        chosen: tuple[Callable[[EngineClient], None], ...] = faults if self._rng.random() < 0.1 else usual
        action = chosen[int(self._rng.integers(len(chosen)))]
        self.counts.done[action.__name__.strip("_").replace("_", " ")] += 1
        action(engine)

    def _change_voice(self, engine: EngineClient) -> None:
        engine.send(SetVoice(voice=str(self._rng.choice(self._voices))))

    def _move_controls(self, engine: EngineClient) -> None:
        for _ in range(20):
            engine.send(SetParams(params={"pitch_st": float(self._rng.uniform(-12, 12)), "formant_st": float(self._rng.uniform(-5, 5))}))

    def _record(self, engine: EngineClient) -> None:
        if self._recording:
            engine.send(StopRecording())
        else:
            engine.send(Record(output=str(self._folder / f"{next(self._numbers)}.flac")))
        self._recording = not self._recording

    def _mute(self, engine: EngineClient) -> None:
        engine.send(SetParams(params={"muted": bool(self._rng.random() < 0.5), "bypass": bool(self._rng.random() < 0.2)}))

    def _unload(self, engine: EngineClient) -> None:
        self._fault()
        self._pulse.unload(self._out)
        self._out = self._pulse.load_null_sink("headset")
        self._pulse.keep_awake("headset")

    def _carry_away(self, engine: EngineClient) -> None:
        self._fault()
        for block in self._pulse.pactl("list", "sink-inputs").split("\n\n"):
            if f'application.process.id = "{engine.pid}"' in block:
                self._pulse.pactl("move-sink-input", block.split("#")[1].split()[0], "out")

    def _kill(self, engine: EngineClient) -> None:
        self._fault()
        os.kill(engine.pid, signal.SIGKILL)

    def _fault(self) -> None:
        self._fault_until_s = time.monotonic() + QUIET_S

    def _look(self, engine: EngineClient) -> None:
        process = psutil.Process(engine.pid)
        self.counts.memory_mb.append(process.memory_info().rss / 1e6)
        self.counts.descriptors.append(process.num_fds())
        self.counts.threads.append(process.num_threads())


def main() -> None:
    """Runs, and prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with PulseServer() as pulse, TemporaryDirectory() as folder:
        os.environ.update(pulse.environment)
        speech = np.tile(demo_speech(8.0), max(1, round(options.hours * 450)))
        with pulse.playing("mic", speech[: round(options.hours * 3600 * SAMPLE_RATE_HZ)]):
            soak = Soak(pulse, Path(folder), options.seed)
            soak.run(options.hours * 3600)
    report(soak.counts, options.hours)


def report(counts: Counts, hours: float) -> None:
    """In words."""
    print(f"{hours:g} h, done: " + ", ".join(f"{name} {n}" for name, n in sorted(counts.done.items())))
    print(f"dropouts outside faults: {counts.dropouts}; within {QUIET_S:g} s of one: {counts.dropouts_of_faults}")
    print(f"failures: {dict(counts.failures) or 'none'}")
    if counts.delays_ms:
        print("delay: median {:.1f} ms, 1 to 99 %: {:.1f} to {:.1f} ms".format(*np.percentile(counts.delays_ms, (50, 1, 99))))
    for name, values in (("memory (MB)", counts.memory_mb), ("descriptors", counts.descriptors), ("threads", counts.threads)):
        print(f"{name}: first {values[:1]}, highest {max(values, default=0)}, last {values[-1:]}")


if __name__ == "__main__":
    main()
