"""The baseline's live stream, with narrow networks: a block in is a block out, and nothing but the window counts."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch

from bench.baseline import main, measure
from bench.full_size import EncoderWidths, content_encoder, index_of_vectors, voice_network
from bench.peer.content import ContentNetwork
from bench.peer.pitch import PitchNetwork
from bench.peer.stream import STAGES, Networks, PeerStream
from bench.peer.tensors import as_tensors
from bench.peer.voice import VoiceNetwork
from engine.contracts import Audio
from models.graphs.content_weights import read_content_weights
from models.importers.foundation import read_rmvpe
from tests.e2e.speech import speech
from tests.models.graphs.voices import REFERENCE, SMALL

pytestmark = pytest.mark.usefixtures("one_torch_thread")

N_VECTORS = 400


@cache
def networks() -> Networks:
    content_spec, content_weights = read_content_weights(content_encoder(widths=EncoderWidths(16, 768, 32, 1, 8)))
    voice_spec, voice_weights = voice_network("v2-48k", widths=SMALL)
    index = index_of_vectors(N_VECTORS)
    return Networks(
        content=ContentNetwork(content_spec, as_tensors(content_weights), 1),
        pitch=PitchNetwork(as_tensors(read_rmvpe(REFERENCE / "rmvpe.pt"))),
        voice=VoiceNetwork(voice_spec, as_tensors(voice_weights)),
        index=index,
        vectors=index.reconstruct_n(0, N_VECTORS),
    )


def converted(sound: Audio, block_ms: int) -> list[Audio]:
    """Block by block, each with noise of the same seed."""
    stream, out = PeerStream(networks(), block_ms), list[Audio]()
    n = stream.block_samples
    for start in range(0, len(sound) - n + 1, n):
        torch.manual_seed(0)
        out.append(stream.process(sound[start : start + n])[0])
    return out


@pytest.mark.parametrize("block_ms", [50, 250])
def test_a_block_in_is_a_block_out(block_ms: int) -> None:
    blocks = converted(speech(0.5), block_ms)
    assert [len(block) for block in blocks] == [48 * block_ms] * (500 // block_ms)
    assert all(np.isfinite(block).all() and block.std() > 0 for block in blocks)


def test_only_the_window_counts() -> None:
    """Whatever was said before it leaves no trace, and what was said in it does."""
    same = speech(3.6)
    first, second = (converted(np.concatenate([before, same]), 400) for before in (speech(0.4), np.zeros(19_200, np.float32)))
    assert np.array_equal(first[-1], second[-1])
    assert not np.array_equal(first[6], second[6])


def test_every_stage_is_in_the_sum() -> None:
    cost = measure(networks(), 100, n_blocks=3)
    assert set(cost.stage_ms) == set(STAGES)
    assert all(ms > 0 for ms in cost.stage_ms.values())
    assert cost.rtf == pytest.approx(cost.total_ms / 100)
    assert cost.n_blocks == 3


def test_a_block_of_broken_frames_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--block", "105"])
    assert "multiple of 10 ms" in capsys.readouterr().err
