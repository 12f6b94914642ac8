"""The program's own virtual microphone on a real PulseAudio: made, found by others, removed, and nobody's settings touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.virtual_mic.linux import CLIENT, NAME, SINK, SOURCE, PulseMicrophone
from engine.config import EngineConfig
from engine.errors import DeviceError
from engine.runtime.routing import find_route
from tests.e2e.pulse import PulseServer, steady_level
from tests.e2e.test_devices import tone

ROOT = Path(__file__).resolve().parents[2]


def urvc(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=cwd)


@contextmanager
def held(cwd: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A program that holds its microphone, and what it said of it."""
    program = urvc("microphone", "--hold", "--json", cwd=cwd)
    try:
        assert program.stdout is not None
        yield program, json.loads(program.stdout.readline())
    finally:
        if program.poll() is None:
            program.send_signal(signal.SIGTERM)
        program.communicate(timeout=20)


@contextmanager
def made() -> Iterator[PulseMicrophone]:
    microphone = PulseMicrophone()
    try:
        microphone.ensure()
        yield microphone
    finally:
        microphone.close()


def modules(pulse: PulseServer) -> list[str]:
    return [line for line in pulse.pactl("list", "short", "modules").splitlines() if "urvc.owner" in line]


def names(pulse: PulseServer, kind: str) -> list[str]:
    return [line.split("\t")[1] for line in pulse.pactl("list", "short", kind).splitlines()]


def eventually(condition: Callable[[], bool], timeout_s: float = 10.0) -> bool:
    deadline_s = time.monotonic() + timeout_s
    while not condition() and time.monotonic() < deadline_s:
        time.sleep(0.02)
    return condition()


def test_others_find_it_by_name_and_hear_what_is_played_into_it(pulse: PulseServer) -> None:
    with made() as microphone:
        ready = microphone.ensure()
        assert (ready.name, ready.input_id, ready.output_id) == (NAME, f"pulse:{SOURCE}", f"pulse:{SINK}")
        found = find_device(choose_backend("pulse").list_devices(), "URVC Microphone", "input")
        assert (found.id, found.is_monitor, found.hears) == (ready.input_id, False, SINK)
        pulse.keep_awake(SINK)
        with pulse.playing(SINK, tone(30.0)):
            heard = pulse.record(SOURCE, 1.5).samples[24_000:]
        assert np.sqrt(2) * steady_level(heard) == pytest.approx(0.25, rel=0.01)
    assert not modules(pulse)


def test_ten_starts_and_stops_leave_nothing(pulse: PulseServer) -> None:
    before = pulse.pactl("list", "short", "modules")
    for _ in range(10):
        with made():
            assert len(modules(pulse)) == 2
    assert pulse.pactl("list", "short", "modules") == before


def test_defaults_stay_the_users(pulse: PulseServer) -> None:
    pulse.load("module-switch-on-connect", "ignore_virtual=no")
    pulse.pactl("set-default-sink", "out")
    pulse.pactl("set-default-source", "mic.monitor")
    with made():
        assert (pulse.pactl("get-default-sink"), pulse.pactl("get-default-source")) == ("out", "mic.monitor")
    assert (pulse.pactl("get-default-sink"), pulse.pactl("get-default-source")) == ("out", "mic.monitor")


def test_a_volume_that_somebody_turned_down_is_up_again(pulse: PulseServer) -> None:
    pulse.load("module-device-restore")
    with made():
        pulse.pactl("set-source-volume", SOURCE, "20%")
        pulse.pactl("set-source-mute", SOURCE, "1")
    with made():
        assert "100%" in pulse.pactl("get-source-volume", SOURCE)
        assert "no" in pulse.pactl("get-source-mute", SOURCE)


def test_two_programs_have_one_each(pulse: PulseServer) -> None:
    with made() as first:
        with made() as second:
            assert second.ensure().name == "URVC Microphone 2"
            assert first.ensure().name == "URVC Microphone"
            assert len(modules(pulse)) == 4
        assert first.ensure().output_id == f"pulse:{SINK}"
        assert {SINK, f"{SINK}.monitor", SOURCE} <= {*names(pulse, "sinks"), *names(pulse, "sources")}
        assert len(modules(pulse)) == 2


def test_a_server_that_starts_anew_gets_it_again(pulse: PulseServer) -> None:
    with made() as microphone:
        pulse.die()
        with pytest.raises(DeviceError, match=r"microphone\.no_server"):
            microphone.ensure()
        pulse.start()
        microphone.ensure()
        assert SOURCE in names(pulse, "sources")


