"""Audio files in and out, block by block: nothing is held whole, so ten hours cost no more memory than one second.

Rates are changed with soxr here, because a file has one rate and no clock; live edges use `engine.audio.resample`
(docs/decisions/0002-live-resampler.md says why).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.audio.mixdown import ChannelPowers, Mixdown
from engine.audio.repair import repair
from engine.audio.unfinished import Kind, Unfinished
from engine.audio.wav_header import unfinished_wav
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.errors import AudioFileError

BLOCK_SAMPLES = 48_000
SOXR_QUALITY = "HQ"
FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_24")}
"""Suffix -> libsndfile's format and the sample type used unless told otherwise."""
WAV_LIMIT_BYTES = 2**32 - 2**16
"""A WAV file counts its bytes in 32 bits; the rest is room for headers."""
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 4_000, 768_000
"""What a file of sound may say; other rates are lies that would take gigabytes to follow."""
MOST_CHANNELS = 64
MOST_CREDIBLE_FRAMES = 1 << 33
"""Twelve hours at the highest rate. A header that says more is not believed: the sound ends where the data end."""
EXAMINED_BLOCKS = 30
"""Spread over the file, to see which channels sound."""
Note = Literal["header_mended", "header_not_believed", "channels_cancel", "channels_left_out"]
BYTES_PER_SAMPLE = {"PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}


class AudioFileReader:
    """Iterates a file as 48 kHz mono float32 blocks; a context manager, read once.

    Channels that sound are averaged; where that would cancel, the loudest is taken. NaN and infinite samples become 0 and are counted in
    `repaired`. `source_rate_hz`, `channels` and `duration_s` describe the file, `notes` what was done for it beyond reading; reading begins
    at `start_s`. channel: the one to take, from 1; 0 chooses as said.

    Raises AudioFileError `file.not_found`, `file.empty`, `file.not_audio`, `file.rate`, `file.channels`, `file.no_channel` or
    `file.unreadable` (on opening, or where damage is met).
    """

    def __init__(self, path: Path | str, block_samples: int = BLOCK_SAMPLES, start_s: float = 0.0, channel: int = 0) -> None:
        self.path = Path(path)
        self._mended = _mended(self.path)
        self._file = _open_for_reading(self.path, self._mended)
        self.notes: list[Note] = ["header_mended"] if self._mended is not None else []
        self.source_rate_hz = int(self._file.samplerate)
        self.channels = int(self._file.channels)
        self.n_source_frames = int(self._file.frames)
        self.repaired = 0
        self._n_read = 0
        self._block_samples = block_samples
        self._check(channel)
        self._mixdown = Mixdown((channel - 1,), self.channels) if channel else self._chosen_channels()
        self.notes += (
            ["channels_cancel"] if self._mixdown.cancels else ["channels_left_out"] if self._mixdown.leaves_out and not channel else []
        )
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
            yield from self.own_rate_blocks()
            return
        stream = soxr.ResampleStream(self.source_rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality=SOXR_QUALITY)
        for block in self.own_rate_blocks():
            resampled: Audio = stream.resample_chunk(block)
            if resampled.size:
                yield resampled
        tail: Audio = stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
        if tail.size:
            yield tail

    def close(self) -> None:
        """Lets the file go; may be called twice."""
        self._file.close()
        if self._mended is not None:
            self._mended.close()

    def _check(self, channel: int) -> None:
        """Whether what the header says can be followed."""
        facts: dict[str, int] = {}
        if self.n_source_frames <= 0:
            code = "file.empty"
        elif not LOWEST_RATE_HZ <= self.source_rate_hz <= HIGHEST_RATE_HZ:
            code, facts = "file.rate", {"rate_hz": self.source_rate_hz, "low": LOWEST_RATE_HZ, "high": HIGHEST_RATE_HZ}
        elif self.channels > MOST_CHANNELS:
            code, facts = "file.channels", {"channels": self.channels, "most": MOST_CHANNELS}
        elif channel > self.channels:
            code, facts = "file.no_channel", {"channels": self.channels, "channel": channel}
        else:
            if self.n_source_frames > MOST_CREDIBLE_FRAMES:
                self.notes.append("header_not_believed")
            return
        self.close()
        raise AudioFileError(code, "read the audio file", str(self.path), **facts)

    def _chosen_channels(self) -> Mixdown:
        """From blocks all over the file; from its beginning where it cannot be trusted."""
        if self.channels == 1:
            return Mixdown((0,), 1)
        powers = ChannelPowers(self.channels)
        n_blocks = -(-self.n_source_frames // BLOCK_SAMPLES)
        step = max(1, n_blocks // EXAMINED_BLOCKS) if "header_not_believed" not in self.notes else 1
        with suppress(soundfile.LibsndfileError, OSError):  # damage is told where it is met
            for number in range(0, min(n_blocks, EXAMINED_BLOCKS * step), step):
                self._file.seek(number * BLOCK_SAMPLES)
                frames = self._file.read(BLOCK_SAMPLES, dtype="float32", always_2d=True)
                if not len(frames):
                    break
                powers.add(np.nan_to_num(frames, nan=0.0, posinf=0.0, neginf=0.0))
        try:
            self._file.seek(0)
        except (soundfile.LibsndfileError, OSError) as error:
            self.close()
            raise self._unreadable(str(error)) from error
        return powers.mixdown()

    def _seek(self, start_s: float) -> None:
        start = min(round(start_s * self.source_rate_hz), self.n_source_frames)
        try:
            self._n_read = int(self._file.seek(start))
        except (soundfile.LibsndfileError, OSError) as error:
            self.close()
            raise self._unreadable(str(error)) from error

    def own_rate_blocks(self) -> Iterator[Audio]:
        """As iterating, at the file's own rate."""
        while self._n_read < self.n_source_frames:
            frames = self._read_frames()
            if frames.shape[0] == 0:
                return
            self._n_read += frames.shape[0]
            yield self._clean(frames)

    def _read_frames(self) -> NDArray[np.float32]:
        try:
            frames: NDArray[np.float32] = self._file.read(self._block_samples, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as error:
            if "header_not_believed" in self.notes:
                return np.zeros((0, self.channels), np.float32)
            raise self._unreadable(str(error)) from error
        if frames.shape[0] == 0 and "header_not_believed" not in self.notes:
            raise self._unreadable("the file ends before its header says")
        return frames

    def _clean(self, frames: NDArray[np.float32]) -> Audio:
        finite = np.isfinite(frames)
        if not finite.all():
            self.repaired += int(frames.size - np.count_nonzero(finite))
            frames = np.where(finite, frames, np.float32(0.0))
        return self._mixdown.mix(frames)

    def _unreadable(self, reason: str) -> AudioFileError:
        at_s = round(self._n_read / self.source_rate_hz, 3)
        return AudioFileError("file.unreadable", "read the audio file", str(self.path), at_s=at_s, reason=reason)


def _mended(path: Path) -> io.RawIOBase | None:
    """See `unfinished_wav`; what cannot be opened is told by who opens it."""
    with suppress(OSError):
        return unfinished_wav(path) if path.is_file() else None
    return None


def _open_for_reading(path: Path, mended: io.RawIOBase | None) -> Any:
    """libsndfile's handle on `path`, or on what stands in its place, or the AudioFileError that says why there is none."""
    doing = "open the audio file"
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise AudioFileError("file.not_audio", doing, str(path), reason="it is a folder")
        if not path.is_file():  # whoever opens a pipe waits for somebody to write into it
            raise AudioFileError("file.not_audio", doing, str(path), reason="it is no file")
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AudioFileError("file.not_found", doing, str(path)) from error
    except OSError as error:
        raise AudioFileError("file.unreadable", doing, str(path), reason=error.strerror or str(error)) from error
    if size == 0:
        raise AudioFileError("file.empty", doing, str(path))
    try:
        return soundfile.SoundFile(path if mended is None else mended)
    except (soundfile.LibsndfileError, TypeError) as error:
        # TypeError: soundfile wants a rate and channel count for a headerless ".raw".
        raise AudioFileError("file.not_audio", doing, str(path), reason=str(error)) from error


class AudioFileWriter:
    """Writes mono blocks to a WAV or FLAC file that appears, whole, only when the `with` block ends well.

    Until then the samples go to a hidden file beside the target, which an exception removes. Blocks are [n] float32 at `rate_hz`;
    values beyond full scale are clipped in integer formats. `subtype` is libsndfile's (`PCM_16`, `PCM_24`, `FLOAT`).
    `kind`: what becomes of the file when the program is killed.

    Raises AudioFileError `file.format` (suffix) or `file.unwritable`.
    """

    def __init__(self, path: Path | str, rate_hz: int = SAMPLE_RATE_HZ, subtype: str | None = None, kind: Kind = "part") -> None:
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
        self._unfinished, self._file = self._open(kind)

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
        if not self.has_room(block.shape[0]):
            raise self._unwritable("longer than a WAV file can be; choose .flac")
        try:
            self._file.write(block)
        except (soundfile.LibsndfileError, AssertionError, OSError) as error:
            # AssertionError: soundfile's own check that every sample went out, which a full disk fails.
            raise self._unwritable(str(error) or "not every sample could be written; is the disk full?") from error
        self.n_written = after

    def has_room(self, n_samples: int) -> bool:
        """Whether the format can hold so many more samples: a WAV file ends at 4 GB."""
        return self._format != "WAV" or (self.n_written + n_samples) * BYTES_PER_SAMPLE[self._subtype] <= WAV_LIMIT_BYTES

    def keep(self) -> int:
        """After a fault: puts what the disk took in the target's place, so that it can be played; the samples that are in it. Nothing
        is left where that is none, or where even this fails."""
        with suppress(soundfile.LibsndfileError, OSError):
            self._file.close()
        try:
            n_kept = repair(self._unfinished.path)
            if n_kept:
                self._unfinished.put_in_place()
            return n_kept
        except (soundfile.LibsndfileError, OSError):
            return 0
        finally:
            self._unfinished.remove()

    def close(self) -> None:
        """Closes the file and puts it in the target's place. Does nothing after `close` or `discard`."""
        if self._file.closed:
            return
        try:
            self._file.close()
            self._check_size()
            self._unfinished.put_in_place()
        except (soundfile.LibsndfileError, OSError) as error:
            raise self._unwritable(str(error)) from error
        finally:
            self._unfinished.remove()

    def discard(self) -> None:
        """Throws everything away; the target stays as it was. Does nothing after `close` or `discard`."""
        with suppress(soundfile.LibsndfileError):
            self._file.close()
        self._unfinished.remove()

    def _open(self, kind: Kind) -> tuple[Unfinished, Any]:
        try:
            unfinished = Unfinished(self.path, kind)
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error
        try:
            return unfinished, soundfile.SoundFile(unfinished.path, "w", self.rate_hz, 1, self._subtype, format=self._format)
        except (soundfile.LibsndfileError, OSError) as error:
            unfinished.remove()
            raise self._unwritable(str(error)) from error

    def _check_size(self) -> None:
        """A full disk may show only when the last buffer is flushed, and libsndfile keeps quiet about it."""
        if self._format == "WAV" and self._unfinished.path.stat().st_size < self.n_written * BYTES_PER_SAMPLE[self._subtype]:
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
