"""Commands about recordings never wait for a disk, and are answered in their order once it has done its work."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

import pytest
import soundfile

from engine.audio.files import AudioFileWriter
from engine.link.messages import Event, Failed, Record, Recorded, RecordingStarted
from engine.runtime.recordings import Recordings

LIMIT_S = 20.0


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A disk that hangs at every open file until the event is set."""
    works = threading.Event()
    close = AudioFileWriter.close

    def hang(self: AudioFileWriter) -> None:
        works.wait(LIMIT_S)
        close(self)

    monkeypatch.setattr(AudioFileWriter, "close", hang)
    return works


def test_a_disk_that_hangs_keeps_no_command_waiting(tmp_path: Path, disk: threading.Event) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    ended: queue.SimpleQueue[tuple[list[str], int]] = queue.SimpleQueue()
    recordings = Recordings(events.put)
    recordings.begin(Record(id=1, output=str(tmp_path / "one.wav")))
    assert isinstance(events.get(timeout=LIMIT_S), RecordingStarted)
    recordings.finish(2)
    recordings.begin(Record(id=3, output=str(tmp_path / "two.wav")))
    recordings.end(lambda paths, lost: ended.put((paths, lost)))  # none of the three has waited, or the disk would never work
    recordings.join(0.0)
    assert recordings.unfinished
    assert events.empty()
    assert ended.empty()
    disk.set()
    told = [events.get(timeout=LIMIT_S) for _ in range(2)]
    assert [(type(event), event.reply_to) for event in told] == [(Recorded, 2), (RecordingStarted, 3)]
    assert ended.get(timeout=LIMIT_S) == ([str(tmp_path / "one.wav"), str(tmp_path / "two.wav")], 0)
    recordings.join(LIMIT_S)
    assert not recordings.unfinished
    assert soundfile.info(tmp_path / "two.wav").frames == 1


def test_one_at_a_time(tmp_path: Path) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    recordings = Recordings(events.put)
    recordings.begin_now("", str(tmp_path / "one.wav"))
    recordings.begin(Record(id=1, output=str(tmp_path / "two.wav")))
    failed = events.get(timeout=LIMIT_S)
    assert isinstance(failed, Failed)
    assert (failed.code, failed.reply_to) == ("live.recording", 1)
    recordings.end(lambda *_: None)
    recordings.join(LIMIT_S)
    assert [path.name for path in tmp_path.iterdir()] == ["one.wav"]


def test_without_a_recording_the_end_is_at_once() -> None:
    ended: list[tuple[list[str], int]] = []
    Recordings(lambda _: None).end(lambda paths, lost: ended.append((paths, lost)))
    assert ended == [([], 0)]
