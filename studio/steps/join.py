"""`join`: sentences one after the other, or at their times; a track for each role as well, all as long as the whole, and subtitles."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Annotated

import numpy as np
from pydantic import Field

from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import WorkWriter, audio_info, read_blocks
from studio.step import ANY, Facts, Params, StepKind, Work

TRACK = "role"


class Item(Params):
    """input: which. role: number of who says it. pause_s: silence before it. start_s: when it begins, if the one before has ended."""

    input: str
    text: str = ""
    role: Annotated[int, Field(ge=0)] = 0
    pause_s: Annotated[float, Field(ge=0, le=60)] = 0.0
    start_s: float | None = None


class JoinParams(Params):
    """items: in order. roles: how many there are; each is a track `role0`, `role1`, ... of its own."""

    items: tuple[Item, ...]
    roles: Annotated[int, Field(ge=1, le=64)] = 1


def join(work: Work[JoinParams]) -> Facts:
    """Raises AudioFileError, StudioError, WorkCancelled."""
    lines = []
    with ExitStack() as files:
        whole = files.enter_context(WorkWriter(work.outputs["audio"], 1))
        tracks = [files.enter_context(WorkWriter(work.outputs[f"{TRACK}{n}"], 1)) for n in range(work.params.roles)]
        for number, item in enumerate(work.params.items):
            work.context.step(number / len(work.params.items), "putting sentences together")
            at = whole.n_frames + round(item.pause_s * SAMPLE_RATE_HZ)
            at = at if item.start_s is None else max(whole.n_frames, round(item.start_s * SAMPLE_RATE_HZ))
            _fill(whole, at)
            for block in read_blocks(work.inputs[item.input], SAMPLE_RATE_HZ):
                _fill(tracks[item.role], whole.n_frames)
                whole.write(block)
                tracks[item.role].write(block)
            lines.append((at / SAMPLE_RATE_HZ, whole.n_frames / SAMPLE_RATE_HZ, item.text))
        for track in tracks:
            _fill(track, whole.n_frames)
    work.outputs["subtitles"].write_text(srt(lines), encoding="utf-8")
    return {"seconds": audio_info(work.outputs["audio"]).seconds, "sentences": len(lines)}


def _fill(writer: WorkWriter, until: int) -> None:
    """Silence up to a sample."""
    while writer.n_frames < until:
        writer.write(np.zeros((min(SAMPLE_RATE_HZ, until - writer.n_frames), 1), np.float32))


def srt(lines: list[tuple[float, float, str]]) -> str:
    """(from, to, text) as subtitles."""
    return "".join(f"{n}\n{_time(start_s)} --> {_time(end_s)}\n{text}\n\n" for n, (start_s, end_s, text) in enumerate(lines, 1))


def _time(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def _outputs(params: JoinParams) -> Mapping[str, str]:
    return {"audio": ".wav", "subtitles": ".srt", **{f"{TRACK}{n}": ".wav" for n in range(params.roles)}}


JOIN = StepKind("join", "Put sentences together", 1, JoinParams, (ANY,), _outputs, join, cost=1.0)
