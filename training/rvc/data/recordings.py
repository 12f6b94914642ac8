"""The recordings of a data set: which files of a folder, whose they are, and their sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.audio.files import AudioFileReader
from training.errors import TrainingError

SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".aiff", ".aif")
MODEL_RATE_HZ = 16_000
SOXR_QUALITY = "VHQ"


@dataclass(frozen=True, slots=True)
class Recording:
    """One file and the number of its speaker."""

    path: Path
    speaker: int


def find_recordings(folder: Path) -> tuple[Recording, ...]:
    """Every audio file below `folder`, in the order of their names; each subfolder right below it is a speaker, if there are no others.

    Raises TrainingError `train.no_audio`.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file() and path.name[0] != ".")
    if not files:
        raise TrainingError("train.no_audio", "find recordings", str(folder), {"suffixes": list(SUFFIXES)})
    owners = sorted({path.relative_to(folder).parts[0] for path in files if len(path.relative_to(folder).parts) > 1})
    several = len(owners) > 1 and all(len(path.relative_to(folder).parts) > 1 for path in files)
    return tuple(Recording(path, owners.index(path.relative_to(folder).parts[0]) if several else 0) for path in files)


def n_speakers(recordings: tuple[Recording, ...]) -> int:
    """How many speakers there are."""
    return 1 + max(recording.speaker for recording in recordings)


def read_mono(path: Path, rate_hz: int) -> NDArray[np.float32]:
    """[n] float32 at `rate_hz`, channels averaged. Raises AudioFileError."""
    with AudioFileReader(path) as reader:
        source_rate_hz, blocks = reader.source_rate_hz, list(reader.own_rate_blocks())
    audio = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    return audio if source_rate_hz == rate_hz else resampled(audio, source_rate_hz, rate_hz)


def resampled(audio: NDArray[np.floating], rate_hz: int, to_hz: int) -> NDArray[np.float32]:
    """audio [n] at `rate_hz` -> at `to_hz`."""
    if rate_hz == to_hz or not len(audio):
        return audio.astype(np.float32)
    out: NDArray[np.float32] = soxr.resample(audio.astype(np.float32), rate_hz, to_hz, quality=SOXR_QUALITY)
    return out


def channels_of(path: Path) -> NDArray[np.float32]:
    """[n, channels] float32 as they stand in a file that can be read."""
    samples: NDArray[np.float32] = soundfile.read(path, dtype="float32", always_2d=True)[0]
    return samples
