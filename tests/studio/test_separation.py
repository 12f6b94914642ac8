"""The network that ships, on a song whose stems are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import resources
from jobs.context import JobContext
from jobs.errors import WorkCancelled
from studio.networks import spleeter
from studio.networks.spleeter import Samples, Spleeter
from tests.studio.songs import Song, si_sdr_db

MODELS = Path(resources.__file__).parent / "models"
LEAST_GAIN_DB = 8.0
"""Better than the mix itself; measured: 13.0 for the vocals, 9.5 for the accompaniment."""


@pytest.fixture(scope="module")
def network() -> Spleeter:
    return Spleeter(MODELS)


@pytest.fixture(scope="module")
def stems(network: Spleeter, made_song: Song) -> Samples:
    return np.concatenate(list(network.separate([made_song.mix])), axis=1)


def test_each_stem_is_much_nearer_to_the_truth_than_the_mix(stems: Samples, made_song: Song) -> None:
    for found, truth in zip(stems, (made_song.vocals, made_song.accompaniment), strict=True):
        assert si_sdr_db(found, truth) - si_sdr_db(made_song.mix, truth) >= LEAST_GAIN_DB


def test_the_stems_add_up_to_the_mix_sample_by_sample(stems: Samples, made_song: Song) -> None:
    assert stems.shape == (2, *made_song.mix.shape)
    np.testing.assert_allclose(stems.sum(axis=0), made_song.mix, atol=1e-5)


def test_how_the_input_is_cut_changes_nothing(network: Spleeter, made_song: Song, stems: Samples) -> None:
    mix = made_song.mix[: 5 * 44_100]
    whole = np.concatenate(list(network.separate([mix])), axis=1)
    pieces = np.concatenate(list(network.separate([mix[:3], mix[3:50_000], mix[50_000:50_001], mix[50_001:]])), axis=1)
    np.testing.assert_allclose(pieces, whole, atol=1e-5)


def test_pieces_join_without_a_seam(network: Spleeter, made_song: Song, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into pieces or heard as one, the song comes out nearly the same, and as good."""
    long = np.concatenate([made_song.mix, made_song.mix])
    truth = np.concatenate([made_song.vocals, made_song.vocals])
    cut = np.concatenate(list(network.separate([long])), axis=1)
    monkeypatch.setattr(spleeter, "PIECE_FRAMES", 4096)
    whole = np.concatenate(list(network.separate([long])), axis=1)
    assert si_sdr_db(cut[0], whole[0]) > 20.0
    assert si_sdr_db(cut[0], truth) > si_sdr_db(whole[0], truth) - 0.5


@pytest.mark.parametrize("n", [1, 1000, 4096, 12_345])
def test_short_files_keep_their_length(network: Spleeter, n: int) -> None:
    mix = np.random.default_rng(n).uniform(-0.1, 0.1, (n, 2)).astype(np.float32)
    out = np.concatenate(list(network.separate([mix])), axis=1)
    np.testing.assert_allclose(out.sum(axis=0), mix, atol=1e-5)


def test_it_stops_in_the_middle_of_a_piece(made_song: Song) -> None:
    """Told to stop while a network computes, it does not compute to the end of the piece: here that would be a long one."""
    asked = iter([False, False, False])
    stopped = Spleeter(MODELS, context=JobContext(cancelled=lambda: next(asked, True)))
    stopped._sessions[1:] = []  # with one network alone nothing asks again after it
    magnitudes = np.ones((2, 64 * 64, 2049), np.float32)
    with pytest.raises(WorkCancelled):
        stopped.shares(magnitudes)
