"""The engine as a child process: what it says, what it must not say, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from app.engine_client import EngineClient
from app.errors import EngineDied
from engine.link.messages import Devices, Failed, ListDevices, Params, SetParams, Start, Started, Stop, Stopped, Telemetry
from jobs.lines import LineProcess
from tests.e2e.speech import DEMO

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 20.0
READY = '{"v":1,"reply_to":0,"type":"ready","version":"0","pid":1}'


def saying(*lines: str, then: str = "for line in sys.stdin: pass") -> list[str]:
    """A child that prints these lines and then waits for its input to end (or does something else)."""
    said = "".join(f"print({line!r}, flush=True)\n" for line in lines)
    return [sys.executable, "-c", f"import sys, os\n{said}{then}"]


def silent_start() -> Start:
    return Start(voice="robot", input_file=str(DEMO), input_loop=True, silent=True)


@pytest.fixture(autouse=True)
def nothing_is_left() -> object:
    """After each test no thread and no child of the client is left."""
    threads, children = set(threading.enumerate()), set(psutil.Process().children(recursive=True))
    yield
    assert set(threading.enumerate()) <= threads
    _, alive = psutil.wait_procs(set(psutil.Process().children(recursive=True)) - children, timeout=WAIT_S)
    assert not alive
    return None


def test_commands_are_answered_under_their_number() -> None:
    with EngineClient() as engine:
        assert engine.ready.pid == engine.pid
        answer = engine.answer(silent_start(), Started, timeout_s=WAIT_S)
        assert isinstance(answer, Started)
        refused = engine.answer(SetParams(params={"pitch_st": 99}), Params, timeout_s=WAIT_S)
        assert isinstance(refused, Failed)
        assert (refused.code, refused.reply_to) == ("config.range", answer.reply_to + 1)
        assert any(isinstance(event, Telemetry) for event in engine.events(WAIT_S))
        assert isinstance(engine.answer(Stop(), Stopped, timeout_s=WAIT_S), Stopped)
        assert isinstance(engine.answer(ListDevices(), Devices, timeout_s=WAIT_S), Devices)


def test_many_threads_may_send() -> None:
    with EngineClient() as engine:
        sent: list[int] = []
        threads = [threading.Thread(target=lambda: sent.extend(engine.send(SetParams(params={})) for _ in range(20))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answered = set()
        for event in engine.events(WAIT_S):
            assert isinstance(event, Failed)
            assert event.code == "live.not_running"
            answered.add(event.reply_to)
            if len(answered) == len(sent):
                break
        assert answered == set(sent)
        assert len(sent) == len(set(sent)) == 100


def test_lines_that_are_no_events_are_kept_for_the_report_and_nothing_else() -> None:
    notice = '{"v":1,"reply_to":0,"type":"notice","code":"device.back","subject":"x","facts":{}}'
    junk = ("hello", "", "{", '{"type":"explode"}', '{"type":"ready"}', "\\x00", "[]", '{"v":2,"type":"notice","code":"x"}')
    with EngineClient(saying(READY, *junk, notice)) as engine:
        event = next(engine.events(WAIT_S))
        assert event.type == "notice"
        assert len(engine.log) >= len(junk) - 1


def test_what_comes_before_ready_is_survived() -> None:
    with EngineClient(saying("Warning: a library talks", READY)) as engine:
        assert engine.ready.version == "0"


@pytest.mark.parametrize("then", ["sys.exit(3)", "os.kill(os.getpid(), 9)"])
def test_an_engine_that_ends_at_once(then: str) -> None:
    with pytest.raises(EngineDied) as caught:
        EngineClient(saying(then=f"print('why', file=sys.stderr); sys.stderr.flush(); {then}"))
    assert caught.value.code == "engine.died"
    assert caught.value.log == ["why"]
    assert caught.value.facts["status"] in (3, -9)


def test_the_reason_of_a_death_is_told_however_late_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read_log = LineProcess._read_log

    def late(process: LineProcess) -> None:
        while process.status is None:
            threading.Event().wait(0.01)
        threading.Event().wait(0.3)  # whoever does not wait for the reader finds nothing
        read_log(process)

    monkeypatch.setattr(LineProcess, "_read_log", late)
    with pytest.raises(EngineDied) as caught:
        EngineClient(saying(then="print('why', file=sys.stderr); sys.exit(3)"))
    assert caught.value.log == ["why"]
    assert caught.value.facts["status"] == 3


def test_an_engine_that_is_killed_is_said_to_whoever_waits_and_whoever_asks() -> None:
    with EngineClient() as engine:
        assert isinstance(engine.answer(silent_start(), Started, timeout_s=WAIT_S), Started)
        os.kill(engine.pid, signal.SIGKILL)
        with pytest.raises(EngineDied) as caught:
            for _ in engine.events(WAIT_S):
                pass
        assert caught.value.facts["status"] == -9
        with pytest.raises(EngineDied):
            engine.answer(ListDevices(), Devices, timeout_s=WAIT_S)


def test_an_engine_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.engine_client.END_TIMEOUT_S", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(60)"
    with EngineClient(saying(READY, then=deaf)) as engine:
        child = psutil.Process(engine.pid)
    assert not child.is_running()


def test_closing_twice_and_after_a_kill_is_harmless() -> None:
    engine = EngineClient(saying(READY))
    os.kill(engine.pid, signal.SIGKILL)
    engine.close()
    engine.close()


PARENT = f"""
import os, sys
from app.engine_client import EngineClient
from engine.link.messages import Start, Started
engine = EngineClient()
engine.answer(Start(voice="robot", input_file={str(DEMO)!r}, input_loop=True, silent=True), Started)
print(engine.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_parent_that_dies_leaves_no_engine_behind(number: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-c", PARENT], env=environment, text=True, **pipes) as parent:  # type: ignore[call-overload]
        engine = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(number)
        parent.wait(WAIT_S)
        assert psutil.wait_procs([engine], timeout=WAIT_S)[1] == []
