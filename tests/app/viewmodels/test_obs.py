"""The view model of OBS where there is no OBS; the bridge itself runs against the real one in tests/e2e/test_obs.py."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.obs.bridge import BridgeState
from app.obs.client import ObsAddress
from app.obs.errors import ObsError
from app.obs.scenes import parse_scene_voices
from app.viewmodels.obs_vm import Asked, ObsVM
from app.views.obs_page import ObsPage
from engine.link.messages import Failed, MicrophoneReady

MICROPHONE = MicrophoneReady(name="URVC Microphone", input="pulse:urvc_microphone", output="pulse:urvc_out", product="URVC", made=True)


@pytest.fixture
def model() -> Iterator[ObsVM]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    made = ObsVM(ObsAddress("127.0.0.1", port))
    yield made
    made.close()


def test_without_a_microphone_there_is_nothing_to_connect(model: ObsVM) -> None:
    model.connect_to()
    assert not model.open
    model.make(Asked())
    model.undo()
    model.set_now()


def test_obs_that_is_not_running_is_a_state_and_no_news(model: ObsVM, qtbot: QtBot) -> None:
    news: list[object] = []
    model.message.connect(news.append)
    model.handle(MICROPHONE)
    with qtbot.waitSignal(model.changed, timeout=10_000):
        model.connect_to()
    assert model.state.problem is not None
    assert model.state.problem.code == "obs.not_running"
    assert not news
    model.close()
    model.close()
    assert (model.open, model.state) == (False, BridgeState())


def test_a_wish_is_kept_until_there_is_a_microphone_and_follows_another_one(model: ObsVM, qtbot: QtBot) -> None:
    model.connect_to()
    with qtbot.waitSignal(model.changed, timeout=10_000):
        model.handle(MICROPHONE)
    assert model.open
    before = model._bridge
    model.handle(MICROPHONE)  # the same one: nothing is torn down
    assert model._bridge is before
    model.handle(MICROPHONE.model_copy(update={"name": "URVC Microphone 2"}))
    assert model.open
    assert model._bridge is not before


def test_a_microphone_that_cannot_be_is_said_and_nothing_opens(model: ObsVM, qtbot: QtBot) -> None:
    model.connect_to()
    with qtbot.waitSignal(model.message) as said:
        model.answered(Failed(code="microphone.no_server", doing="reach the sound server", subject="PulseAudio", facts={"reason": "gone"}))
    assert said.args[0].code == "microphone.no_server"
    assert not model.open


def test_another_address_is_told_once(model: ObsVM) -> None:
    moved: list[ObsAddress] = []
    model.moved.connect(moved.append)
    model.connect_to(model.address)
    model.connect_to(ObsAddress("10.0.0.5", 4456))
    model.connect_to()
    assert moved == [ObsAddress("10.0.0.5", 4456)] == [model.address]


def test_a_wrong_password_is_asked_for_again(model: ObsVM, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.password_wanted):
        model._state_came.emit(BridgeState(problem=ObsError("obs.password", "reach OBS", "here")))


def test_scenes_have_voices_also_when_renamed(model: ObsVM, qtbot: QtBot) -> None:
    model.voices = parse_scene_voices(["Game=robot"])
    with qtbot.waitSignal(model.scenes_changed):
        model._renamed_came.emit("Game", "🎮")
    with qtbot.waitSignal(model.voice_wanted) as wanted:
        model._scene_came.emit("🎮")
    assert wanted.args == ["robot"]


def test_the_page_shows_what_the_bridge_says(model: ObsVM, qtbot: QtBot) -> None:
    page = ObsPage(model)
    qtbot.addWidget(page)
    assert page.scenes.isHidden()
    assert not page.set_up.isEnabled()
    model.changed.emit(BridgeState(connected=True, scene="Scene", source="URVC", waiting_ms=120.0))
    assert page.set_up.isEnabled()
    assert "URVC" in page.state.text()
    assert not page.set_now.isHidden()
    model.changed.emit(BridgeState(problem=ObsError("obs.not_running", "reach OBS", "here")))
    assert "OBS does not answer" in page.state.text()
    model.password_wanted.emit()
    assert not page.password.isHidden()


def test_a_scene_is_given_a_voice_by_the_table(model: ObsVM, qtbot: QtBot) -> None:
    model.voices = parse_scene_voices(["Gone=robot"])
    page = ObsPage(model, lambda: [("robot", "Robot"), ("giant", "Giant")])
    qtbot.addWidget(page)
    model.state = BridgeState(connected=True, scene="Game", scenes=("Game", "Chat 🎤"))
    model.changed.emit(model.state)
    assert [page.scenes.model().index(row, 0).data() for row in range(3)] == ["Game", "Chat 🎤", "Gone (not in OBS)"]
    box = page.scenes.cellWidget(0, 1)
    assert isinstance(box, QComboBox)
    with qtbot.waitSignal(model.voice_wanted) as wanted:
        box.setCurrentIndex(box.findData("giant"))
        box.activated.emit(box.currentIndex())
    assert wanted.args == ["giant"], "the scene that OBS shows: the voice changes at once"
    assert dict(model.voices.table) == {"Gone": "robot", "Game": "giant"}
    gone = page.scenes.cellWidget(2, 1)
    assert isinstance(gone, QComboBox)
    gone.setCurrentIndex(0)
    gone.activated.emit(0)
    assert dict(model.voices.table) == {"Game": "giant"}
    assert page.scenes.rowCount() == 2


def test_an_address_is_read_back_or_the_usual_one() -> None:
    assert ObsAddress.of(str(ObsAddress("10.0.0.5", 4456))) == ObsAddress("10.0.0.5", 4456)
    for nonsense in ("", "here", ":4455", "here:0", "here:99999", "here:port"):
        assert ObsAddress.of(nonsense) == ObsAddress()
