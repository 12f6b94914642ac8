"""The command line as a user has it: the real program, the real engine process, on a machine without any sound device."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile

from tests.e2e.speech import speech

ROOT = Path(__file__).resolve().parents[2]
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""What would make the program open its window."""


def urvc(*arguments: str | Path, cwd: Path, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs the program where no sound server answers."""
    environment = {**os.environ, "PULSE_SERVER": f"unix:{cwd}/no-server", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    environment = {name: value for name, value in environment.items() if name not in DISPLAYS}
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=timeout_s, check=False)
    assert "Traceback" not in result.stdout + result.stderr, result.stderr
    return result


def lines(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def error_of(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert result.returncode == 1, result.stdout + result.stderr
    error: dict[str, Any] = lines(result)[-1]["error"]
    return error


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "speech.wav"
    soundfile.write(path, speech(2.0), 48_000, subtype="FLOAT")
    return path


@pytest.mark.realtime  # counts dropouts: nothing else may run beside it
def test_the_first_start_ends_with_a_voice_in_a_file(tmp_path: Path) -> None:
    result = urvc(cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "urvc-demo.wav" in result.stdout
    assert "0 dropouts" in result.stdout
    voice, rate_hz = soundfile.read(tmp_path / "urvc-demo.wav")
    demo, demo_rate_hz = soundfile.read(ROOT / "resources/audio/demo.flac")
    assert rate_hz == demo_rate_hz == 48_000
    assert len(voice) >= len(demo)
    assert 0.3 < np.std(voice) / np.std(demo) < 3
    assert np.abs(voice).max() < 1.0


def test_voices_are_listed_for_people_and_programs(tmp_path: Path) -> None:
    listed = lines(urvc("voices", "list", "--json", cwd=tmp_path))[0]["voices"]
    assert {"deeper", "brighter", "child", "elder", "giant", "robot", "whisper", "radio"} <= {voice["id"] for voice in listed}
    assert "robot" in urvc("voices", "list", cwd=tmp_path).stdout


def test_a_file_comes_out_changed_and_as_long(tmp_path: Path, recording: Path) -> None:
    result = urvc("convert", recording, "out.wav", "--voice", "deeper", "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert lines(result)[-1]["type"] == "converted"
    before, _ = soundfile.read(recording)
    after, _ = soundfile.read(tmp_path / "out.wav")
    assert len(before) == len(after)
    assert np.abs(before - after).max() > 0.05


def test_a_batch_goes_into_a_folder_and_one_bad_file_spoils_only_itself(tmp_path: Path, recording: Path) -> None:
    (tmp_path / "bad.wav").write_text("not audio")
    result = urvc("convert", recording, "bad.wav", "out/", "--voice", "robot", cwd=tmp_path)
    assert result.returncode == 1
    assert "bad.wav" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["speech.wav"]


@pytest.mark.parametrize("channels", [2, 6])
def test_channels_are_mixed_and_rates_brought_to_one(tmp_path: Path, channels: int) -> None:
    mono = speech(1.0)[::3]
    soundfile.write(tmp_path / "in.wav", np.stack([mono] * channels, axis=1), 16_000)
    assert urvc("convert", "in.wav", "out.flac", "--voice", "natural", cwd=tmp_path).returncode == 0
    info = soundfile.info(tmp_path / "out.flac")
    assert (info.channels, info.samplerate) == (1, 48_000)
    assert abs(info.duration - 1.0) < 0.001


def test_samples_that_are_no_numbers_are_made_silent_and_counted(tmp_path: Path) -> None:
    broken = speech(1.0)
    broken[1000:1010] = np.nan
    broken[5000] = np.inf
    soundfile.write(tmp_path / "in.wav", broken, 48_000, subtype="FLOAT")
    result = urvc("convert", "in.wav", "out.wav", "--voice", "natural", "--json", cwd=tmp_path)
    assert lines(result)[-1]["repaired"] == 11
    assert np.isfinite(soundfile.read(tmp_path / "out.wav")[0]).all()


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("convert", "speech.wav", "out.wav", "--voice", "robbot"), "voice.not_found", "robot"),
        (("convert", "speech.wav", "out.wav", "--detector", "swiftf"), "config.choice", "swiftf0"),
        (("convert", "speech.wav", "out.wav", "--hop", "15"), "config.step", "10"),
        (("convert", "speech.wav", "out.wav", "--pitch", "99"), "config.range", "24"),
        (("convert", "speech.wav", "out.wav", "--pitch", "99"), "config.range", "--pitch"),
        (("convert", "speech.wav", "out.wav", "--context", "0,1"), "config.range", "--context"),
        (("convert", "none.wav", "out.wav"), "file.not_found", "none.wav"),
        (("convert", "text.wav", "out.wav"), "file.not_audio", "WAV"),
        (("convert", "empty.wav", "out.wav"), "file.empty", "empty.wav"),
        (("convert", "speech.wav", "speech.wav"), "file.same", "another name"),
        (("convert", "speech.wav", "out.xyz"), "file.format", ".flac"),
        (("convert", "speech.wav", "nowhere/out.wav"), "file.unwritable", "folder"),
        (("convert", "speech.wav"), "cli.convert", "urvc convert"),
        (("live", "--seconds", "1"), "device.none", "sound"),
        (("live", "--input", "Nope", "--seconds", "1"), "device.none", "sound"),
        (("live", "--voice", "gigant", "--seconds", "1"), "voice.not_found", "giant"),
        (("live", "--ready", "gigant", "--output", "Nope", "--seconds", "1"), "voice.not_found", "giant"),
        (("live", "--margin", "999"), "config.range", "--margin"),
        (("live", "--device", "quantum"), "config.choice", "cuda"),
        (("latency", "--hop", "15"), "config.step", "--hop"),
        (("latency",), "device.none", "sound"),
    ],
)
def test_bad_input_is_one_coded_sentence_and_leaves_nothing_behind(
    tmp_path: Path, recording: Path, arguments: tuple[str, ...], code: str, hint: str
) -> None:
    (tmp_path / "text.wav").write_text("this is not a recording")
    (tmp_path / "empty.wav").write_bytes(b"")
    before = recording.read_bytes()
    result = urvc(*arguments, "--json", cwd=tmp_path)
    error = error_of(result)
    assert error["code"] == code
    assert hint in error["text"]
    assert recording.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"speech.wav", "text.wav", "empty.wav"}


def test_doctor_finds_the_engine_well_and_says_what_is_missing(tmp_path: Path) -> None:
    result = urvc("doctor", "--json", cwd=tmp_path)
    findings = {finding["what"]: finding for finding in lines(result)[0]["findings"]}
    assert findings["engine"]["state"] == "ok"
    assert findings["voices"]["state"] in {"ok", "note"}
    assert findings["sound devices"]["state"] == "note"
    assert findings["sound devices"]["todo"]
    assert result.returncode == 0


class Engine:
    """The engine process, spoken to by hand."""

    def __init__(self, cwd: Path) -> None:
        environment = {**os.environ, "PULSE_SERVER": f"unix:{cwd}/no-server"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        assert self.next()["type"] == "ready"

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        event: dict[str, Any] = json.loads(self.process.stdout.readline())
        return event

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def test_malformed_lines_are_answered_and_the_engine_goes_on(tmp_path: Path) -> None:
    with Engine(tmp_path) as engine:
        for line in ("hello", "{", '{"type":"explode"}', "[1,2]", '{"type":"stop","v":9}', "\x00", "x" * 2_000_000):
            engine.say(line)
            event = engine.next()
            assert (event["type"], event["code"]) == ("failed", "link.malformed")
        engine.say('{"type":"set_params","id":7,"params":{"pitch_st":3}}')
        assert engine.next()["code"] == "live.not_running"
        engine.say('{"type":"list_devices","id":8}')
        event = engine.next()
        assert (event["type"], event["reply_to"]) == ("devices", 8)


def test_the_engine_ends_when_its_input_ends(tmp_path: Path) -> None:
    with Engine(tmp_path) as engine:
        engine.say(f'{{"type":"start","id":1,"voice":"robot","input_file":"{ROOT}/resources/audio/demo.flac","silent":true}}')
        assert engine.next()["type"] == "started"
        assert engine.process.stdin is not None
        engine.process.stdin.close()
        assert engine.process.wait(20) == 0


def test_no_engine_is_left_when_the_program_is_killed(tmp_path: Path) -> None:
    environment = {**os.environ, "PULSE_SERVER": f"unix:{tmp_path}/no-server", "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen([sys.executable, "-m", "app", "demo", "--json"], stdout=subprocess.PIPE, env=environment, cwd=tmp_path)
    assert program.stdout is not None
    assert b"started" in program.stdout.readline()
    children = psutil.Process(program.pid).children(recursive=True)
    assert children
    program.kill()
    program.wait()
    program.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
    # What was recorded up to then is kept, as a whole file.
    assert [path.name for path in tmp_path.iterdir()] == ["urvc-demo.wav"]
    assert soundfile.info(tmp_path / "urvc-demo.wav").frames >= 0
