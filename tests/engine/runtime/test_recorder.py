"""Recordings are files that open, however short, and whatever happens to the disk."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio.files import AudioFileWriter
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import AudioFileError
from engine.link.messages import Notice
from engine.runtime.recorder import RING_S, Recorder

SECOND = np.linspace(-0.5, 0.5, SAMPLE_RATE_HZ, dtype=np.float32)
LIMIT_S = 20.0


class Told(list[Notice]):
    """What the recorder said, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def __call__(self, notice: Notice) -> None:
        with self._changed:
            self.append(notice)
            self._changed.notify_all()

    def until(self, code: str) -> Notice:
        def found() -> Notice | None:
            return next((notice for notice in self if notice.code == code), None)

        with self._changed:
            notice = self._changed.wait_for(found, LIMIT_S)
        assert notice is not None, f"{code} was never said"
        return notice


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], None]]:
    """Sets how large a file may become, which the system answers as it does a full disk: by not writing all. Taken back afterwards."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda n_bytes: resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def read(path: str) -> Audio:
    heard, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == SAMPLE_RATE_HZ
    result: Audio = heard
    return result


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_recording_that_ends_before_it_has_begun_can_be_opened(tmp_path: Path, told: Told, ending: str) -> None:
    recorder = Recorder(str(tmp_path / f"in.{ending}"), str(tmp_path / f"out.{ending}"), told)
    recorder.close()
    assert [soundfile.info(path).frames for path in recorder.paths] == [1, 1]
    assert recorder.lost_samples == 0


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_what_was_taken_is_in_the_file(tmp_path: Path, told: Told, ending: str) -> None:
    recorder = Recorder("", str(tmp_path / f"out.{ending}"), told)
    said = (0.5 * np.sin(np.arange(4800) / 20)).astype(np.float32)
    recorder.take(said, said)
    recorder.close()
    (path,) = recorder.paths
    assert np.allclose(read(path), said, atol=1e-4)
    assert recorder.lost_samples == 0
    assert not told


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_full_disk_is_said_at_once_and_what_was_written_can_be_played(
    tmp_path: Path, told: Told, small_disk: Callable[[int], None], ending: str
) -> None:
    rng = np.random.default_rng(1)
    recorder = Recorder("", str(tmp_path / f"out.{ending}"), told)
    small_disk(600_000)
    noise = rng.uniform(-0.5, 0.5, 10 * SAMPLE_RATE_HZ).astype(np.float32)
    recorder.take(noise, noise)
    notice = told.until("recording.interrupted")
    kept = read(notice.subject)
    assert len(kept) > SAMPLE_RATE_HZ
    assert notice.facts["saved_s"] == pytest.approx(len(kept) / SAMPLE_RATE_HZ, abs=0.06)
    assert np.allclose(kept, noise[: len(kept)], atol=1e-4)
    recorder.close()
    assert recorder.lost_samples == len(noise) - len(kept)
    assert recorder.paths == [notice.subject]


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_it_goes_on_in_a_new_file_when_there_is_room_and_nothing_is_lost_that_the_ring_could_hold(
    tmp_path: Path, told: Told, small_disk: Callable[[int], None], ending: str
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    rng = np.random.default_rng(2)
    recorder = Recorder("", str(tmp_path / f"out.{ending}"), told)
    small_disk(600_000)
    noise = rng.uniform(-0.5, 0.5, 10 * SAMPLE_RATE_HZ).astype(np.float32)
    recorder.take(noise, noise)
    told.until("recording.interrupted")
    small_disk(before)
    assert told.until("recording.goes_on").subject == str(tmp_path / f"out (part 2).{ending}")
    recorder.close()
    whole = np.concatenate([read(path) for path in recorder.paths])
    assert recorder.lost_samples == len(noise) - len(whole)
    assert len(noise) - len(whole) < 2 * 4096  # what the encoder had in hand
    n_first = len(read(recorder.paths[0]))
    assert np.allclose(whole[:n_first], noise[:n_first], atol=1e-4)
    assert np.allclose(whole[n_first:], noise[-(len(whole) - n_first) :], atol=1e-4)


def test_the_file_on_the_other_disk_does_not_mind(tmp_path: Path, told: Told) -> None:
    gone = tmp_path / "stick"
    gone.mkdir()
    recorder = Recorder(str(gone / "in.wav"), str(tmp_path / "out.wav"), told)
    for file in gone.iterdir():
        file.unlink()
    gone.rmdir()
    recorder.take(SECOND, SECOND)
    recorder.close()
    told.until("recording.interrupted")
    assert recorder.paths == [str(tmp_path / "out.wav")]
    assert len(read(recorder.paths[0])) == len(SECOND)
    assert recorder.lost_samples == len(SECOND)


def test_a_wav_file_that_is_as_long_as_it_can_be_is_followed_by_another_without_a_gap(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.audio.files.WAV_LIMIT_BYTES", 2 * SAMPLE_RATE_HZ * 2)
    recorder = Recorder("", str(tmp_path / "out.wav"), told)
    for _ in range(5):
        recorder.take(SECOND, SECOND)
    recorder.close()
    assert [Path(path).name for path in recorder.paths] == ["out.wav", "out (part 2).wav", "out (part 3).wav"]
    assert np.allclose(np.concatenate([read(path) for path in recorder.paths]), np.tile(SECOND, 5), atol=1e-4)
    assert recorder.lost_samples == 0
    assert not told


def test_a_disk_that_hangs_is_said_and_what_does_not_fit_is_counted(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, hangs = threading.Event(), threading.Event()
    written = AudioFileWriter.write

    def hang(self: AudioFileWriter, block: Audio) -> None:
        hangs.set()
        goes_on.wait(LIMIT_S)
        written(self, block)

    monkeypatch.setattr(AudioFileWriter, "write", hang)
    recorder = Recorder("", str(tmp_path / "out.wav"), told)
    recorder.take(SECOND, SECOND)
    assert hangs.wait(LIMIT_S)
    for _ in range(RING_S + 3):
        recorder.take(SECOND, SECOND)
    recorder.tell_if_behind()
    recorder.tell_if_behind()
    assert [notice.code for notice in told] == ["recording.slow"]
    goes_on.set()
    recorder.close()
    assert recorder.lost_samples == 3 * SAMPLE_RATE_HZ


def test_one_that_cannot_be_opened_leaves_nothing(tmp_path: Path, told: Told) -> None:
    with pytest.raises(AudioFileError):
        Recorder(str(tmp_path / "in.wav"), str(tmp_path / "nowhere" / "out.wav"), told)
    assert not list(tmp_path.iterdir())
