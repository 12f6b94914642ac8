"""Trains a prepared run: in this process, or on several graphics cards at once through torchrun."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch

from jobs.errors import WorkCancelled
from training.control import told
from training.errors import TrainingError
from training.messages import Ending
from training.rvc.data.prepare import segment_files
from training.rvc.hyperparameters import read
from training.rvc.starts import Starts
from training.rvc.supervisor.checkpoint import LAST, place_of
from training.rvc.supervisor.logs import read_table
from training.rvc.supervisor.preview import preview_of
from training.rvc.supervisor.run import CHECKPOINTS, Machine, Run, RunProgress, Watch

POLL_S = 1.0
END_S = 30.0


def train_run(folder: Path, machine: Machine, starts: Starts | None, watch: Watch, cancelled: Callable[[], bool]) -> tuple[Ending, int]:
    """How the run ended, and the epoch that was kept. Raises TrainingError, WorkCancelled."""
    n_cards = torch.cuda.device_count() if machine.device != "cpu" else 0
    if n_cards > 1:
        return _on_cards(folder, n_cards, machine, starts, watch, cancelled)
    run = Run(folder, machine, starts)
    ending = run.train(watch, cancelled)
    assert ending != "paused"
    return ending, run.place.best_epoch


def _on_cards(
    folder: Path, n_cards: int, machine: Machine, starts: Starts | None, watch: Watch, cancelled: Callable[[], bool]
) -> tuple[Ending, int]:
    """One process a card; what they do is read from the run's own table."""
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(n_cards), "-m", "training.rvc"]
    options = ["--device", "cuda", "--save-every", str(machine.save_every_s)]
    if starts is not None:
        options += ["--generator", str(starts.generator), "--discriminators", str(starts.discriminators)]
    process = subprocess.Popen([*launcher, str(folder), *options], stdout=sys.stderr, env=dict(os.environ))
    try:
        while process.poll() is None:
            if cancelled():
                raise WorkCancelled(folder.name)
            _tell(folder, watch)
            time.sleep(POLL_S)
    finally:
        process.terminate()
        process.wait(END_S)
    if process.returncode:
        raise TrainingError("train.died", "train on several cards", folder.name, {"status": process.returncode})
    place = place_of(folder / CHECKPOINTS / LAST)
    return ("stopped" if told(folder) == "stop" else "finished"), place.best_epoch


def _tell(folder: Path, watch: Watch) -> None:
    rows = read_table(folder)
    if not rows:
        return
    newest, parameters = rows[-1], read(folder)
    n_batches = max(1, len(segment_files(folder)) // parameters.batch_size)
    losses = {name: float(value) for name, value in newest.items() if name not in ("step", "epoch", "learning_rate")}
    watch(
        RunProgress(
            step=int(newest["step"]),
            n_steps=parameters.epochs * n_batches,
            epoch=int(newest["epoch"]),
            n_epochs=parameters.epochs,
            losses=losses,
            seconds_a_step=0.0,
            best_epoch=0,
            paused=told(folder) == "pause",
            preview=preview_of(folder),
        )
    )
