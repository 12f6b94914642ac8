"""Threads that compute a part of each block run before whatever else the machine does."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest
from onnxruntime import InferenceSession, SessionOptions

from engine.audio.priority import AFTER_LEVEL, NICE_LEVEL, aside, raise_libraries

MODEL = Path(__file__).resolve().parents[3] / "resources/models/swiftf0_frame.onnx"


def threads(level: int) -> set[int]:
    """Those of this process that have that niceness."""
    return {int(task.name) for task in Path("/proc/self/task").iterdir() if niceness(int(task.name)) == level}


def niceness(thread_id: int) -> int | None:
    try:
        return os.getpriority(os.PRIO_PROCESS, thread_id)
    except OSError:  # it has ended
        return None


def own_niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def may_raise() -> bool:
    done = []

    def try_it() -> None:
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE_LEVEL)
            done.append(True)
        except OSError:
            pass

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    return bool(done)


pytestmark = pytest.mark.skipif(sys.platform != "linux" or not may_raise(), reason="threads are found in /proc, by who may raise them")


def test_a_runtimes_own_threads_are_raised_and_pythons_are_not() -> None:
    before, options = threads(own_niceness()), SessionOptions()
    options.intra_op_num_threads = 3
    session = InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])
    started = threads(own_niceness()) - before
    assert len(started) >= 2
    stop = threading.Event()
    own = threading.Thread(target=stop.wait)
    own.start()
    try:
        raise_libraries()
        assert len(started & threads(NICE_LEVEL)) >= 2
        assert own.native_id in threads(own_niceness())
        assert own_niceness() > NICE_LEVEL
    finally:
        stop.set()
        own.join()
    assert session.get_inputs()


def test_threads_of_what_was_loaded_after_everything_else_do_not_stay_behind() -> None:
    options = SessionOptions()
    options.intra_op_num_threads = 2
    session, loader = aside(lambda: (InferenceSession(MODEL, options, providers=["CPUExecutionProvider"]), threading.get_native_id()))
    patient = threads(AFTER_LEVEL) - {loader}
    assert patient
    raise_libraries()
    assert patient & threads(NICE_LEVEL)
    assert not patient & threads(AFTER_LEVEL)
    assert session.get_inputs()
