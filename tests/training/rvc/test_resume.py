"""A run that is killed and gone on with, and a run in two processes, are the run in one go."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.training.rvc.small_run import make_run
from training.rvc.supervisor.logs import read_table
from training.rvc.supervisor.run import Machine, Run

ROOT = Path(__file__).parents[3]
LOSSES = ("discriminator", "adversarial", "feature", "mel", "kl", "generator_norm", "discriminator_norm")
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}


def losses(run: Path) -> np.ndarray:
    """[steps, 7] float64."""
    rows = read_table(run)
    assert [int(row["step"]) for row in rows] == list(range(1, len(rows) + 1))
    return np.array([[float(row[name]) for name in LOSSES] for row in rows])


def train_in_child(run: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "training.rvc", str(run), "--device", "cpu", "--threads", "1", *arguments]


@pytest.mark.slow
@pytest.mark.parametrize("n_steps", [8, pytest.param(100, marks=[pytest.mark.thorough, pytest.mark.timeout(1800)])])
def test_killed_and_gone_on_with_is_the_run_in_one_go(tmp_path: Path, n_steps: int) -> None:
    """Two halves with a kill -9 between equal the run in one go: losses, norms and weights, to the bit."""
    make_run(tmp_path / "whole", epochs=n_steps // 2, ema_decay=0.9)
    shutil.copytree(tmp_path / "whole", tmp_path / "killed")
    subprocess.run(train_in_child(tmp_path / "whole"), cwd=ROOT, env=ONE_THREAD, check=True)
    process = subprocess.Popen(train_in_child(tmp_path / "killed", "--save-every", "0"), cwd=ROOT, env=ONE_THREAD)
    while len(read_table(tmp_path / "killed")) < n_steps // 2:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(read_table(tmp_path / "killed")) < n_steps
    subprocess.run(train_in_child(tmp_path / "killed"), cwd=ROOT, env=ONE_THREAD, check=True)
    whole = losses(tmp_path / "whole")
    assert whole.shape == (n_steps, 7)
    np.testing.assert_array_equal(losses(tmp_path / "killed"), whole)
    ours, theirs = (Run(tmp_path / name, Machine("cpu")) for name in ("whole", "killed"))
    assert ours.place == theirs.place
    for name, weight in ours.generator.state_dict().items():
        np.testing.assert_array_equal(weight.numpy(), theirs.generator.state_dict()[name].numpy())


@pytest.mark.slow
def test_two_processes_are_one_with_twice_the_batch(tmp_path: Path) -> None:
    """Gradients, so also norms and weights; the first process's own losses are those of its half."""
    make_run(tmp_path / "one", n_segments=8, epochs=2, batch_size=4)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    subprocess.run(train_in_child(tmp_path / "one"), cwd=ROOT, env=ONE_THREAD, check=True)
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    subprocess.run([*launcher, *train_in_child(tmp_path / "two")[2:]], cwd=ROOT, env=ONE_THREAD, check=True)
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert one.shape == two.shape == (4, 7)
    np.testing.assert_allclose(two[:, 5:], one[:, 5:], rtol=1e-3)
    ours, theirs = (Run(tmp_path / name, Machine("cpu")) for name in ("one", "two"))
    for name, weight in ours.generator.state_dict().items():
        if "conv_k.bias" not in name:  # attention does not change with it: its gradient is rounding noise, and AdamW follows that too
            np.testing.assert_allclose(theirs.generator.state_dict()[name].numpy(), weight.numpy(), rtol=0, atol=5e-5, err_msg=name)
