"""A training that cannot be gone on with says so and keeps what it has."""

from __future__ import annotations

import errno
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
import torch

from jobs.context import JobContext
from tests.training.rvc.made_speech import RATE_HZ, speech
from training.errors import TrainingError
from training.messages import TrainVoice, Wishes
from training.rvc import job
from training.rvc.supervisor.checkpoint import LAST, write_whole
from training.rvc.supervisor.run import CHECKPOINTS


def request(tmp_path: Path) -> TrainVoice:
    (tmp_path / "set").mkdir()
    soundfile.write(tmp_path / "set" / "a.wav", speech("woman", 2, seed=0), RATE_HZ)
    return TrainVoice(name="Mia", folder=str(tmp_path / "set"), run=str(tmp_path / "run"))


def test_other_recordings_under_a_name_that_is_taken_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(tmp_path)
    with pytest.raises(TrainingError) as error:
        job.train(asked, JobContext())
    assert error.value.code == "train.no_encoder"  # which this test does without: nothing was learnt, any recordings will do
    run = tmp_path / "run"
    (run / "data" / "prepared.json").write_text("{}")
    write_whole(run / CHECKPOINTS / LAST, {})
    with pytest.raises(TrainingError) as error:
        job.train(asked, JobContext())
    assert (error.value.code, error.value.facts["differing"]) == ("train.run_exists", ["recordings"])
    assert (run / CHECKPOINTS / LAST).exists()


def test_settings_can_change_until_something_was_learnt(tmp_path: Path) -> None:
    asked = request(tmp_path)
    for wishes in (Wishes(epochs=3), Wishes(epochs=4)):
        with pytest.raises(TrainingError) as error:
            job.train(replace(asked, wishes=wishes), JobContext())
        assert error.value.code == "train.no_encoder"
    write_whole(tmp_path / "run" / CHECKPOINTS / LAST, {})
    with pytest.raises(TrainingError) as error:
        job.train(replace(asked, wishes=Wishes(epochs=5)), JobContext())
    assert (error.value.code, error.value.facts["differing"]) == ("train.run_exists", ["epochs"])


def test_a_full_disk_is_said_with_what_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "a.npz")

    monkeypatch.setattr("training.rvc.data.prepare.prepare", full)
    with pytest.raises(TrainingError) as error:
        job.train(request(tmp_path), JobContext())
    assert (error.value.code, error.value.subject) == ("train.disk", "a.npz")
    assert error.value.facts["reason"] == "No space left on device"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for the size of a file there")
def test_a_checkpoint_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    import resource

    path = tmp_path / LAST
    write_whole(path, {"step": 1})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_whole(path, {"weights": torch.zeros(100_000)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert torch.load(path) == {"step": 1}
    assert list(tmp_path.iterdir()) == [path]
