"""A file in the microphone's place: chosen, paused, moved in, repeated, given back. That it is heard: test_session.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from engine.link.messages import PlayFile, Start, Stop, Stopped
from models.builtin import find_voice
from tests.app.viewmodels.parts import DEMO, Live, SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, failed, kill, started, telemetry

LENGTH_S = 7.0


class Player:
    """The file's controls beside an engine that opens every file."""

    def __init__(self, folder: Path) -> None:
        self.engine = StandIn(folder / "engine")
        self.engine.answers(Start, started(file_s=LENGTH_S))
        self.engine.answers(Stop, Stopped(reason="asked", seconds=1.0))
        self.link = EngineLink(self.engine.command)
        self.session = SessionVM(self.link, SettingsKeeper(Settings()))
        self.session.live.silent = True
        self.session.select(find_voice("robot"))
        self.file = FileInputVM(self.link, self.session)
        self.messages = SignalLog(self.file.message)

    def open(self, qtbot: QtBot, path: str) -> None:
        self.file.open(path)
        until(qtbot, lambda: self.session.state == "live")

    def told(self, qtbot: QtBot) -> list[dict[str, object]]:
        """What the engine was told about the file, in order."""
        self.engine.settle(qtbot, self.link)
        return [command.model_dump(include={"position_s", "paused", "loop"}, exclude_none=True) for command in self.engine.sent(PlayFile)]


@pytest.fixture
def player(qtbot: QtBot, tmp_path: Path) -> Iterator[Player]:
    made = Player(tmp_path)
    yield made
    made.link.close()


def test_a_file_switches_the_voice_on_and_the_microphone_comes_back(player: Player, qtbot: QtBot) -> None:
    player.open(qtbot, "/music/speech.wav")
    assert (player.file.path, player.file.length_s, player.file.is_demo) == ("/music/speech.wav", LENGTH_S, False)
    player.file.close_file()
    assert (player.file.path, player.file.length_s) == ("", 0.0)
    until(qtbot, lambda: len(player.engine.sent(Start)) == 2 and player.session.state == "live")
    assert [(command.input_file, command.input_loop) for command in player.engine.sent(Start)] == [("/music/speech.wav", True), ("", False)]


def test_the_demo_is_a_file_that_is_there_and_called_so(player: Player, qtbot: QtBot) -> None:
    told: list[bool] = []
    player.file.changed.connect(lambda: told.append(player.file.is_demo))
    player.file.open_demo()
    assert Path(player.file.path).is_file()
    assert told[-1] is True
    player.file.open("/music/speech.wav")
    assert told[-1] is False


def test_it_is_held_moved_within_its_length_and_repeated(player: Player, qtbot: QtBot) -> None:
    player.file.set_paused(True)  # nothing plays: nobody is told
    player.open(qtbot, "/music/speech.wav")
    assert not player.file.paused
    moved = SignalLog(player.file.moved)
    player.link.event_received.emit(telemetry().model_copy(update={"file_s": 2.5}))
    assert moved.values == [(2.5, LENGTH_S)]
    player.file.set_paused(True)
    for position_s in (3.0, -1.0, 100.0):
        player.file.seek(position_s)
    player.file.set_loop(False)
    assert player.told(qtbot) == [{"paused": True}, {"position_s": 3.0}, {"position_s": 0.0}, {"position_s": LENGTH_S}, {"loop": False}]


def test_the_choice_to_repeat_stays_for_the_next_file(player: Player, qtbot: QtBot) -> None:
    player.file.set_loop(False)
    player.open(qtbot, "/music/speech.wav")
    assert player.engine.sent(Start)[0].input_loop is False


def test_a_repeat_that_is_switched_off_while_the_voice_starts_is_off(qtbot: QtBot) -> None:
    """With the real engine: the file is spoken to its end."""
    live = Live()
    live.session.live.file = ""
    live.select("robot")
    live.file_input.open(str(DEMO))
    assert live.session.state == "starting"
    live.file_input.set_loop(False)
    until(qtbot, lambda: live.session.state == "live")
    live.file_input.seek(live.file_input.length_s - 0.2)
    until(qtbot, lambda: live.session.state == "off")
    assert live.messages.values == []
    live.close()


def test_what_the_engine_cannot_do_with_it_is_said_but_not_that_it_has_ended(player: Player, qtbot: QtBot) -> None:
    player.open(qtbot, "/music/speech.wav")
    player.engine.in_turn(PlayFile, [failed("live.not_running")], [failed("file.unreadable", "speech.wav")])
    player.file.seek(1.0)
    player.file.seek(2.0)
    until(qtbot, lambda: player.messages.values)
    assert player.messages.codes == ["file.unreadable"]


def test_with_a_new_engine_it_plays_from_its_beginning(player: Player, qtbot: QtBot) -> None:
    player.open(qtbot, "/music/speech.wav")
    player.file.set_paused(True)
    kill(player.link)
    until(qtbot, lambda: len(player.engine.sent(Start)) == 2 and player.session.state == "live")
    assert player.engine.sent(Start)[1].input_file == "/music/speech.wav"
    assert not player.file.paused


def test_a_dropped_recording_is_played_only_when_the_user_says_so(qtbot: QtBot) -> None:
    """Nothing is switched on and nothing goes where others hear it by dropping a file."""
    live = Live()
    try:
        live.session.set_file("")
        live.file_input.offer("/music/song.wav")
        (message,) = live.messages.values
        assert "song.wav" in message.text
        assert (live.session.state, live.session.file) == ("off", "")
        assert message.action is not None
    finally:
        live.close()
