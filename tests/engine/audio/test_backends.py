"""Choosing an audio system, also on machines that lack one; priorities that are refused."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from engine.audio.backends import choose_backend
from engine.audio.priority import AFTER_LEVEL, aside, raise_priority_of
from engine.errors import ConfigError

WITHOUT_LIBRARIES = """
import sys
sys.modules["sounddevice"] = None  # what an import finds where PortAudio is missing
from engine.audio.backends import choose_backend
from engine.audio.files import AudioFileReader
from engine.errors import DeviceError
try:
    choose_backend("auto")
except DeviceError as error:
    print(error.code, error.facts["package"])
"""


def test_unknown_backend() -> None:
    with pytest.raises(ConfigError, match=r"config\.choice"):
        choose_backend("jack")


def test_a_machine_without_portaudio_or_a_server_is_told_what_to_install() -> None:
    environment = {"PULSE_SERVER": "unix:/nonexistent/native", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    command = [sys.executable, "-c", WITHOUT_LIBRARIES]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "device.none libportaudio2", done.stderr


def test_priority_is_never_an_error() -> None:
    """In a process of its own: a raised priority must not stay with the tests."""
    code = "from engine.audio.priority import raise_priority; print(raise_priority())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("realtime", "raised", "normal")
    raise_priority_of("no such thread")


def test_what_is_done_aside_is_done_with_patience_and_comes_back() -> None:
    def patience() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) if sys.platform == "linux" else AFTER_LEVEL

    before = patience()
    assert aside(patience) == AFTER_LEVEL
    assert patience() == before
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 // 0)
