"""Makes a recording whole that was cut off: a full disk, a killed program. WAV and FLAC say at their front how long they are, and that is
written last.

Both are mended in place, which needs no room on the disk. Facts: RIFF (sizes at byte 4 and before the data), FLAC format, STREAMINFO
(36 bits of total samples from bit 172 of the file on, then 16 bytes of MD5, where zeros mean "not known").
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import soundfile

READ_SAMPLES = 1 << 16
WAV_FRONT_BYTES = 4096
FLAC_TOTAL_AT = 21
"""The byte of STREAMINFO that ends with the highest four bits of the total."""
FLAC_FRONT_BYTES = 42
FLAC_MD5 = slice(26, 42)
LARGEST_RIFF_BYTES = 0xFFFFFFFF


def repair(path: Path) -> int:
    """Makes the file at `path` (WAV or FLAC, by its first bytes) say the length that it has; the samples it holds, 0 where none can be
    read. Raises OSError."""
    with path.open("r+b") as file:
        kind = file.read(4)
        if kind in (b"RIFF", b"RF64"):
            return _repair_wav(file)
        if kind == b"fLaC":
            return _repair_flac(file, path)
    return 0


def _repair_wav(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    front = file.read(WAV_FRONT_BYTES)
    at, form = front.find(b"data"), front.find(b"fmt ")
    if min(at, form) < 0 or form + 22 > len(front):
        return 0
    frame_bytes = struct.unpack_from("<H", front, form + 20)[0]
    n_frames = (size - at - 8) // frame_bytes if frame_bytes else 0
    for place, value in ((4, size - 8), (at + 4, n_frames * frame_bytes)):
        file.seek(place)
        file.write(struct.pack("<I", min(value, LARGEST_RIFF_BYTES)))
    return n_frames


def _repair_flac(file: BinaryIO, path: Path) -> int:
    n_frames = _readable(path)
    file.seek(0)
    front = bytearray(file.read(FLAC_FRONT_BYTES))
    if len(front) < FLAC_FRONT_BYTES:
        return 0
    front[FLAC_TOTAL_AT] = (front[FLAC_TOTAL_AT] & 0xF0) | (n_frames >> 32) & 0x0F
    front[FLAC_TOTAL_AT + 1 : FLAC_TOTAL_AT + 5] = (n_frames & 0xFFFFFFFF).to_bytes(4, "big")
    front[FLAC_MD5] = bytes(16)
    file.seek(0)
    file.write(front)
    return n_frames


def _readable(path: Path) -> int:
    """How many samples come out before the file breaks off."""
    n_frames = 0
    try:
        with soundfile.SoundFile(path) as sound:
            while (n := len(sound.read(READ_SAMPLES, dtype="int16"))) > 0:
                n_frames += n
            return n_frames
    except soundfile.LibsndfileError:
        return _to_the_last_sample(path, n_frames)


def _to_the_last_sample(path: Path, n_frames: int) -> int:
    """A read that meets the break gives nothing of what lies before it: the last piece is taken in ever smaller ones."""
    step = READ_SAMPLES
    while step := step // 2:
        try:
            with soundfile.SoundFile(path) as sound:
                sound.read(n_frames + step, dtype="int16")
                n_frames += step
        except (soundfile.LibsndfileError, MemoryError):
            continue
    return n_frames
