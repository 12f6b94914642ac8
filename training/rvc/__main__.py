"""`python -m training.rvc RUN`: trains the prepared run in that folder; what torchrun starts on every device."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from training.rvc.starts import Starts
from training.rvc.supervisor.run import Machine, Run, RunProgress

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Runs the command line above and returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.rvc", description="Train a prepared run.")
    parser.add_argument("run", type=Path)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--threads", type=int, default=0, help="of the processor; 0 leaves it to torch")
    parser.add_argument("--save-every", type=float, default=120.0, metavar="SECONDS")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many; 0 goes on to the end")
    parser.add_argument("--generator", type=Path, help="a start: f0G*.pth")
    parser.add_argument("--discriminators", type=Path, help="its fellow: f0D*.pth")
    asked = parser.parse_args(arguments)
    starts = Starts(asked.generator, asked.discriminators) if asked.generator and asked.discriminators else None
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    run = Run(asked.run, Machine(asked.device, asked.threads, asked.save_every), starts)
    log.info("%s: %d of %d steps done", asked.run.name, run.place.step, run.n_steps)
    log.info("%s", run.train(_say, most_steps=asked.steps))
    return 0


def _say(progress: RunProgress) -> None:
    if progress.step % 10 == 0:
        losses = "  ".join(f"{name} {value:.3f}" for name, value in progress.losses.items())
        log.info("step %d of %d  epoch %d  %.2f s  %s", progress.step, progress.n_steps, progress.epoch, progress.seconds_a_step, losses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
