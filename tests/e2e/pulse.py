"""A real PulseAudio for tests, in a runtime directory of its own: started, loaded with null sinks, and ended by the test.

with PulseServer() as server:
    server.play("mic", tone)                     # what "mic.monitor" hears
    server.record("out.monitor", 2.0)            # what "out" was given
    subprocess.run(..., env={**os.environ, **server.environment})
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
PROGRAMS = {"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils", "parec": "pulseaudio-utils", "pacat": "pulseaudio-utils"}
READY_S = 10.0
LATENCY_MS = 5
READ_BYTES = 480 * 4
MOMENT_SAMPLES = RATE_HZ // 20
Samples = NDArray[np.float32]


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not here."""
    return sorted({package for program, package in PROGRAMS.items() if shutil.which(program) is None})


@dataclass(frozen=True)
class Heard:
    """[n] float32 mono at 48 kHz; sample k was heard at `started_s` + k / 48000 by `time.monotonic`, the recorder's own delay included."""

    samples: Samples
    started_s: float


class PulseServer:
    """Null sinks `mic` and `out` at 48 kHz, kept awake; more by `load`. `environment` leads clients here (children, or this process)."""

    def __init__(self, sinks: tuple[str, ...] = ("mic", "out")) -> None:
        self._sinks = sinks
        self._folder = Path(tempfile.mkdtemp(prefix="urvc-pulse-"))
        self._socket = self._folder / "native"
        self._process: subprocess.Popen[bytes] | None = None
        self._helpers: list[subprocess.Popen[bytes]] = []
        self.environment = {
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "PULSE_CONFIG": str(self._folder / "daemon.conf"),
        }

    def __enter__(self) -> PulseServer:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the server answers and its sinks are awake."""
        script = self._folder / "start.pa"
        lines = [f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._socket}"]
        lines += [f"load-module module-null-sink {' '.join(_null_sink(name))}" for name in self._sinks]
        # No limit on real-time computing: the kernel kills the server for it on a busy machine.
        (self._folder / "daemon.conf").write_text("rlimit-rttime = -1\n", encoding="utf-8")
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--log-level=error"]
        log = (self._folder / "log").open("wb")
        with log:
            self._process = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._wait_until_ready()
        for name in self._sinks:
            self.keep_awake(name)

    def stop(self) -> None:
        """Ends the server and every helper, and removes its folder. May be called twice, and on a server that has died."""
        for helper in self._helpers:
            _end(helper)
        self._helpers.clear()
        if self._process is not None:
            _end(self._process)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def die(self) -> None:
        """Kills the server as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """It answers nobody any more, until `go_on`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def pactl(self, *arguments: str) -> str:
        """What pactl says; fails where pactl does."""
        result = subprocess.run(["pactl", *arguments], env=self._environment(), capture_output=True, text=True, check=False, timeout=20)
        assert result.returncode == 0, f"pactl {' '.join(arguments)}: {result.stderr}"
        return result.stdout.strip()

    def load(self, module: str, *arguments: str) -> int:
        """Loads a module and returns its number."""
        return int(self.pactl("load-module", module, *arguments))

    def load_null_sink(self, name: str, description: str = "", rate_hz: int = RATE_HZ, channels: int = 2) -> int:
        """Another null sink, asleep; returns its module's number."""
        return self.load("module-null-sink", *_null_sink(name, description, rate_hz, channels))

    def unload(self, module: int) -> None:
        """Removes a module and its devices."""
        self.pactl("unload-module", str(module))

    def keep_awake(self, sink: str) -> None:
        """Keeps somebody listening: a null sink that nobody reads sleeps for 2 s at a time."""
        command = ["parec", "--device", f"{sink}.monitor", f"--latency-msec={LATENCY_MS}", "--raw"]
        self._helpers.append(
            subprocess.Popen(
                command, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    def play(self, sink: str, samples: Samples) -> None:
        """Plays [n] mono or [n, channels] float32 at 48 kHz and returns when it has been played."""
        with self.playing(sink, samples) as player:
            assert player.wait(timeout=30 + len(samples) / RATE_HZ) == 0

    @contextmanager
    def playing(self, sink: str, samples: Samples, latency_ms: int = 4 * LATENCY_MS) -> Iterator[subprocess.Popen[bytes]]:
        """Plays in the background; what has not been played at the end of the block never will. latency_ms: with more, a player that comes
        late leaves no gap."""
        source = self._folder / f"play-{time.monotonic_ns()}.raw"
        np.ascontiguousarray(samples, dtype="<f4").tofile(source)
        with source.open("rb") as data:
            command = [
                "pacat",
                "--playback",
                "--device",
                sink,
                f"--latency-msec={latency_ms}",
                *_format(samples.shape[1] if samples.ndim > 1 else 1),
            ]
            player = subprocess.Popen(command, env=self._environment(), stdin=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield player
        finally:
            _end(player)
            source.unlink(missing_ok=True)

    def record(self, source: str, seconds: float) -> Heard:
        """Listens for so long."""
        with self.recording(source) as recorder:
            recorder.wait_for(seconds)
        return recorder.heard()

    @contextmanager
    def recording(self, source: str) -> Iterator[PulseRecorder]:
        """Listens in the background, from the first sample (not only from its start) on."""
        recorder = PulseRecorder(source, self._environment())
        try:
            recorder.wait_for(0.05)
            yield recorder
        finally:
            recorder.stop()

    def log(self) -> str:
        """What the server has complained about."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment, "HOME": str(self._folder), "LC_ALL": "C"}

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline_s = time.monotonic() + READY_S
        while time.monotonic() < deadline_s and self._process.poll() is None:
            done = subprocess.run(["pactl", "info"], env=self._environment(), capture_output=True, check=False, timeout=20)
            if done.returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError(f"PulseAudio did not start: {self.log()}")


def steady_level(recorded: Samples) -> float:
    """Root mean square of most moments: some may be silence, where a recorder begins or a player was not given the processor in time."""
    moments = recorded[: len(recorded) // MOMENT_SAMPLES * MOMENT_SAMPLES].reshape(-1, MOMENT_SAMPLES)
    return float(np.median(np.std(moments, axis=1)))


class PulseRecorder:
    """A parec and the thread that reads it, block by block with the time of each."""

    def __init__(self, source: str, environment: dict[str, str]) -> None:
        command = ["parec", "--device", source, f"--latency-msec={LATENCY_MS}", "--raw", *_format()]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._blocks: list[bytes] = []
        self._n_samples = 0
        self._started_s = np.inf
        self._more = threading.Condition()
        self._thread = threading.Thread(target=self._read, name=f"recorder of {source}")
        self._thread.start()

    def wait_for(self, seconds: float) -> None:
        """Returns when that much has been heard since the start."""
        wanted = round(seconds * RATE_HZ)
        with self._more:
            self._more.wait_for(lambda: self._n_samples >= wanted or not self._thread.is_alive(), timeout=seconds + 10)
        assert self._n_samples >= wanted, f"the recorder heard {self._n_samples} of {wanted} samples"

    def stop(self) -> None:
        _end(self._process)
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def heard(self) -> Heard:
        """Everything up to now."""
        with self._more:
            return Heard(np.frombuffer(b"".join(self._blocks), dtype="<f4").astype(np.float32), float(self._started_s))

    def _read(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(READ_BYTES):
            now_s = time.monotonic()
            with self._more:
                self._blocks.append(block[: len(block) // 4 * 4])
                self._n_samples += len(block) // 4
                self._started_s = min(self._started_s, now_s - self._n_samples / RATE_HZ)
                self._more.notify_all()
        with self._more:
            self._more.notify_all()


def _null_sink(name: str, description: str = "", rate_hz: int = RATE_HZ, channels: int = 2) -> list[str]:
    described = [f"sink_properties='device.description=\"{description}\"'"] if description else []
    return [f"sink_name={name}", f"rate={rate_hz}", f"channels={channels}", *described]


def _format(n_channels: int = 1) -> list[str]:
    return ["--format=float32le", f"--rate={RATE_HZ}", f"--channels={n_channels}"]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, then makes it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
