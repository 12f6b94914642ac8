"""`separate`: a song into vocals and accompaniment, which add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import numpy as np

import resources
from engine.contracts import SAMPLE_RATE_HZ
from studio.audio import AudioInfo, Frames, WorkWriter, as_channels, audio_info, read_blocks, resampled
from studio.networks.spleeter import RATE_HZ, STEMS, Spleeter
from studio.step import Facts, Params, StepKind, Work


class SeparateParams(Params):
    """`model`: the network that does it."""

    model: Literal["spleeter"] = "spleeter"


def separate(work: Work[SeparateParams]) -> Facts:
    """Raises AudioFileError, StudioError, InferenceError, WorkCancelled."""
    source, context = work.inputs["audio"], work.context
    info = audio_info(source)
    n_wanted = round(info.seconds * SAMPLE_RATE_HZ)
    network = Spleeter(Path(resources.__file__).parent / "models", context=context)
    stems = network.separate(as_channels(block, 2) for block in read_blocks(source, RATE_HZ))
    inside = AudioInfo(RATE_HZ, 2 * len(STEMS), round(info.n_frames * RATE_HZ / info.rate_hz))
    with ExitStack() as files:
        writers = [files.enter_context(WorkWriter(work.outputs[stem], info.channels)) for stem in STEMS]
        for block in resampled(side_by_side(stems), inside, SAMPLE_RATE_HZ):
            missing = n_wanted - writers[0].n_frames
            for number, writer in enumerate(writers):
                writer.write(as_channels(block[:missing, 2 * number : 2 * number + 2], info.channels))
            context.step(min(1.0, writers[0].n_frames / n_wanted), "separating voice and instruments")
        for writer in writers:
            writer.write(np.zeros((n_wanted - writer.n_frames, info.channels), np.float32))
    return {"model": work.params.model, "seconds": info.seconds}


def side_by_side(stems: Iterator[Frames]) -> Iterator[Frames]:
    """[stem, n, 2] -> [n, 2 * stems]: resampled as one."""
    for block in stems:
        yield np.concatenate(list(block), axis=1)


def _outputs(_: SeparateParams) -> Mapping[str, str]:
    return dict.fromkeys(STEMS, ".wav")


SEPARATE = StepKind("separate", "Separate voice and instruments", 1, SeparateParams, ("audio",), _outputs, separate, cost=10.0)
