"""A run is told to wait, to go on and to stop from outside, says so, and speaks what it has learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from tests.training.rvc.small_run import make_run
from training.control import tell
from training.rvc.launch import train_run
from training.rvc.supervisor.checkpoint import LAST, place_of
from training.rvc.supervisor.run import CHECKPOINTS, Machine, RunProgress

HERE = Machine("cpu", threads=1)


def test_pause_is_told_and_resume_goes_on_where_it_was(tmp_path: Path) -> None:
    make_run(tmp_path, epochs=2)
    told: list[RunProgress] = []

    def watch(progress: RunProgress) -> None:
        told.append(progress)
        tell(tmp_path, "run" if progress.paused or progress.step != 1 else "pause")

    ending, _ = train_run(tmp_path, HERE, None, watch, lambda: False)
    assert ending == "finished"
    assert [(progress.step, progress.paused) for progress in told] == [(1, False), (1, True), (2, False), (3, False), (4, False)]


def test_stop_keeps_the_best_and_where_it_was(tmp_path: Path) -> None:
    make_run(tmp_path, epochs=50)
    ending, epoch = train_run(tmp_path, HERE, None, lambda p: tell(tmp_path, "stop") if p.step == 5 else None, lambda: False)
    assert ending == "stopped"
    assert epoch in (1, 2)
    assert place_of(tmp_path / CHECKPOINTS / LAST).step == 5


def test_a_preview_is_spoken_while_it_runs(tmp_path: Path) -> None:
    parameters = make_run(tmp_path, epochs=2)
    told: list[RunProgress] = []
    train_run(tmp_path, HERE, None, told.append, lambda: False)
    assert told[0].preview == ""
    audio, rate_hz = soundfile.read(told[-1].preview)
    assert rate_hz == parameters.rate_hz
    assert len(audio) == 28 * 320  # the longest of its segments
    assert np.any(audio)
