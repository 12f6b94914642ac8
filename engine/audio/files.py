"""Audio files in and out, block by block: nothing is held whole, so ten hours cost no more memory than one second.

Rates are changed with soxr here, because a file has one rate and no clock; live edges use `engine.audio.resample`
(docs/decisions/0002-live-resampler.md says why).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import AudioFileError

BLOCK_SAMPLES = 48_000
SOXR_QUALITY = "HQ"
FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_24")}
"""Suffix -> libsndfile's format and the sample type used unless told otherwise."""
WAV_LIMIT_BYTES = 2**32 - 2**16
"""A WAV file counts its bytes in 32 bits; the rest is room for headers."""
BYTES_PER_SAMPLE = {"PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}


class AudioFileReader:
    """Iterates a file as 48 kHz mono float32 blocks; a context manager, read once.

    Any rate and channel count that libsndfile reads; channels are averaged. NaN and infinite samples become 0 and are counted in
    `repaired`. `source_rate_hz`, `channels` and `duration_s` describe the file; reading begins at `start_s`.

    Raises AudioFileError `file.not_found`, `file.empty`, `file.not_audio` or `file.unreadable` (on opening, or where damage is met).
    """

    def __init__(self, path: Path | str, block_samples: int = BLOCK_SAMPLES, start_s: float = 0.0) -> None:
        self.path = Path(path)
        self._file = _open_for_reading(self.path)
        self._block_samples = block_samples
        self.source_rate_hz = int(self._file.samplerate)
        self.channels = int(self._file.channels)
        self.n_source_frames = int(self._file.frames)
        self.repaired = 0
        self._n_read = 0
        if self.n_source_frames == 0:
            self.close()
            raise AudioFileError("file.empty", "read the audio file", str(self.path))
        if start_s > 0.0:
            self._seek(start_s)

    @property
    def duration_s(self) -> float:
        """Length by the file's header, in seconds."""
        return self.n_source_frames / self.source_rate_hz

    @property
    def progress(self) -> float:
        """How much of the file has been read, 0..1."""
        return self._n_read / max(1, self.n_source_frames)

    def __enter__(self) -> AudioFileReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Iterator[Audio]:
        """Blocks of [n] float32 at 48 kHz, n varying, none empty; together round(frames * 48000 / rate) samples, give or take one."""
        if self.source_rate_hz == SAMPLE_RATE_HZ:
            yield from self._mono_blocks()
            return
        stream = soxr.ResampleStream(self.source_rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality=SOXR_QUALITY)
        for block in self._mono_blocks():
            resampled: Audio = stream.resample_chunk(block)
            if resampled.size:
                yield resampled
        tail: Audio = stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
        if tail.size:
            yield tail

    def close(self) -> None:
        """Lets the file go; may be called twice."""
        self._file.close()

    def _seek(self, start_s: float) -> None:
        start = min(round(start_s * self.source_rate_hz), self.n_source_frames)
        try:
            self._n_read = int(self._file.seek(start))
        except (soundfile.LibsndfileError, OSError) as error:
            self.close()
            raise self._unreadable(str(error)) from error

    def _mono_blocks(self) -> Iterator[Audio]:
        while self._n_read < self.n_source_frames:
            frames = self._read_frames()
            self._n_read += frames.shape[0]
            yield self._clean(frames)

    def _read_frames(self) -> NDArray[np.float32]:
        try:
            frames: NDArray[np.float32] = self._file.read(self._block_samples, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as error:
            raise self._unreadable(str(error)) from error
        if frames.shape[0] == 0:
            raise self._unreadable("the file ends before its header says")
        return frames

    def _clean(self, frames: NDArray[np.float32]) -> Audio:
        finite = np.isfinite(frames)
        if not finite.all():
            self.repaired += int(frames.size - np.count_nonzero(finite))
            frames = np.where(finite, frames, np.float32(0.0))
        mono = frames[:, 0] if self.channels == 1 else frames.mean(axis=1, dtype=np.float64).astype(np.float32)
        return np.ascontiguousarray(mono)

    def _unreadable(self, reason: str) -> AudioFileError:
        at_s = round(self._n_read / self.source_rate_hz, 3)
        return AudioFileError("file.unreadable", "read the audio file", str(self.path), at_s=at_s, reason=reason)


def _open_for_reading(path: Path) -> Any:
    """libsndfile's handle on `path`, or the AudioFileError that says why there is none."""
    doing = "open the audio file"
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise AudioFileError("file.not_audio", doing, str(path), reason="it is a folder")
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AudioFileError("file.not_found", doing, str(path)) from error
    except OSError as error:
        raise AudioFileError("file.unreadable", doing, str(path), reason=error.strerror or str(error)) from error
    if size == 0:
        raise AudioFileError("file.empty", doing, str(path))
    try:
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError) as error:
        # TypeError: soundfile wants a rate and channel count for a headerless ".raw".
        raise AudioFileError("file.not_audio", doing, str(path), reason=str(error)) from error


class AudioFileWriter:
    """Writes mono blocks to a WAV or FLAC file that appears, whole, only when the `with` block ends well.

    Until then the samples go to a hidden file beside the target, which an exception removes. Blocks are [n] float32 at `rate_hz`;
    values beyond full scale are clipped in integer formats. `subtype` is libsndfile's (`PCM_16`, `PCM_24`, `FLOAT`).

    Raises AudioFileError `file.format` (suffix) or `file.unwritable`.
    """

    def __init__(self, path: Path | str, rate_hz: int = SAMPLE_RATE_HZ, subtype: str | None = None) -> None:
        self.path = Path(path)
        self.rate_hz = rate_hz
        self.n_written = 0
        self._format, usual = _format_of(self.path)
        self._subtype = subtype or usual
        if not soundfile.check_format(self._format, self._subtype):
            raise AudioFileError(
                "file.format", "write the audio file", str(self.path), known=list(soundfile.available_subtypes(self._format))
            )
        _check_target(self.path)
        self._part = self.path.with_name(f".{self.path.name}.{uuid.uuid4().hex[:8]}.part")
        self._file: Any = self._open()

    def __enter__(self) -> AudioFileWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def write(self, block: Audio) -> None:
        """Appends [n] float32 at `rate_hz`."""
        after = self.n_written + block.shape[0]
        if self._format == "WAV" and after * BYTES_PER_SAMPLE[self._subtype] > WAV_LIMIT_BYTES:
            raise self._unwritable("longer than a WAV file can be; choose .flac")
        try:
            self._file.write(block)
        except (soundfile.LibsndfileError, AssertionError, OSError) as error:
            # AssertionError: soundfile's own check that every sample went out, which a full disk fails.
            raise self._unwritable(str(error) or "not every sample could be written; is the disk full?") from error
        self.n_written = after

    def close(self) -> None:
        """Closes the file and puts it in the target's place. Does nothing after `close` or `discard`."""
        if self._file.closed:
            return
        try:
            self._file.close()
            self._check_size()
            os.replace(self._part, self.path)  # noqa: PTH105 - one atomic call on every system
        except (soundfile.LibsndfileError, OSError) as error:
            raise self._unwritable(str(error)) from error
        finally:
            self._part.unlink(missing_ok=True)

    def discard(self) -> None:
        """Throws everything away; the target stays as it was. Does nothing after `close` or `discard`."""
        with suppress(soundfile.LibsndfileError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _open(self) -> Any:
        try:
            self._part.touch(exist_ok=False)
            return soundfile.SoundFile(self._part, "w", self.rate_hz, 1, self._subtype, format=self._format)
        except (soundfile.LibsndfileError, OSError) as error:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
            reason = getattr(error, "strerror", None) or str(error)
            raise self._unwritable(reason) from error

    def _check_size(self) -> None:
        """A full disk may show only when the last buffer is flushed, and libsndfile keeps quiet about it."""
        if self._format == "WAV" and self._part.stat().st_size < self.n_written * BYTES_PER_SAMPLE[self._subtype]:
            raise OSError("the file came out shorter than what was written; is the disk full?")

    def _unwritable(self, reason: str) -> AudioFileError:
        return AudioFileError("file.unwritable", "write the audio file", str(self.path), reason=reason)


def _format_of(path: Path) -> tuple[str, str]:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise AudioFileError("file.format", "write the audio file", str(path), suffix=path.suffix, known=list(FORMATS)) from None


def _check_target(path: Path) -> None:
    """A rename would silently replace a file that its owner has made read-only; the bits say so even to an administrator."""
    if path.is_dir():
        raise AudioFileError("file.unwritable", "write the audio file", str(path), reason="it is a folder")
    if path.exists() and not path.stat().st_mode & 0o222:
        raise AudioFileError("file.unwritable", "write the audio file", str(path), reason="the file is read-only")
    if not path.parent.is_dir():
        raise AudioFileError("file.unwritable", "write the audio file", str(path), reason="the folder does not exist")
