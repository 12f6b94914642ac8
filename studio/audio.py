"""Sound files of one or two channels, read and written block by block; between steps everything is 48 kHz float.

Reading goes through libsndfile; what that does not know goes through the system's FFmpeg first (studio/ffmpeg.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import AudioFileError
from studio.errors import StudioError, disk

BLOCK_FRAMES = SAMPLE_RATE_HZ
QUALITY = "HQ"
MOST_CHANNELS = 2
LIMIT_BYTES = 2**32 - 2**16
"""Of a WAV file: its sizes are 32 bits."""
FULL_SCALE = 1.0

Frames = NDArray[np.float32]
"""[n, channels] float32."""


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """Of a file as it lies on disk."""

    rate_hz: int
    channels: int
    n_frames: int

    @property
    def seconds(self) -> float:
        return self.n_frames / self.rate_hz


def audio_info(path: Path) -> AudioInfo:
    """Raises AudioFileError `file.not_found`, `file.empty`, `file.not_audio`."""
    with _opened(path) as file:
        if not file.frames:
            raise AudioFileError("file.empty", "read the audio file", str(path))
        return AudioInfo(int(file.samplerate), min(int(file.channels), MOST_CHANNELS), int(file.frames))


def read_blocks(path: Path, rate_hz: int | None = None, block_frames: int = BLOCK_FRAMES) -> Iterator[Frames]:
    """The file's frames at `rate_hz` (None: its own), in blocks; of more than two channels all become one. Samples that are no numbers
    become 0. Resampled, there are exactly round(frames * rate_hz / rate) of them. Raises AudioFileError."""
    info = audio_info(path)
    blocks = _own_blocks(path, info, block_frames)
    yield from blocks if rate_hz in (None, info.rate_hz) else resampled(blocks, info, rate_hz or info.rate_hz)


def resampled(blocks: Iterable[Frames], info: AudioInfo, rate_hz: int) -> Iterator[Frames]:
    """`blocks` of `info` at another rate: exactly round(frames * rate_hz / rate) frames in all."""
    left = round(info.n_frames * rate_hz / info.rate_hz)
    stream = soxr.ResampleStream(info.rate_hz, rate_hz, info.channels, dtype="float32", quality=QUALITY)
    for block in blocks:
        out = stream.resample_chunk(np.ascontiguousarray(block))[:left].reshape(-1, info.channels)
        left -= len(out)
        if len(out):
            yield out
    tail = stream.resample_chunk(np.zeros((0, info.channels), np.float32), last=True)[:left].reshape(-1, info.channels)
    yield np.concatenate([tail, np.zeros((left - len(tail), info.channels), np.float32)])


def _own_blocks(path: Path, info: AudioInfo, block_frames: int) -> Iterator[Frames]:
    left = info.n_frames
    with _opened(path) as file:
        while left:
            try:
                block: Frames = file.read(block_frames, dtype="float32", always_2d=True)
            except (soundfile.LibsndfileError, OSError) as error:
                raise AudioFileError("file.unreadable", "read the audio file", str(path), reason=str(error)) from error
            if not len(block):
                raise AudioFileError("file.unreadable", "read the audio file", str(path), reason="the file ends before its header says")
            left -= len(block)
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
            yield block if block.shape[1] <= MOST_CHANNELS else block.mean(axis=1, keepdims=True)


def _opened(path: Path) -> Any:
    doing = "open the audio file"
    if path.is_dir():
        raise AudioFileError("file.not_audio", doing, str(path), reason="it is a folder")
    if not path.exists():
        raise AudioFileError("file.not_found", doing, str(path))
    if not path.stat().st_size:
        raise AudioFileError("file.empty", doing, str(path))
    try:
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError, OSError) as error:
        # TypeError: soundfile wants a rate and channel count for a headerless ".raw".
        raise AudioFileError("file.not_audio", doing, str(path), reason=str(error)) from error


class WorkWriter:
    """Writes a step's result: WAV, float32, 48 kHz. What an exception leaves is the runner's to remove. Raises StudioError `studio.disk`,
    `studio.long`."""

    def __init__(self, path: Path, channels: int, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self.path, self.n_frames, self._channels = path, 0, channels
        with disk("write the sound", path):
            self._file = soundfile.SoundFile(path, "w", rate_hz, channels, "FLOAT", format="WAV")

    def __enter__(self) -> WorkWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with disk("write the sound", self.path):
            self._file.close()
            if kind is None and self.path.stat().st_size < self.n_frames * self._channels * 4:
                raise OSError("the file came out shorter than what was written; is the disk full?")

    def write(self, frames: Frames) -> None:
        """Appends [n, channels] float32."""
        if (self.n_frames + len(frames)) * self._channels * 4 > LIMIT_BYTES:
            raise StudioError("studio.long", "write the sound", str(self.path))
        with disk("write the sound", self.path):
            self._file.write(frames)
        self.n_frames += len(frames)


def as_channels(frames: Frames, channels: int) -> Frames:
    """[n, any] -> [n, channels]: one becomes two alike, two become their mean."""
    if frames.shape[1] == channels:
        return frames
    return np.repeat(frames, 2, axis=1) if channels == 2 else frames.mean(axis=1, keepdims=True)