def test_a_polite_kill_removes_it(pulse: PulseServer, tmp_path: Path) -> None:
    with held(tmp_path) as (_, said):
        assert (said["name"], said["made"]) == (NAME, True)
        assert SOURCE in names(pulse, "sources")
    assert not modules(pulse)


def test_a_program_killed_outright_takes_its_microphone_along(pulse: PulseServer, tmp_path: Path) -> None:
    """The engine sees that its parent has gone."""
    with held(tmp_path) as (program, _):
        program.kill()
        assert eventually(lambda: not modules(pulse))


def test_what_a_crash_left_is_removed_at_the_next_start(pulse: PulseServer) -> None:
    code = (
        "import time\nfrom engine.audio.virtual_mic.linux import PulseMicrophone\n"
        "m = PulseMicrophone(); m.ensure(); print('there', flush=True); time.sleep(600)"
    )
    with made() as living:
        left = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert left.stdout is not None
        assert left.stdout.readline() == "there\n"
        left.kill()
        left.communicate()
        assert eventually(lambda: pulse.pactl("list", "clients").count(f'"{CLIENT}') == 1)  # the server has noticed
        assert len(modules(pulse)) == 4
        with made() as third:
            assert third.ensure().name == "URVC Microphone 2"
            assert living.ensure().name == "URVC Microphone"
            assert len(modules(pulse)) == 4
    assert not modules(pulse)


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (EngineConfig(input="URVC Microphone", output="urvc_out"), "device.loop"),
        (EngineConfig(input="urvc_out.monitor", output="urvc_out"), "device.loop"),
        (EngineConfig(input="mic.monitor", output="urvc_out", monitor="urvc_out"), "device.same_output"),
        (EngineConfig(input="mic.monitor", output="urvc_out", monitor="mic"), "device.monitor_loop"),
        (EngineConfig(input="mic.monitor", output="URVC Microphone"), "microphone.wrong_output"),
    ],
)
def test_ways_back_into_itself_are_refused(pulse: PulseServer, config: EngineConfig, code: str) -> None:
    with made(), pytest.raises(DeviceError) as caught:
        find_route(choose_backend("pulse").list_devices(), config)
    assert caught.value.code == code


def test_the_microphone_that_somebody_made_the_default_is_taken(pulse: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    config = EngineConfig(output="out")

    def chosen(config: EngineConfig) -> str:
        route = find_route(choose_backend("pulse").list_devices(), config)
        assert route.microphone is not None
        return route.microphone.bare_id

    pulse.pactl("set-default-source", "mic.monitor")
    assert chosen(config) == "mic.monitor"
    with pytest.raises(DeviceError, match=r"device\.none"):
        chosen(replace(config, output="mic"))
    monkeypatch.setenv("PULSE_SOURCE", "out.monitor")
    assert chosen(replace(config, output="mic")) == "out.monitor"
    monkeypatch.setenv("PULSE_SINK", "mic")
    assert chosen(EngineConfig()) == "out.monitor"
    monkeypatch.setenv("PULSE_SOURCE", "gone")
    assert chosen(config) == "mic.monitor"


def test_a_virtual_microphone_that_is_the_systems_default_is_not_taken_for_the_users_own(pulse: PulseServer) -> None:
    pulse.load("module-remap-source", "source_name=real", "master=mic.monitor")
    with made():
        pulse.pactl("set-default-source", SOURCE)
        with pytest.raises(DeviceError, match=r"device\.none"):
            find_route(choose_backend("pulse").list_devices(), EngineConfig(output="urvc_out"))


@pytest.mark.realtime
def test_live_plays_into_it_without_being_told(pulse: PulseServer, tmp_path: Path) -> None:
    pulse.pactl("set-default-source", "mic.monitor")
    program = urvc("live", "--json", "--voice", "natural", "--bypass", "--gate", "-90", cwd=tmp_path)
    try:
        assert program.stdout is not None
        events = (json.loads(line) for line in program.stdout)
        assert next(e for e in events if e["type"] == "microphone")["name"] == NAME
        assert next(e for e in events if e["type"] == "started")["output"].startswith("URVC voice")
        next(e for e in events if e["type"] == "telemetry" and e["seconds"] > 0.5)
        with pulse.playing("mic", tone(30.0)):
            next(e for e in events if e["type"] == "telemetry" and e["output_db"] > -13)
            heard = pulse.record(SOURCE, 1.5).samples[24_000:]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        assert np.argmax(spectrum) * 48_000 / len(heard) == pytest.approx(997, abs=2)
        assert np.sqrt(2) * steady_level(heard) == pytest.approx(0.25, rel=0.1)
    finally:
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=20)
    assert not modules(pulse)
