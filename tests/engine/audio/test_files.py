"""Audio files: what goes in comes out, and what is no audio is told so."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from engine.audio import files
from engine.audio.files import AudioFileReader, AudioFileWriter
from engine.errors import AudioFileError


def noise(n: int, seed: int = 0) -> NDArray[np.float32]:
    return (0.3 * np.random.default_rng(seed).standard_normal(n).clip(-3, 3)).astype(np.float32)


def read(path: Path, block_samples: int = 4800) -> NDArray[np.float32]:
    with AudioFileReader(path, block_samples) as reader:
        return np.concatenate(list(reader))


def code_of(action: object, *arguments: object, **options: object) -> str:
    assert callable(action)
    with pytest.raises(AudioFileError) as caught:
        action(*arguments, **options)
    return caught.value.code


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_channels_are_averaged(tmp_path: Path, channels: int) -> None:
    frames = noise(10_000 * channels).reshape(-1, channels)
    soundfile.write(tmp_path / "in.wav", frames, 48_000, subtype="FLOAT")
    np.testing.assert_allclose(read(tmp_path / "in.wav"), frames.mean(axis=1), atol=1e-6)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 96_000, 192_000])
def test_other_rates_come_as_48_khz_whole_and_in_place(tmp_path: Path, rate_hz: int) -> None:
    at_s = np.arange(rate_hz) / rate_hz
    soundfile.write(tmp_path / "in.wav", 0.5 * np.sin(2 * np.pi * 700 * at_s), rate_hz, subtype="FLOAT")
    out = read(tmp_path / "in.wav")
    assert abs(len(out) - 48_000) <= 1
    expected = 0.5 * np.sin(2 * np.pi * 700 * np.arange(len(out)) / 48_000)
    np.testing.assert_allclose(out[480:-480], expected[480:-480], atol=1e-3)


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_block_size_changes_nothing(tmp_path: Path, rate_hz: int) -> None:
    soundfile.write(tmp_path / "in.wav", noise(20_000), rate_hz, subtype="FLOAT")
    np.testing.assert_allclose(read(tmp_path / "in.wav", 333), read(tmp_path / "in.wav", 48_000), atol=1e-6)


def test_samples_that_are_no_numbers_become_silence_and_are_counted(tmp_path: Path) -> None:
    samples = noise(5_000)
    samples[[7, 900]] = np.nan
    samples[4_321] = np.inf
    soundfile.write(tmp_path / "in.wav", samples, 48_000, subtype="FLOAT")
    with AudioFileReader(tmp_path / "in.wav") as reader:
        out = np.concatenate(list(reader))
        assert reader.repaired == 3
        assert reader.progress == 1.0
    np.testing.assert_array_equal(out, np.where(np.isfinite(samples), samples, 0))


def test_progress_and_description(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "in.flac", noise(44_100 * 4).reshape(-1, 2), 44_100)
    with AudioFileReader(tmp_path / "in.flac", 4_410) as reader:
        assert (reader.source_rate_hz, reader.channels, reader.duration_s) == (44_100, 2, 2.0)
        seen = [reader.progress for _ in reader]
    assert seen == sorted(seen)
    assert 0 < seen[0] < 0.2


def test_no_audio(tmp_path: Path) -> None:
    text = tmp_path / "song.wav"
    text.write_text("This is a letter, not a recording.\n" * 40)
    assert code_of(AudioFileReader, text) == "file.not_audio"
    assert code_of(AudioFileReader, tmp_path) == "file.not_audio"
    assert code_of(AudioFileReader, tmp_path / "missing.wav") == "file.not_found"
    assert code_of(AudioFileReader, text / "inside.wav") == "file.not_found"
    (tmp_path / "headerless.raw").write_bytes(bytes(100))
    assert code_of(AudioFileReader, tmp_path / "headerless.raw") == "file.not_audio"


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "nothing.wav").write_bytes(b"")
    assert code_of(AudioFileReader, tmp_path / "nothing.wav") == "file.empty"
    soundfile.write(tmp_path / "header.wav", np.zeros(0), 48_000)
    assert code_of(AudioFileReader, tmp_path / "header.wav") == "file.empty"


def test_damaged_flac_says_where(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    soundfile.write(path, noise(480_000), 48_000)
    path.write_bytes(path.read_bytes()[:400_000])
    heard: list[int] = []
    with AudioFileReader(path, 4_800) as reader, pytest.raises(AudioFileError) as caught:
        heard.extend(map(len, reader))
    assert caught.value.code == "file.unreadable"
    at_s = caught.value.facts["at_s"]
    assert isinstance(at_s, float)
    assert at_s == pytest.approx(sum(heard) / 48_000, abs=0.001)
    assert 0 < at_s < 10


@pytest.mark.parametrize(("suffix", "tolerance"), [(".wav", 1 / 32_000), (".flac", 1e-6), (".WAV", 1 / 32_000)])
def test_written_files_read_back(tmp_path: Path, suffix: str, tolerance: float) -> None:
    path = tmp_path / f"out{suffix}"
    samples = noise(48_000).clip(-0.99, 0.99)
    with AudioFileWriter(path) as writer:
        for block in np.array_split(samples, 7):
            writer.write(block)
        assert not path.exists()
    np.testing.assert_allclose(read(path), samples, atol=tolerance)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_loud_samples_are_clipped_not_wrapped(tmp_path: Path) -> None:
    with AudioFileWriter(tmp_path / "out.wav") as writer:
        writer.write(np.array([2.0, -2.0, 0.5], dtype=np.float32))
    np.testing.assert_allclose(read(tmp_path / "out.wav"), [1.0, -1.0, 0.5], atol=1e-4)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, GeneratorExit])
def test_a_broken_off_file_leaves_nothing_and_keeps_the_old_one(tmp_path: Path, fault: type[BaseException]) -> None:
    target = tmp_path / "out.wav"
    target.write_bytes(b"old")

    def broken_off() -> None:
        with AudioFileWriter(target) as writer:
            writer.write(noise(100_000))
            raise fault

    with pytest.raises(fault):
        broken_off()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    assert code_of(AudioFileWriter, tmp_path / "out.mp3") == "file.format"
    assert code_of(AudioFileWriter, tmp_path / "out") == "file.format"
    assert code_of(AudioFileWriter, tmp_path / "out.flac", 48_000, "FLOAT") == "file.format"
    assert code_of(AudioFileWriter, tmp_path / "no" / "folder" / "out.wav") == "file.unwritable"
    (tmp_path / "file").write_bytes(b"")
    assert code_of(AudioFileWriter, tmp_path / "file" / "out.wav") == "file.unwritable"
    (tmp_path / "folder.wav").mkdir()
    assert code_of(AudioFileWriter, tmp_path / "folder.wav") == "file.unwritable"
    kept = tmp_path / "kept.wav"
    kept.write_bytes(b"mine")
    kept.chmod(0o444)
    assert code_of(AudioFileWriter, kept) == "file.unwritable"
    assert kept.read_bytes() == b"mine"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "folder.wav", "kept.wav"]


def test_unwritable_folder() -> None:
    assert code_of(AudioFileWriter, "/proc/out.wav") == "file.unwritable"


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process may grow beyond 100 kB, as on a full disk."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


@pytest.mark.usefixtures("small_disk")
@pytest.mark.parametrize("name", ["out.wav", "out.flac"])
def test_full_disk_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    def write() -> None:
        with AudioFileWriter(tmp_path / name) as writer:
            for seed in range(10):
                writer.write(noise(48_000, seed))

    assert code_of(write) == "file.unwritable"
    assert list(tmp_path.iterdir()) == []


def test_longer_than_a_wav_file_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WAV_LIMIT_BYTES", 1000)
    with AudioFileWriter(tmp_path / "out.flac") as flac, AudioFileWriter(tmp_path / "out.wav") as wav:
        flac.write(noise(600))
        wav.write(noise(500))
        assert code_of(wav.write, noise(1)) == "file.unwritable"
    assert len(read(tmp_path / "out.wav")) == 500


@pytest.mark.thorough
def test_ten_hours_need_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    """A sparse file of ten hours (3.5 GB by its header, nothing on disk)."""
    if sys.platform == "win32":
        pytest.skip("Windows has no sparse files without asking for them, and no getrusage")
    path, n_samples = tmp_path / "long.wav", 10 * 3600 * 48_000
    soundfile.write(path, np.zeros(1, dtype=np.int16), 48_000, subtype="PCM_16")
    header = bytearray(path.read_bytes()[:44])
    header[4:8] = (36 + 2 * n_samples).to_bytes(4, "little")
    header[40:44] = (2 * n_samples).to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(header)
        file.truncate(44 + 2 * n_samples)
    code = (
        "import resource, sys\n"
        "from engine.audio.files import AudioFileReader\n"
        "with AudioFileReader(sys.argv[1]) as reader:\n"
        "    blocks = iter(reader); n = len(next(blocks))\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    n += sum(map(len, blocks))\n"
        "    print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    n, grown_kib = map(int, done.stdout.split())
    assert n == n_samples
    assert grown_kib < 20_000
