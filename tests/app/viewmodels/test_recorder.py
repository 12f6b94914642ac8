"""Recording beside an engine that writes nothing: names, double clicks, what goes wrong. Recordings of the real engine: test_meters.py."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.recorder import RecorderVM, What
from app.viewmodels.session import SessionVM
from app.views.theme import Theme
from app.views.transport import Transport
from engine.link.messages import Notice, Record, Recorded, RecordingStarted, Start, Stopped, StopRecording
from models.builtin import find_voice
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, failed, kill, started

NOON = datetime.datetime(2026, 5, 4, 12, 0, 1)
STEM = "urvc 2026-05-04 12-00-01"


class Studio:
    """A recorder, always at the same second, beside a voice that runs."""

    def __init__(self, folder: Path) -> None:
        self.engine = StandIn(folder / "engine")
        self.engine.answers(Start, started())
        self.engine.answers(Record, RecordingStarted(paths=[]))
        self.engine.answers(StopRecording, Recorded(paths=["/music/one.wav"]))
        self.link = EngineLink(self.engine.command)
        self.session = SessionVM(self.link, SettingsKeeper(Settings()))
        self.session.live.silent = True
        self.now = NOON
        self.recorder = RecorderVM(self.link, self.session, folder / "music", now=lambda: self.now)
        self.messages = SignalLog(self.recorder.message, self.session.message)

    def live(self, qtbot: QtBot) -> None:
        self.session.select(find_voice("robot"))
        self.session.start()
        until(qtbot, lambda: self.recorder.can_record)

    def begin(self, qtbot: QtBot) -> Record:
        self.recorder.toggle()
        until(qtbot, lambda: self.recorder.recording)
        return self.engine.sent(Record)[-1]


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path)
    made.live(qtbot)
    yield made
    made.link.close()


class Opener(QObject):
    """Stands where the system opens folders."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[list[QUrl]]:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]  # the stub asks for bytes, which Qt refuses
    yield opener.urls
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.parametrize(("what", "sides"), [("output", ("", "voice")), ("input", ("microphone", "")), ("both", ("microphone", "voice"))])
def test_files_are_named_by_the_clock_and_by_what_is_in_them(
    studio: Studio, qtbot: QtBot, tmp_path: Path, what: What, sides: tuple[str, str]
) -> None:
    studio.recorder.what, studio.recorder.format = what, "flac"
    asked = studio.begin(qtbot)
    wanted = [str(tmp_path / "music" / f"{STEM} {side}.flac") if side else "" for side in sides]
    assert [asked.input, asked.output] == wanted
    assert [str(path) for path in studio.recorder.paths] == [path for path in wanted if path]


def test_a_second_recording_in_one_second_does_not_take_the_place_of_the_first(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        asked = studio.begin(qtbot)
        names.append(Path(asked.output).name)
        Path(asked.output).write_bytes(b"what was recorded")
        studio.recorder.toggle()
        until(qtbot, lambda: not studio.recorder.recording)
    assert names == [f"{STEM} voice.wav", f"{STEM} (2) voice.wav", f"{STEM} (3) voice.wav"]


def test_the_button_says_how_long_it_has_been_recording(studio: Studio, qtbot: QtBot, qapp: QApplication) -> None:
    row = Transport(studio.recorder, FileInputVM(studio.link, studio.session), Theme(qapp, "light"))
    qtbot.addWidget(row)
    assert row.record.text() == "Record"
    studio.begin(qtbot)
    assert row.record.text() == "Stop recording (0:00)"
    studio.now = NOON + datetime.timedelta(seconds=83)
    until(qtbot, lambda: row.record.text() == "Stop recording (1:23)")
    studio.recorder.toggle()
    until(qtbot, lambda: not studio.recorder.recording)
    assert row.record.text() == "Record"
    studio.begin(qtbot)
    assert row.record.text() == "Stop recording (0:00)", "each recording begins at nought"


def test_what_was_recorded_is_said_and_its_folder_is_a_click_away(studio: Studio, qtbot: QtBot, tmp_path: Path, opened: list[QUrl]) -> None:
    studio.begin(qtbot)
    studio.recorder.toggle()
    until(qtbot, lambda: not studio.recorder.recording)
    said = next(message for message in studio.messages.values if message.code == "recording.saved")
    assert "one.wav" in said.text
    assert said.action_label == "Show in folder"
    said.action()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "music"]


def test_a_double_click_begins_once_and_ends_once(studio: Studio, qtbot: QtBot) -> None:
    studio.recorder.toggle()
    studio.recorder.toggle()
    until(qtbot, lambda: studio.recorder.recording)
    studio.recorder.toggle()
    studio.recorder.toggle()
    until(qtbot, lambda: studio.messages.values)
    studio.engine.settle(qtbot, studio.link)
    assert (len(studio.engine.sent(Record)), len(studio.engine.sent(StopRecording))) == (1, 1)
    assert [message.level for message in studio.messages.values] == ["good"]
    assert "one.wav" in studio.messages.texts[0]


def test_a_disk_that_cannot_be_written_is_said_and_it_can_be_tried_again(studio: Studio, qtbot: QtBot) -> None:
    studio.engine.answers(Record, failed("file.unwritable", "one.wav", reason="No space left on device"))
    studio.recorder.toggle()
    until(qtbot, lambda: studio.messages.values)
    assert studio.messages.codes == ["file.unwritable"]
    assert "No space left" in studio.messages.texts[0]
    assert not studio.recorder.recording
    studio.engine.answers(Record, RecordingStarted(paths=[]))
    studio.begin(qtbot)


def test_what_the_disk_was_too_slow_for_is_said(studio: Studio, qtbot: QtBot) -> None:
    studio.engine.answers(StopRecording, Recorded(paths=["/music/one.wav"], lost_samples=24_000))
    studio.begin(qtbot)
    studio.recorder.toggle()
    until(qtbot, lambda: len(studio.messages.values) == 2)
    assert [message.level for message in studio.messages.values] == ["good", "warn"]
    assert "0.5 s" in studio.messages.texts[1]


def test_an_engine_that_dies_ends_the_recording_and_the_next_one_can_record(studio: Studio, qtbot: QtBot) -> None:
    studio.begin(qtbot)
    kill(studio.link)
    until(qtbot, lambda: not studio.recorder.recording)
    until(qtbot, lambda: studio.session.state == "live")
    studio.begin(qtbot)


def test_while_a_device_is_awaited_the_recording_goes_on_and_with_the_voice_it_ends(studio: Studio, qtbot: QtBot) -> None:
    asked = studio.begin(qtbot)
    studio.link.event_received.emit(Notice(code="device.lost", subject="Yeti"))
    assert studio.session.state == "waiting"
    assert studio.recorder.can_record
    assert studio.recorder.recording
    studio.link.event_received.emit(Stopped(reason="failed", seconds=1.0, recorded=[asked.output]))
    assert not studio.recorder.recording
    assert not studio.recorder.can_record
    assert f"{STEM} voice.wav" in studio.messages.texts[-1]
    studio.recorder.toggle()  # there is nothing to record
    studio.engine.settle(qtbot, studio.link)
    assert len(studio.engine.sent(Record)) == 1
