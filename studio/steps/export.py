"""`export`: into the format that people want, as long as the source to the sample, with its tags."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from pydantic import Field, field_validator

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import AudioInfo, audio_info, read_blocks, resampled
from studio.errors import StudioError, disk
from studio.ffmpeg import encode_with_ffmpeg
from studio.formats import FORMATS, Format
from studio.step import ANY, Facts, Params, StepKind, Work
from studio.steps.decode import TAGS, source_of


class ExportParams(Params):
    """format: a suffix. rate_hz: 0 as the source. tags: put over those of the source; an empty one takes its tag away."""

    format: str = ".flac"
    rate_hz: int = 0
    tags: dict[str, str] = Field(default_factory=dict)

    @field_validator("format")
    @classmethod
    def _known(cls, suffix: str) -> str:
        if suffix not in FORMATS:
            raise ValueError(f"{suffix} cannot be written; there are {', '.join(FORMATS)}")
        return suffix


def export(work: Work[ExportParams]) -> Facts:
    """Takes `audio`, and `source` (what `decode` noted) where rate, length and tags are to be the source's. Raises AudioFileError,
    StudioError, WorkCancelled."""
    chosen = FORMATS[work.params.format]
    source = source_of(work.inputs["source"]) if "source" in work.inputs else None
    rate_hz = _rate(chosen, work.params.rate_hz or (source.rate_hz if source else SAMPLE_RATE_HZ))
    info = audio_info(work.inputs["audio"])
    exact = source.n_frames if source and rate_hz == source.rate_hz else round(info.n_frames * rate_hz / info.rate_hz)
    tags = {**(source.tags if source else {}), **work.params.tags}
    tags = {name: value for name, value in tags.items() if value and name in TAGS}
    target = work.outputs["audio"]
    plain = target if chosen.kind else target.with_suffix(".plain.wav")
    _write(work, plain, chosen if chosen.kind else FORMATS[".wav"], (info, rate_hz, exact), tags)
    if plain != target:
        encode_with_ffmpeg(plain, target, tags, work.context)
        plain.unlink()
    return {"rate_hz": rate_hz, "n_frames": exact, "channels": info.channels, "tags": tags}


def _rate(chosen: Format, wanted_hz: int) -> int:
    return wanted_hz if not chosen.rates_hz or wanted_hz in chosen.rates_hz else chosen.rates_hz[0]


def _write(work: Work[ExportParams], target: Path, chosen: Format, shape: tuple[AudioInfo, int, int], tags: dict[str, str]) -> None:
    """shape: what comes in, the rate and the number of frames that are to go out."""
    info, rate_hz, left = shape
    source, doing = work.inputs["audio"], "write the file"
    blocks = read_blocks(source)
    blocks = blocks if rate_hz == info.rate_hz else resampled(blocks, info, rate_hz)
    with disk(doing, target):
        file: Any = soundfile.SoundFile(target, "w", rate_hz, info.channels, chosen.subtype, format=chosen.kind)
    n_all = max(1, left)
    try:
        for name, value in tags.items():
            setattr(file, name, value)
        for block in blocks:
            work.context.step(1.0 - left / n_all, "writing the file")
            with disk(doing, target):
                file.write(np.clip(block[:left], -1.0, 1.0))
            left -= len(block[:left])
        with disk(doing, target):
            file.write(np.zeros((left, info.channels), np.float32))
    finally:
        with disk(doing, target):
            file.close()
    if not target.stat().st_size:
        raise StudioError("studio.disk", doing, str(target), reason="nothing was written")


def _outputs(params: ExportParams) -> Mapping[str, str]:
    return {"audio": params.format}


EXPORT = StepKind("export", "Write the file", 1, ExportParams, (ANY,), _outputs, export, cost=1.0)
