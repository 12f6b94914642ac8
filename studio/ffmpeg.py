"""The system's FFmpeg, where there is one: for what libsndfile neither reads nor writes (m4a, the sound of videos). None comes with the
program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from jobs.context import JobContext
from studio.errors import StudioError

POLL_S = 0.1
LOG_LINES = 3


def ffmpeg_path() -> str | None:
    """Where it is; None where it is not installed."""
    return shutil.which("ffmpeg")


def run_ffmpeg(arguments: list[str], subject: Path, context: JobContext) -> None:
    """Runs it until it ends. Raises StudioError `studio.ffmpeg` where there is none or it refuses, WorkCancelled (it is stopped then)."""
    program = ffmpeg_path()
    if program is None:
        raise StudioError("studio.no_ffmpeg", "read the file", str(subject), suffix=subject.suffix)
    command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            errors = _wait(process, context)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        reason = "; ".join(line.strip() for line in errors.strip().splitlines()[-LOG_LINES:]) or f"FFmpeg ended with {process.returncode}"
        raise StudioError("studio.ffmpeg", "read the file", str(subject), reason=reason)


def _wait(process: subprocess.Popen[str], context: JobContext) -> str:
    while True:
        try:
            return process.communicate(timeout=POLL_S)[1]
        except subprocess.TimeoutExpired:
            context.check()


def decode_with_ffmpeg(source: Path, target: Path, context: JobContext) -> None:
    """The first sound of any file as a float WAV."""
    run_ffmpeg(["-i", str(source), "-map", "a:0", "-vn", "-c:a", "pcm_f32le", "-f", "wav", str(target)], source, context)


def encode_with_ffmpeg(source: Path, target: Path, tags: dict[str, str], context: JobContext) -> None:
    """A WAV file in the format of `target`'s suffix, with tags."""
    named = [part for name, value in tags.items() for part in ("-metadata", f"{name}={value}")]
    run_ffmpeg(["-i", str(source), *named, "-b:a", "256k", str(target)], target, context)
