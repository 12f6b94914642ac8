"""Files as streams under the laws of a stream; and streams made to break a law, to show that it is caught."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio.files import AudioFileReader
from engine.audio.ring import Samples as RingSamples
from engine.audio.streams import CaptureStream, StreamOptions
from engine.audio.wav_stream import FileCapture, FilePlayback
from tests.laws import streams
from tests.laws.streams import LAWS, RATE_HZ, Samples, SoundSystem, noise


class Files:
    """A SoundSystem of files: as fast as the other side allows where a sound passes, at the machine's pace where a stream stands open."""

    heard_error_db = -np.inf
    played_error_db = -70.0  # of 16 bits
    capture_of: type[FileCapture] = FileCapture

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()

    @contextmanager
    def hearing(self, sound: Samples, options: StreamOptions) -> Iterator[CaptureStream]:
        stream = self.capture_of(self._written(sound), options, clock=None)
        try:
            stream.start()
            yield stream
        finally:
            stream.close()

    def has_come(self, stream: CaptureStream) -> bool:
        assert isinstance(stream, FileCapture)
        return stream.ended

    def capture(self, options: StreamOptions) -> FileCapture:
        return self.capture_of(self._written(noise(RATE_HZ)), options, loop=True)

    def playback(self, options: StreamOptions) -> FilePlayback:
        return FilePlayback(self._path(), options)

    def played(self, sound: Samples, piece: int) -> Samples:
        path = self._path()
        stream = FilePlayback(path, StreamOptions(), clock=None)
        stream.start()
        for start in range(0, len(sound), piece):
            block, sent = sound[start : start + piece], 0
            while sent < len(block):
                sent += stream.ring.write(block[sent:])
        stream.close()
        with AudioFileReader(path) as reader:
            return np.concatenate([np.zeros(0, np.float32), *reader])

    def _written(self, sound: Samples) -> Path:
        path = self._path()
        soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
        return path

    def _path(self) -> Path:
        return self._folder / f"{next(self._numbers)}.wav"


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_files_obey(law: Callable[[SoundSystem], None], tmp_path: Path) -> None:
    law(Files(tmp_path))


class _Drops(FileCapture):
    def _send(self, block: RingSamples) -> None:
        super()._send(block[:-1])


class _Hums(FileCapture):
    def _send(self, block: RingSamples) -> None:
        super()._send(block + np.float32(0.01))


class _Grows(FileCapture):
    def _send(self, block: RingSamples) -> None:
        self.__dict__.setdefault("kept", []).append(np.copy(block))
        super()._send(block)


class _LeavesAThread(FileCapture):
    let_go = threading.Event()

    def close(self) -> None:
        super().close()
        threading.Thread(target=self.let_go.wait).start()


@pytest.mark.parametrize(
    ("fault", "law"),
    [
        (_Drops, streams.what_is_heard_comes_whole),
        (_Hums, streams.silence_stays_silence),
        (_Grows, streams.nobody_reads_and_nothing_grows),
        (_LeavesAThread, streams.it_can_be_opened_again_and_again),
    ],
)
def test_a_broken_stream_is_caught(
    fault: type[FileCapture], law: Callable[[SoundSystem], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "WAIT_S", 1.0)
    _LeavesAThread.let_go.clear()
    system = Files(tmp_path)
    system.capture_of = fault
    try:
        with pytest.raises(AssertionError):
            law(system)
    finally:
        _LeavesAThread.let_go.set()
