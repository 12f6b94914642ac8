"""What a recording of OBS holds, by ffmpeg: brightness and sound, each with its time in the file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
Times = NDArray[np.float64]


def track(path: Path) -> NDArray[np.float32]:
    """[n] float32 mono at 48 kHz: the first audio track, from the file's time 0."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<f4").astype(np.float32)


def flashes(path: Path) -> Times:
    """When the picture turns bright, in s."""
    probe = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of", "csv=p=0", str(path)]
    times = subprocess.run(probe, capture_output=True, text=True, check=True).stdout.replace(",", " ").split()
    grey = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-vf", "scale=1:1", "-pix_fmt", "gray"]
    command = [*grey, "-fps_mode", "passthrough", "-f", "rawvideo", "-"]
    bright = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.uint8) > 128
    return np.array(times, np.float64)[1:][bright[1:] & ~bright[:-1]]


def clicks(samples: NDArray[np.float32], threshold: float, apart_s: float) -> Times:
    """When a click begins, in s from the first sample."""
    loud = np.flatnonzero(np.abs(samples) > threshold)
    if not len(loud):
        return np.zeros(0)
    return np.asarray(loud[np.r_[True, np.diff(loud) > apart_s * RATE_HZ]] / RATE_HZ, np.float64)
