"""Audio files whose header lies, whose recorder crashed, or whose channels are not what they seem."""

from __future__ import annotations

import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio.files import AudioFileReader
from engine.errors import AudioFileError

FILES = Path(__file__).parents[2] / "data" / "hostile"
RATE_HZ = 48_000


def heard(path: Path, **options: int) -> tuple[np.ndarray, list[str]]:
    with AudioFileReader(path, **options) as reader:
        blocks = list(reader)
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32), list(reader.notes)


def code_of(path: Path) -> str:
    with pytest.raises(AudioFileError) as caught:
        heard(path)
    return caught.value.code


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.square(sound).mean()))


def tone(channels: int = 1, seconds: float = 1.0) -> np.ndarray:
    """[n, channels]"""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.repeat(0.3 * np.sin(2 * np.pi * 300 * t)[:, None], channels, axis=1).astype(np.float32)


def test_a_header_that_says_nothing_is_read_to_the_end() -> None:
    sound, notes = heard(FILES / "size0_crashed.wav")
    assert len(sound) == pytest.approx((32_044 - 44) / 2 * 3, abs=3)
    assert np.abs(sound).max() > 0.01
    assert notes == ["header_mended"]


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_every_kind_of_sample_of_a_crashed_recorder(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, tone(2), RATE_HZ, subtype=subtype)
    whole, _ = heard(path)
    content = bytearray(path.read_bytes())
    at = content.index(b"data")
    content[at + 4 : at + 8] = bytes(4)
    content[4:8] = bytes(4)
    path.write_bytes(content)
    sound, notes = heard(path)
    assert notes == ["header_mended"]
    assert np.array_equal(sound[: len(whole)], whole)


def test_an_empty_recording_stays_empty(tmp_path: Path) -> None:
    """What follows it is a chunk, and no sound."""
    soundfile.write(tmp_path / "x.wav", np.zeros(0), RATE_HZ)
    content = (tmp_path / "x.wav").read_bytes() + struct.pack("<4sI", b"LIST", 8) + b"INFOabcd"
    (tmp_path / "x.wav").write_bytes(content)
    assert code_of(tmp_path / "x.wav") == "file.empty"


def test_zeros_before_the_sound_are_no_damage() -> None:
    sound, notes = heard(FILES / "zoom_list_zeros.wav")
    assert len(sound) == 48_000
    assert notes == []


def test_channels_that_cancel_are_told_and_one_is_taken() -> None:
    sound, notes = heard(FILES / "antiphase.wav")
    assert rms(sound) > 0.01
    assert notes == ["channels_cancel"]


def test_one_microphone_of_eight_is_as_loud_as_it_was() -> None:
    frames, _ = soundfile.read(FILES / "ch8_first.wav")
    sound, notes = heard(FILES / "ch8_first.wav")
    assert rms(sound) == pytest.approx(rms(frames[:, 0]), rel=0.02)
    assert notes == ["channels_left_out"]


def test_a_channel_can_be_chosen(tmp_path: Path) -> None:
    frames = tone(3) * np.array([1.0, 0.5, 0.25], np.float32)
    soundfile.write(tmp_path / "x.wav", frames, RATE_HZ, subtype="FLOAT")
    for number in (1, 2, 3):
        sound, notes = heard(tmp_path / "x.wav", channel=number)
        assert np.array_equal(sound, frames[:, number - 1])
        assert notes == []
    with pytest.raises(AudioFileError, match=r"file\.no_channel"):
        heard(tmp_path / "x.wav", channel=4)


def test_a_channel_that_speaks_late_is_heard(tmp_path: Path) -> None:
    frames = np.concatenate([np.zeros((5 * RATE_HZ, 2), np.float32), tone(2) * np.array([0.0, 1.0], np.float32)])
    soundfile.write(tmp_path / "x.wav", frames, RATE_HZ, subtype="FLOAT")
    sound, _ = heard(tmp_path / "x.wav")
    assert np.array_equal(sound, frames[:, 1])


@pytest.mark.parametrize("name", ["flac_rate_1Hz.flac", "wav_rate_10Hz.wav"])
def test_rates_that_no_sound_has_are_refused(name: str) -> None:
    assert code_of(FILES / name) == "file.rate"


@pytest.mark.parametrize("rate_hz", [4_000, 768_000])
def test_the_lowest_and_the_highest_rate_are_read(tmp_path: Path, rate_hz: int) -> None:
    soundfile.write(tmp_path / "x.wav", np.full(rate_hz // 4, 0.1), rate_hz)
    sound, _ = heard(tmp_path / "x.wav")
    assert len(sound) == pytest.approx(12_000, abs=2)


def test_a_thousand_channels_are_refused() -> None:
    assert code_of(FILES / "wav_1024ch.wav") == "file.channels"


def test_claimed_samples_end_with_the_data() -> None:
    sound, notes = heard(FILES / "wav_claims_4GB.wav")
    assert len(sound) == 48_000
    assert notes == []  # libsndfile sees it
    tracemalloc.start()
    n = 0
    with AudioFileReader(FILES / "flac_total_samples.flac") as reader:
        for block in reader:
            n += len(block)
            if n > 20 * RATE_HZ:
                break
        assert reader.notes == ["header_not_believed"]
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()
    assert n


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.wav")
    assert code_of(tmp_path / "x.wav") == "file.not_audio"
