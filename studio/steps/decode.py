"""`decode`: any sound file to what the other steps work on, and a note of what it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import soundfile
from pydantic import BaseModel

from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import AudioFileError
from studio.audio import WorkWriter, audio_info, read_blocks
from studio.ffmpeg import decode_with_ffmpeg, ffmpeg_path
from studio.formats import READABLE, WITH_FFMPEG
from studio.step import Facts, Params, StepKind, Work

TAGS = ("title", "artist", "album", "date", "tracknumber", "genre", "comment", "copyright")


class Source(BaseModel):
    """What a file was before it was decoded."""

    name: str
    rate_hz: int
    channels: int
    n_frames: int
    tags: dict[str, str] = {}


class DecodeParams(Params):
    """None: a file is decoded in one way."""


def decode(work: Work[DecodeParams]) -> Facts:
    """Raises AudioFileError, StudioError, WorkCancelled."""
    source, audio = work.inputs["file"], work.outputs["audio"]
    readable = source
    if needs_ffmpeg(source):
        readable = audio.with_suffix(".ffmpeg.wav")
        decode_with_ffmpeg(source, readable, work.context)
    info = audio_info(readable)
    n_frames = round(info.n_frames * SAMPLE_RATE_HZ / info.rate_hz)
    with WorkWriter(audio, info.channels) as writer:
        for block in read_blocks(readable, SAMPLE_RATE_HZ):
            work.context.step(min(1.0, writer.n_frames / n_frames), "reading the file")
            writer.write(block)
    note = Source(name=source.name, rate_hz=info.rate_hz, channels=info.channels, n_frames=info.n_frames, tags=tags_of(readable))
    work.outputs["source"].write_text(note.model_dump_json(), encoding="utf-8")
    if readable != source:
        readable.unlink()
    return {**note.model_dump(), "seconds": info.seconds}


def needs_ffmpeg(source: Path) -> bool:
    """Whether libsndfile cannot read it and FFmpeg may: what is called like a format of libsndfile's and is none, is broken. Raises
    AudioFileError."""
    try:
        audio_info(source)
    except AudioFileError as error:
        suffix = source.suffix.lower()
        if error.code == "file.not_audio" and source.is_file() and (suffix in WITH_FFMPEG or (suffix not in READABLE and ffmpeg_path())):
            return True
        raise
    return False


def tags_of(path: Path) -> dict[str, str]:
    """Those that libsndfile knows of."""
    with soundfile.SoundFile(path) as file:
        found: dict[str, str] = file.copy_metadata()
    return {name: found[name] for name in TAGS if found.get(name)}


def source_of(path: Path) -> Source:
    """A note that `decode` wrote."""
    return Source.model_validate(json.loads(path.read_text(encoding="utf-8")))


def _outputs(_: DecodeParams) -> Mapping[str, str]:
    return {"audio": ".wav", "source": ".json"}


DECODE = StepKind("decode", "Read the file", 1, DecodeParams, ("file",), _outputs, decode, cost=2.0)
