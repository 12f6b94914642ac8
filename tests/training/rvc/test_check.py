"""The check of a data set finds every fault that is known to spoil a voice, where it is, and invents none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.training.rvc.made_speech import RATE_HZ, Floats, in_a_room, speech, with_music, write
from training.errors import TrainingError
from training.findings import Finding
from training.rvc.check.data_set import check_data_set

pytestmark = pytest.mark.thorough  # each listens to five minutes of speech

SECONDS = 320


@pytest.fixture(scope="module")
def clean() -> Floats:
    """A little over five minutes of one voice."""
    return speech("woman", SECONDS, seed=0)


def findings(folder: Path) -> tuple[Finding, ...]:
    return check_data_set(folder).findings


def halves(audio: Floats) -> dict[str, Floats]:
    """Three files, cut in pauses."""
    third = len(audio) // 3
    return {"a": audio[:third].copy(), "b": audio[third : 2 * third].copy(), "c": audio[2 * third :].copy()}


def test_a_clean_set_has_no_findings(tmp_path: Path, clean: Floats) -> None:
    checked = check_data_set(write(tmp_path, **halves(clean)))
    assert checked.findings == ()
    assert (checked.n_files, checked.n_speakers) == (3, 1)
    assert 300 < checked.speech_seconds <= checked.seconds < SECONDS + 15


def test_many_short_files_are_as_good_as_three(tmp_path: Path, clean: Floats) -> None:
    step = len(clean) // 40
    assert findings(write(tmp_path, **{f"{i:02d}": clean[i * step : (i + 1) * step] for i in range(40)})) == ()


def test_under_five_minutes(tmp_path: Path, clean: Floats) -> None:
    (finding,) = findings(write(tmp_path, a=clean[: 100 * RATE_HZ]))
    assert (finding.fault, finding.file) == ("too_short", "")
    assert finding.facts["least_minutes"] == 5


def test_another_speaker_in_one_file(tmp_path: Path, clean: Floats) -> None:
    man = speech("man", 30, seed=4)
    files = halves(clean)
    files["b"][40 * RATE_HZ : 70 * RATE_HZ] = np.interp(np.arange(30 * RATE_HZ) / 2, np.arange(len(man)), man)
    (finding,) = findings(write(tmp_path, **files))
    assert (finding.fault, finding.file) == ("other_speaker", "b.wav")
    assert (finding.start_s, finding.end_s) == (40, 70)


def test_another_speaker_in_a_file_of_their_own(tmp_path: Path, clean: Floats) -> None:
    write(tmp_path / "her", **halves(clean))
    soundfile.write(tmp_path / "her" / "x.flac", np.repeat(speech("man", 25, seed=4), 2), RATE_HZ)
    faults = {(finding.fault, finding.file) for finding in findings(tmp_path)}
    assert ("other_speaker", "her/x.flac") in faults
    assert not [name for fault, name in faults if fault == "other_speaker" and name != "her/x.flac"]


def test_speakers_in_folders_are_no_fault(tmp_path: Path, clean: Floats) -> None:
    write(tmp_path / "her", **halves(clean))
    (tmp_path / "him").mkdir()
    soundfile.write(tmp_path / "him" / "x.wav", np.repeat(speech("man", 25, seed=4), 2), RATE_HZ)
    checked = check_data_set(tmp_path)
    assert checked.n_speakers == 2
    assert "other_speaker" not in {finding.fault for finding in checked.findings}


@pytest.mark.parametrize("below_db", [12.0, 22.0])
def test_music_behind_the_voice(tmp_path: Path, clean: Floats, below_db: float) -> None:
    files = halves(clean)
    files["c"] = with_music(files["c"], below_db)
    assert ("music", "c.wav") in {(finding.fault, finding.file) for finding in findings(write(tmp_path, **files))}


def test_clipping(tmp_path: Path, clean: Floats) -> None:
    files = halves(clean)
    shout = slice(20 * RATE_HZ, 24 * RATE_HZ)
    peak = np.abs(files["a"]).max()
    files["a"] = 0.5 * files["a"]
    files["a"][shout] = np.clip(6 * files["a"][shout], -0.6 * peak, 0.6 * peak)
    found = findings(write(tmp_path, **files))
    assert {(finding.fault, finding.file) for finding in found} == {("clipping", "a.wav")}
    assert min(finding.start_s for finding in found) >= 20
    assert max(finding.end_s for finding in found) <= 24.1


@pytest.mark.parametrize("seconds", [0.5, 0.9])
def test_reverb(tmp_path: Path, clean: Floats, seconds: float) -> None:
    files = halves(clean)
    files["b"] = in_a_room(files["b"], seconds)
    found = findings(write(tmp_path, **files))
    assert ("reverb", "b.wav") in {(finding.fault, finding.file) for finding in found}
    assert not [finding for finding in found if finding.fault in ("music", "clipping")]


def test_a_recording_at_16_khz_whatever_its_file_says(tmp_path: Path, clean: Floats) -> None:
    spectrum = np.fft.rfft(clean)
    spectrum[len(spectrum) // 2 :] = 0
    narrow = np.fft.irfft(spectrum, len(clean)).astype(np.float32)
    found = findings(write(tmp_path, **halves(narrow)))
    assert [(finding.fault, finding.file) for finding in found] == [("narrow_band", f"{name}.wav") for name in "abc"]


def test_the_same_thing_twice(tmp_path: Path, clean: Floats) -> None:
    files = halves(clean)
    files["again"] = 0.7 * files["b"][: 12 * RATE_HZ]
    found = findings(write(tmp_path, **files))
    assert {finding.fault for finding in found} == {"duplicate"}
    assert {finding.facts["of"] for finding in found} == {"again.wav"}
    assert all(abs(finding.start_s - float(finding.facts["at_s"])) < 0.1 for finding in found)


def test_stereo_channels_that_cancel(tmp_path: Path, clean: Floats) -> None:
    write(tmp_path, **halves(clean))
    audio, _ = soundfile.read(tmp_path / "b.wav", dtype="float32")
    soundfile.write(tmp_path / "b.wav", np.stack([audio, -audio], axis=1), RATE_HZ)
    faults = {(finding.fault, finding.file) for finding in findings(tmp_path)}
    assert ("out_of_phase", "b.wav") in faults


def test_stereo_channels_that_agree_are_no_fault(tmp_path: Path, clean: Floats) -> None:
    write(tmp_path, **halves(clean))
    audio, _ = soundfile.read(tmp_path / "b.wav", dtype="float32")
    soundfile.write(tmp_path / "b.wav", np.stack([audio, 0.5 * audio], axis=1), RATE_HZ)
    assert findings(tmp_path) == ()


def test_silence(tmp_path: Path, clean: Floats) -> None:
    files = halves(clean)
    files["b"] = np.concatenate([files["b"], np.zeros(15 * RATE_HZ, np.float32)])
    files["d"] = np.zeros(5 * RATE_HZ, np.float32)
    found = findings(write(tmp_path, **files))
    assert [(finding.fault, finding.file) for finding in found] == [("silence", "b.wav"), ("silence", "d.wav")]
    assert found[0].end_s - found[0].start_s == pytest.approx(15, abs=1)


def test_a_file_that_is_no_sound(tmp_path: Path, clean: Floats) -> None:
    write(tmp_path, **halves(clean))
    (tmp_path / "notes.wav").write_bytes(b"not a sound")
    (finding,) = findings(tmp_path)
    assert (finding.fault, finding.file) == ("unreadable", "notes.wav")


def test_a_folder_without_recordings(tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as error:
        check_data_set(tmp_path)
    assert error.value.code == "train.no_audio"
