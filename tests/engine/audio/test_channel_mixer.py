"""What is heard of a microphone with several channels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.audio.channel_mixer import ChannelMixer

RATE_HZ = 48_000
BLOCK = 240
Frames = NDArray[np.float32]


def voice(seconds: float, level: float = 0.3) -> Frames:
    """[n] a tone that comes and goes as speech does."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound: Frames = (level * np.sin(2 * np.pi * 220.0 * t) * np.abs(np.sin(2 * np.pi * 1.5 * t))).astype(np.float32)
    return sound


def mixed(mixer: ChannelMixer, frames: Frames, choose_every: int = 40) -> tuple[Frames, list[bool]]:
    """What comes out block by block, and what each choice said."""
    out, said = np.zeros(len(frames), dtype=np.float32), []
    for number, at in enumerate(range(0, len(frames), BLOCK)):
        mixer.mix(frames[at : at + BLOCK], out[at : at + BLOCK])
        if number % choose_every == choose_every - 1:
            said.append(mixer.choose())
    return out, said


def level(sound: Frames) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


@pytest.mark.parametrize("others", [0.0, 1e-4, 0.02], ids=["silent", "noise", "what leaks over"])
def test_one_microphone_of_eight_is_as_loud_as_alone(others: float) -> None:
    speech = voice(3.0)
    frames = np.random.default_rng(1).normal(0.0, 1e-5, (len(speech), 8)).astype(np.float32) + others * speech[:, None]
    frames[:, 2] = speech
    mixer = ChannelMixer(8, BLOCK, RATE_HZ)
    out, said = mixed(mixer, frames)
    assert mixer.mixdown.chosen == (2,)
    assert level(out[RATE_HZ:]) == pytest.approx(level(speech[RATE_HZ:]), rel=0.01)
    assert not any(said)


def test_a_pause_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    frames = rng.normal(0.0, 1e-4, (20 * RATE_HZ, 8)).astype(np.float32)
    frames[: 3 * RATE_HZ, 0] += voice(3.0)
    mixer = ChannelMixer(8, BLOCK, RATE_HZ)
    mixed(mixer, frames)
    assert mixer.mixdown.chosen == (0,)


def test_channels_that_cancel_are_not_added_and_that_is_said_once() -> None:
    speech = voice(3.0)
    out, said = mixed(ChannelMixer(2, BLOCK, RATE_HZ), np.stack([speech, -0.9 * speech], axis=1))
    assert level(out[RATE_HZ:]) == pytest.approx(level(speech[RATE_HZ:]), rel=0.01)
    assert said.count(True) == 1


def test_stereo_stays_the_mean_and_what_stands_still_is_no_sound() -> None:
    speech, room = voice(2.0), np.random.default_rng(3).normal(0.0, 0.05, 2 * RATE_HZ).astype(np.float32)
    frames = np.stack([speech + room, 0.8 * speech - 0.3 * room], axis=1)
    mixer = ChannelMixer(2, BLOCK, RATE_HZ)
    out, said = mixed(mixer, frames)
    assert mixer.mixdown.chosen == (0, 1)
    assert np.allclose(out, frames.mean(axis=1), atol=1e-7)
    assert not any(said)
    offset = np.stack([speech, np.full_like(speech, 0.5)], axis=1)
    mixer = ChannelMixer(2, BLOCK, RATE_HZ)
    mixed(mixer, offset)
    assert mixer.mixdown.chosen == (0,)


def test_another_choice_does_not_click() -> None:
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    tone = (0.3 * np.sin(2 * np.pi * 220.0 * t)).astype(np.float32)
    frames = np.stack([tone, np.zeros_like(tone)], axis=1)
    out, _ = mixed(ChannelMixer(2, BLOCK, RATE_HZ), frames)
    assert level(out[: 10 * BLOCK]) < 0.6 * level(out[-10 * BLOCK :])
    assert np.abs(np.diff(out)).max() < 1.2 * np.abs(np.diff(tone)).max()


@pytest.mark.parametrize(("chosen", "heard"), [(1, 0), (3, 2)])
def test_a_chosen_channel_is_the_only_one(chosen: int, heard: int) -> None:
    frames = np.random.default_rng(4).normal(0.0, 0.1, (RATE_HZ, 4)).astype(np.float32)
    frames[:, 0] *= 5.0
    out, said = mixed(ChannelMixer(4, BLOCK, RATE_HZ, chosen), frames)
    assert np.array_equal(out, frames[:, heard])
    assert not any(said)


def test_a_channel_that_is_not_there_silences_nobody() -> None:
    speech = voice(2.0)
    mixer = ChannelMixer(2, BLOCK, RATE_HZ, chosen=5)
    out, _ = mixed(mixer, np.stack([np.zeros_like(speech), speech], axis=1))
    assert mixer.mixdown.chosen == (1,)
    assert level(out[RATE_HZ:]) == pytest.approx(level(speech[RATE_HZ:]), rel=0.01)
