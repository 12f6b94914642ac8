"""RVC voices the whole way: files that people have, imported by the program, live between devices of a real PulseAudio, swapped while
they speak. The networks are small and random, their interfaces those of real ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from bench.full_size import EncoderWidths, content_encoder
from engine.contracts import SAMPLE_RATE_HZ, Audio
from tests.e2e.pulse import PulseServer
from tests.e2e.speech import speech
from tests.models.importers.onnx_speaking import write_speaking
from tests.models.importers.test_job import write_index
from tests.models.voice_files import save, small_voice, tensors, with_tensors

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.realtime
ANSWER_S = 60.0
SWAP_SECONDS = int(os.environ.get("URVC_SWAP_SECONDS", "10"))
"""How long voices are swapped, once a second; the long run of the documentation sets 60."""
ENCODER = EncoderWidths(convolution=16, hidden=64, filter=32, n_layers=12, projection=256)
LIVE = {"input": "mic.monitor", "output": "out", "hop_ms": 100, "lookahead_ms": 40, "context_s": 0.5, "margin_ms": 60.0}
CLICKS_ABOVE_HZ = 19_000
INPUT_BREAK = 1e-3


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a content encoder and three imported voices: two of our own graphs, one foreign."""
    folder = tmp_path_factory.mktemp("data")
    files = tmp_path_factory.mktemp("files")
    save(files / "pytorch_model.bin", tensors(content_encoder(widths=ENCODER)))
    for seed, (name, family) in enumerate([("Ann", "v1-32k"), ("Ben", "v1-40k")]):
        save(files / f"{name}.pth", with_tensors(small_voice(family, seed=seed)))
    index = write_index(files / "added_IVF4_Flat_nprobe_1_Ann_v1.index", dim=256)
    write_speaking(files / "Cleo.onnx", "w-okada", dim=256, noise=0.0)
    urvc(folder, "foundation", "add", str(files / "pytorch_model.bin"), "--as", "contentvec")
    assert index.stem.endswith("Ann_v1")  # found by its name
    urvc(folder, "voices", "add", *(str(files / name) for name in ("Ann.pth", "Ben.pth", "Cleo.onnx")))
    return folder


def urvc(data: Path, *arguments: str) -> str:
    """The program as a user calls it; fails where it does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "URVC_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "app", *arguments]
    done = subprocess.run(command, env=environment, cwd=data, capture_output=True, text=True, check=False, timeout=ANSWER_S)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


class Engine:
    """A real engine process and what it has said."""

    def __init__(self, data: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "URVC_DATA_DIR": str(data)}
        self._log = (data / "engine.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=environment,
            cwd=data,
        )
        self.events: list[dict[str, Any]] = []
        self._number = 0
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def ask(self, kind: str, **values: Any) -> int:
        """Sends a command; returns its number."""
        self._number += 1
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"v": 1, "type": kind, "id": self._number, **values}) + "\n")
        self._process.stdin.flush()
        return self._number

    def answer(self, number: int, *kinds: str) -> dict[str, Any]:
        """The answer to the command of this number, which is of one of these kinds."""
        ends = {*kinds, "failed"}
        found = self.wait_for(lambda event: event["reply_to"] == number and event["type"] in ends)
        assert found["type"] in kinds, found
        return found

    def wait_for(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event, past or to come, that fits."""
        with self._news:
            assert self._news.wait_for(lambda: any(map(fits, self.events)) or not self._reader.is_alive(), ANSWER_S), self.events[-3:]
            found = [event for event in self.events if fits(event)]
        assert found, self.events[-3:]
        return found[0]

    def seconds(self) -> float:
        """Of sound that has passed by now."""
        with self._news:
            return max((event["seconds"] for event in self.events if event["type"] == "telemetry"), default=0.0)

    def after(self, seconds: float) -> None:
        """Returns when the stream is that old."""
        self.wait_for(lambda event: event["type"] == "telemetry" and event["seconds"] >= seconds)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(ANSWER_S)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._log.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self.events.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


@pytest.fixture
def engine(pulse: PulseServer, library: Path) -> Iterator[Engine]:
    """A live stream is not started yet; the server is `pulse`."""
    process = Engine(library)
    try:
        process.wait_for(lambda event: event["type"] == "ready")
        yield process
    finally:
        process.close()


def narrow_speech(seconds: float) -> Audio:
    """Real speech without anything above 7.5 kHz, so that what is heard far above is a fault."""
    low = soxr.resample(speech(seconds), SAMPLE_RATE_HZ, 16_000, quality="VHQ")
    audio: Audio = soxr.resample(low, 16_000, SAMPLE_RATE_HZ, quality="VHQ").astype(np.float32)
    return audio


