"""Our own programs as a benchmark starts them: `urvc live --json` as a child, and the environment that children see."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

ROOT = Path(__file__).resolve().parents[1]
START_S = 300.0
END_S = 120.0
BUSY_PERCENT = 15.0

JsonObject = dict[str, Any]


class ProgramFailed(Exception):
    """A program of ours did not start, or ended early; the text is what it said."""


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """`values` among the environment variables of this process and its children, as long as the block lasts."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class LiveProgram:
    """`urvc live --json`, followed line by line. A context manager; inside it sound is running.

    started      the event that opened the stream
    stopped      the closing event, once `end` has been called
    notices      how often each notice came, by its code (a voice that stepped down, a device that vanished)
    telemetry    (seconds of the stream, its own delay in ms, load) of every telemetry event so far
    dropped_s    when something had dropped out, in seconds of the stream
    """

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "app", "live", "--json", *arguments]
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        self.started: JsonObject = {}
        self.stopped: JsonObject = {}
        self.notices: Counter[str] = Counter()
        self.telemetry: list[tuple[float, float, float]] = []
        self.dropped_s: list[float] = []
        self._said: deque[str] = deque(maxlen=20)
        self._news = threading.Condition()
        self._readers = [threading.Thread(target=job) for job in (self._read_events, self._read_errors)]

    def __enter__(self) -> Self:
        for reader in self._readers:
            reader.start()
        try:
            self._wait_for(lambda: bool(self.telemetry) and self.telemetry[-1][0] > 1.0, START_S)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def end(self) -> JsonObject:
        """Ctrl+C, and the closing event."""
        self._process.send_signal(signal.SIGINT)
        self._wait_for(lambda: bool(self.stopped), END_S)
        return self.stopped

    def check(self) -> None:
        """Raises ProgramFailed where the stream has ended by itself."""
        if self._process.poll() is not None or self.stopped:
            raise ProgramFailed("\n".join(self._said) or "urvc live has ended by itself")

    def engine_bytes(self) -> int:
        """Resident memory of the engine process."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        return max((int(child.memory_info().rss) for child in children), default=0)

    def _wait_for(self, fits: Callable[[], bool], timeout_s: float) -> None:
        deadline_s = time.monotonic() + timeout_s
        with self._news:
            while not fits():
                left_s = deadline_s - time.monotonic()
                if not self._readers[0].is_alive():
                    raise ProgramFailed("\n".join(["urvc live has ended", *self._said]))
                if left_s <= 0:
                    raise ProgramFailed("\n".join([f"urvc live said nothing of it in {timeout_s:.0f} s", *self._said]))
                self._news.wait(min(left_s, 1.0))

    def _close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._take(json.loads(line))
        with self._news:
            self._news.notify_all()

    def _take(self, event: JsonObject) -> None:
        with self._news:
            kind = event.get("type", "error")
            if kind == "telemetry":
                self.telemetry.append((event["seconds"], event["latency_ms"], event["load"]))
                self.dropped_s += [event["seconds"]] * (dropouts(event["counters"]) - len(self.dropped_s))
            elif kind == "started":
                self.started = event
            elif kind == "stopped":
                self.stopped = event
            else:
                self.notices.update([event["code"]] if kind == "notice" else [])
                self._said.append(json.dumps(event))
            self._news.notify_all()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line.rstrip())


def warn_if_busy() -> bool:
    """Whether other programs keep the processor from what is to be measured; said on standard error."""
    percent = psutil.cpu_percent(1.0)
    if percent <= BUSY_PERCENT:
        return False
    print(f"other programs take {percent:.0f} % of the processor: these figures will be worse than the machine's own", file=sys.stderr)
    return True


def dropouts(counters: Mapping[str, int]) -> int:
    """Every event that a listener could hear: underruns, overruns, late blocks."""
    return sum(counters.get(name, 0) for name in ("underruns", "overruns", "late_blocks"))
