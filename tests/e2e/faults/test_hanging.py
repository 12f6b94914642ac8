"""The engine freezes, nobody reads what is said, the sound server hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from models.builtin import find_voice
from tests.e2e.faults.live_program import LIMIT_S, live_program
from tests.e2e.pulse import PulseServer

pytestmark = pytest.mark.programs
LIMIT_MS = int(1000 * LIMIT_S)


class Window:
    """What is behind the window, with the real engine."""

    def __init__(self, qtbot: QtBot) -> None:
        self.link = EngineLink()
        keeper = SettingsKeeper(Settings())
        keeper.set_engine({"input": "mic.monitor", "output": "out"})
        self.session = SessionVM(self.link, keeper)
        self.codes: list[str] = []
        self.session.message.connect(lambda message: self.codes.append(message.code))
        self._qtbot = qtbot
        self.session.select(find_voice("robot"))
        self.session.start()
        self.until(lambda: self.session.state == "live" and self.session.live.status.latency_ms > 0)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=LIMIT_MS)


def test_an_engine_that_freezes_is_said_its_old_figures_are_not_shown_and_it_comes_back(pulse: PulseServer, qtbot: QtBot) -> None:
    window = Window(qtbot)
    try:
        os.kill(window.link.pid, signal.SIGSTOP)
        window.until(lambda: "engine.hangs" in window.codes)
        assert window.session.state == "waiting"
        assert window.session.live.status.latency_ms == 0.0
        os.kill(window.link.pid, signal.SIGCONT)
        window.until(lambda: "engine.speaks" in window.codes and window.session.on)
    finally:
        window.link.close()


def test_switching_off_and_muting_end_one_that_freezes(pulse: PulseServer, qtbot: QtBot) -> None:
    window = Window(qtbot)
    try:
        frozen = psutil.Process(window.link.pid)
        frozen.suspend()
        window.until(lambda: "engine.hangs" in window.codes)
        window.session.set_muted(True)
        window.until(lambda: not frozen.is_running() or frozen.status() == psutil.STATUS_ZOMBIE)
        window.until(lambda: window.session.state == "live" and window.session.live.status.in_force.get("muted") is True)
        frozen = psutil.Process(window.link.pid)
        frozen.suspend()
        window.session.stop()  # before it was noticed: it is ended when it does not answer
        window.until(lambda: window.session.state == "off")
    finally:
        window.link.close()


def test_lines_that_nobody_reads_hold_nothing_up_and_fill_no_memory(pulse: PulseServer, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "live", "-v", "robot", "-i", "mic.monitor", "-o", "out", "--json"]
    process = subprocess.Popen([*command, "--record", str(tmp_path / "voice.wav")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 1)  # it has begun; nothing more is read
        program = psutil.Process(process.pid)
        sizes = [size_after(program, 4.0) for _ in range(4)]
        assert sizes[-1] - sizes[1] < 3e6
        process.send_signal(signal.SIGINT)
        assert process.wait(LIMIT_S) == 0
        assert (tmp_path / "voice.wav").stat().st_size > 8 * 96_000
        process.stdout.close()
    finally:
        process.kill()


def size_after(process: psutil.Process, seconds: float) -> int:
    """The memory it holds after it has computed on for so long (by its children's own clock of sound)."""
    with pytest.raises(psutil.TimeoutExpired):
        process.wait(seconds)
    return int(process.memory_info().rss)


def test_a_sound_server_that_hangs_is_said(pulse: PulseServer) -> None:
    pulse.freeze()
    try:
        done = subprocess.run([sys.executable, "-m", "app", "devices"], capture_output=True, text=True, check=False, timeout=LIMIT_S)
    finally:
        pulse.go_on()
    assert done.returncode == 1
    assert "sound server" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_voice_whose_sound_server_hangs_can_be_ended_and_one_that_comes_back_sounds_again(pulse: PulseServer) -> None:
    with live_program("-o", "out") as program:
        program.until_type("started")
        program.play_on(0.5)
        pulse.freeze()
        program.send()
        try:
            status = program.wait()
        finally:
            pulse.go_on()
    assert status in (0, 1)
    with live_program("-o", "out") as program:
        program.until_type("started")
        pulse.freeze()
        with pytest.raises(subprocess.TimeoutExpired):
            program.process.wait(1.0)
        pulse.go_on()
        program.play_on(1.0)
        program.send()
        assert program.wait() == 0
