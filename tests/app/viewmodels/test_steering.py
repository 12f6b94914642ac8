"""The window steered from outside: a real engine, and the recording in the microphone's place, so that no device is needed."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions import BY_NAME, perform
from app.control.place import find_place, read_token
from app.errors import AppError
from app.live.status import Status
from app.live.steering import LiveSteering
from app.settings.record import Preferences, Settings
from app.viewmodels.background import Background
from app.viewmodels.control_vm import ControlVM
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.gui_thread import GuiThread
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.viewmodels.recorder import RecorderVM
from app.viewmodels.session import SessionVM
from engine.errors import ConfigError
from models.builtin import find_voice
from models.errors import VoiceNotFound
from models.places import DATA_DIR_VARIABLE
from tests.app.threads import left_of

DEMO = Path(__file__).resolve().parents[3] / "resources/audio/demo.flac"
LONG_MS = 60_000


class Window:
    """The view models of the window, without it."""

    def __init__(self) -> None:
        self.link, self.keeper, self.background = EngineLink(), SettingsKeeper(Settings()), Background()
        self.session = SessionVM(self.link, self.keeper)
        self.session.live.silent = True
        self.controls = ControlsVM(self.session, self.keeper)
        self.gallery = GalleryVM(self.keeper, self.background)
        self.session.select(find_voice("natural"))
        self.session.live.file, self.session.live.loop_file = str(DEMO), True
        self.steering = LiveSteering(self.session.live, GuiThread().run)

    def close(self) -> None:
        self.steering.close()
        self.link.close()
        self.background.close()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    window = Window()
    yield window
    window.close()


def elsewhere(qtbot: QtBot, call: Callable[..., Any], *arguments: object) -> Any:
    """What `call` gives in another thread, while the window goes on."""
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(call(*arguments))
        except Exception as error:  # noqa: BLE001 - raised in the test
            future.set_exception(error)

    thread = threading.Thread(target=run)
    thread.start()
    qtbot.waitUntil(future.done, timeout=LONG_MS)
    thread.join()
    return future.result()


def test_every_call_returns_when_it_is_in_force(window: Window, qtbot: QtBot) -> None:
    steering = window.steering
    told: list[Status] = []
    forget = steering.subscribe(told.append)
    assert not steering.status().on
    elsewhere(qtbot, steering.set_on, True)
    assert steering.status().on
    elsewhere(qtbot, steering.select_voice, "Robot")
    assert (steering.status().voice_id, steering.status().voice_name) == ("robot", "Robot")
    elsewhere(qtbot, steering.set_params, {"pitch_st": 3, "gate_db": -41.0})
    assert steering.status().params["pitch_st"] == 3.0
    assert window.keeper.now.voice_params == {"robot": {"pitch_st": 3.0}}
    assert window.keeper.now.microphone.gate_db == -41.0
    elsewhere(qtbot, steering.set_bypass, True)
    elsewhere(qtbot, steering.set_muted, True)
    assert (steering.status().bypass, steering.status().muted) == (True, True)
    qtbot.waitUntil(lambda: steering.status().latency_ms > 0.0, timeout=LONG_MS)
    elsewhere(qtbot, steering.set_on, False)
    assert not steering.status().on
    assert steering.status().latency_ms == 0.0
    assert [status.on for status in told if status.voice_id == "robot"].count(True) > 1
    assert not told[-1].on
    forget()
    count = len(told)
    elsewhere(qtbot, steering.set_muted, False)
    assert len(told) == count


def test_what_cannot_be_is_refused_and_changes_nothing(window: Window, qtbot: QtBot) -> None:
    before = window.steering.status()
    with pytest.raises(VoiceNotFound):
        elsewhere(qtbot, window.steering.select_voice, "robbot")
    with pytest.raises(ConfigError) as range_error:
        elsewhere(qtbot, window.steering.set_params, {"gate_db": -40.0, "pitch_st": 99.0})
    assert range_error.value.code == "config.range"
    with pytest.raises(AppError) as switch:
        elsewhere(qtbot, window.steering.set_params, {"bypass": 1})
    assert switch.value.code == "control.switch"
    assert window.steering.status() == before


def test_a_start_that_fails_says_why(window: Window, qtbot: QtBot) -> None:
    window.session.live.file = str(DEMO.with_name("nowhere.wav"))
    with pytest.raises(AppError) as caught:
        elsewhere(qtbot, window.steering.set_on, True)
    assert caught.value.code == "file.not_found"
    error = window.steering.status().error
    assert error is not None
    assert error.code == "file.not_found"


def test_what_the_window_can_beside_is_done_on_its_thread_and_in_force_when_it_returns(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    recorder = RecorderVM(window.link, window.session, tmp_path / "music")
    steering = LiveSteering(window.session.live, GuiThread().run, {"record": recorder.toggle, "undo": window.controls.undo})
    with pytest.raises(AppError) as off:
        elsewhere(qtbot, perform, BY_NAME["record"], steering, True)
    assert off.value.code == "live.not_running"
    elsewhere(qtbot, steering.set_on, True)
    elsewhere(qtbot, perform, BY_NAME["record"], steering, True)
    assert steering.status().recording
    elsewhere(qtbot, perform, BY_NAME["record"], steering, "toggle")
    assert not steering.status().recording
    assert [path.suffix for path in (tmp_path / "music").iterdir()] == [".wav"]
    window.controls.set("pitch_st", 5.0)
    elsewhere(qtbot, perform, BY_NAME["undo"], steering)
    assert steering.status().params["pitch_st"] == 0.0
    recorder.folder = tmp_path / "file"
    recorder.folder.write_text("no folder")
    with pytest.raises(AppError) as unwritable:
        elsewhere(qtbot, perform, BY_NAME["record"], steering, True)
    assert unwritable.value.code == "file.unwritable"


def test_whoever_waits_when_the_window_goes_is_told(window: Window, qtbot: QtBot) -> None:
    thread = threading.Thread(target=window.steering.close)  # before anything can be answered
    thread.start()
    thread.join()
    with pytest.raises(AppError) as caught:
        elsewhere(qtbot, window.steering.set_on, True)
    assert caught.value.code == "control.ended"


def test_the_channel_opens_and_closes_with_the_setting(window: Window, qtbot: QtBot) -> None:
    control = ControlVM(window.steering, window.keeper)
    said: list[Message] = []
    control.message.connect(said.append)
    with qtbot.waitSignal(control.opened, timeout=LONG_MS) as opened:
        window.keeper.set_preferences({"control_enabled": True, "control_port": 24_148})
    assert opened.args == [24_148]

    def ask() -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{opened.args[0]}/v1/status")
        request.add_header("Authorization", f"Bearer {read_token()}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    assert elsewhere(qtbot, ask)["status"]["voice"]["id"] == "natural"
    with qtbot.waitSignal(control.opened, timeout=LONG_MS) as closed:
        window.keeper.set_preferences({"control_enabled": False})
    assert closed.args == [0]
    assert find_place() is None
    with pytest.raises(urllib.error.URLError):
        elsewhere(qtbot, ask)
    control.close()
    assert said == []


def test_a_program_that_ends_while_the_channel_opens_leaves_nothing(window: Window) -> None:
    window.keeper.set_preferences({"control_enabled": True, "control_port": 24_149})
    control = ControlVM(window.steering, window.keeper)
    control.close()
    assert not left_of(thread for thread in threading.enumerate() if thread.name.startswith("urvc-control"))
    assert find_place() is None
    assert Preferences().control_enabled is False