def clicks(audio: Audio) -> Audio:
    """[n_ms] the peak of what lies above CLICKS_ABOVE_HZ in every millisecond: a break in the signal reaches all frequencies."""
    taps = np.arange(-128, 129)
    edge = 2 * CLICKS_ABOVE_HZ / SAMPLE_RATE_HZ
    low = edge * np.sinc(edge * taps) * np.blackman(len(taps))
    high = -low
    high[128] += low.sum()
    sharp = np.abs(np.convolve(audio.astype(np.float64), high, "valid"))
    peaks: Audio = sharp[: len(sharp) // 48 * 48].reshape(-1, 48).max(axis=1).astype(np.float32)
    return peaks


def after_a_break(audio: Audio, n_ms: int) -> NDArray[np.bool_]:
    """[n_ms] whether what is heard may come from a break that was in the input already: a player that was late to fill the device."""
    broken = np.zeros(n_ms, bool)
    for at in np.flatnonzero(clicks(audio)[:n_ms] > INPUT_BREAK):
        broken[at : at + 700] = True
    return broken


def test_the_click_meter_sees_a_break() -> None:
    sound = (0.3 * np.sin(np.arange(48_000) * 0.02)).astype(np.float32)
    assert clicks(sound).max() < 1e-4
    broken = np.concatenate([sound[:20_000], sound[20_080:]])
    assert clicks(broken).max() > 1e-2


@pytest.mark.timeout(240)
def test_voices_are_swapped_every_second_without_a_gap_or_a_click(
    pulse: PulseServer, library: Path, engine: Engine, tmp_path: Path
) -> None:
    voices = ("Ann", "Ben", "deeper", "Cleo")
    said = narrow_speech(SWAP_SECONDS + 8.0)
    sent, went_in = tmp_path / "sent.wav", tmp_path / "went-in.wav"
    files = {"record_output": str(sent), "record_input": str(went_in)}
    with pulse.playing("mic", said):
        engine.answer(engine.ask("start", voice="Ann", config=LIVE, params={"gate_db": -90.0}, **files), "started")
        engine.after(2.0)
        for turn in range(1, SWAP_SECONDS + 1):
            number = engine.ask("set_voice", voice=voices[turn % len(voices)])
            engine.answer(number, "voice")
            engine.after(2.0 + turn)
        urvc(library, "voices", "remove", "Ben")
        refused = engine.answer(engine.ask("set_voice", voice="Ben"), "failed")
        assert refused["code"] == "voice.not_found"
        before = engine.seconds()
        engine.after(before + 1.0)
        stopped = engine.answer(engine.ask("stop"), "stopped")
    urvc(library, "voices", "restore", "Ben")
    heard = [event for event in engine.events if event["type"] == "voice"]
    assert [event["voice"].casefold() for event in heard] == [voices[turn % 4].casefold() for turn in range(1, SWAP_SECONDS + 1)]
    out, _ = soundfile.read(sent, dtype="float32")
    assert np.sqrt(np.square(out[: len(out) // 4800 * 4800].reshape(-1, 4800)).mean(axis=1))[15:-5].max() > 0.01
    heard_breaks = clicks(out) * ~after_a_break(soundfile.read(went_in, dtype="float32")[0], len(clicks(out)))
    assert heard_breaks[1000:].max() <= 2 * loudest_click_alone(engine, tmp_path, voices)
    counters = stopped["counters"]
    assert (counters["underruns"], counters["overruns"], counters["late_blocks"]) == (0, 0, 0), counters
    assert counters["repaired_samples"] == 0


def loudest_click_alone(engine: Engine, folder: Path, voices: tuple[str, ...]) -> float:
    """The most that any of the voices has up there by itself, from the same speech, without a swap; at least what 16 bits leave."""
    soundfile.write(folder / "said.wav", narrow_speech(8.0), SAMPLE_RATE_HZ, subtype="FLOAT")
    config = {name: LIVE[name] for name in ("hop_ms", "lookahead_ms", "context_s")}
    alone = [2.0**-15]
    for voice in voices:
        target = folder / f"{voice}.wav"
        files = {"input": str(folder / "said.wav"), "output": str(target)}
        engine.answer(engine.ask("convert", voice=voice, config=config, params={"gate_db": -90.0}, **files), "converted")
        spoken, _ = soundfile.read(target, dtype="float32")
        alone.append(float(clicks(spoken[4800:]).max()))
    return max(alone)
