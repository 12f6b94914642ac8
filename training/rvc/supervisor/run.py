"""A run from its folder to its result: begun, gone on with after a kill, told to wait or to stop from outside.

The same folder, the same hyper-parameters and the same data give the same losses, whether in one go or in ten, in one process or in two.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import torch
from lightning_fabric import Fabric

from jobs.errors import WorkCancelled
from training.control import told
from training.errors import TrainingError
from training.rvc.data.batches import Batches
from training.rvc.data.prepare import segment_files
from training.rvc.hyperparameters import HyperParameters, read
from training.rvc.networks.discriminators import Discriminators
from training.rvc.networks.generator import Generator
from training.rvc.optimiser import adamw
from training.rvc.starts import Starts, load_start
from training.rvc.step import StepReport, Trainee, train_step
from training.rvc.supervisor.average import Average
from training.rvc.supervisor.checkpoint import BEST, LAST, RunPosition, load_state, save_state, write_whole
from training.rvc.supervisor.driver import FabricDriver, fabric_precision, to_device
from training.rvc.supervisor.logs import Log, open_logs
from training.rvc.supervisor.preview import preview_of, speak_preview
from training.rvc.supervisor.schedule import learning_rate

CHECKPOINTS = "checkpoints"
SMOOTHING = 0.6
"""Of the epoch before, in the smoothed mel loss."""
POLL_S = 0.5
_SUMMED = ("discriminator", "adversarial", "feature", "mel", "kl")

Ending = Literal["finished", "stopped", "overtrained", "paused"]


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run computes on; none of it changes what comes out.

    device        "auto", "cpu" or "cuda"
    threads       of the processor; 0 leaves it to torch
    save_every_s  seconds between checkpoints within an epoch; every epoch ends with one
    preview_every_s  at least so many seconds between previews, which are spoken at the end of an epoch
    """

    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = 0
    save_every_s: float = 120.0
    preview_every_s: float = 120.0


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Where a run is, after a step. `paused` while it waits; `preview` is the newest file of what the voice sounds like, "" before."""

    step: int
    n_steps: int
    epoch: int
    n_epochs: int
    losses: dict[str, float]
    seconds_a_step: float
    best_epoch: int
    paused: bool = False
    preview: str = ""


Watch = Callable[[RunProgress], None]


def never() -> bool:
    """Nobody cancels."""
    return False


class Run:
    """One run on this process (one of several where torchrun has started it)."""

    def __init__(self, folder: Path, machine: Machine | None = None, starts: Starts | None = None) -> None:
        """Opens the run where it was left. Raises TrainingError."""
        self.folder, self._machine = folder, machine or Machine()
        self.parameters = read(folder)
        if self._machine.threads:
            torch.set_num_threads(self._machine.threads)
        self._fabric = _fabric(self.parameters, self._machine)
        self._fabric.launch()
        self._batches = Batches(segment_files(folder), self.parameters, self._fabric.global_rank, self._fabric.world_size)
        self._build(starts)
        self._seconds_a_step = 0.0
        self._preview_due_s = 0.0

    @property
    def n_steps(self) -> int:
        """Of the whole run."""
        return self.parameters.epochs * self._batches.order.n_batches

    def train(self, watch: Watch | None = None, cancelled: Callable[[], bool] = never, most_steps: int = 0) -> Ending:
        """Goes on to the end, until told to stop, or for `most_steps`; the best is then in `checkpoints/best.pt`.

        Raises WorkCancelled when `cancelled()` (everything is kept, the run can go on), TrainingError `train.diverged`.
        """
        logs = open_logs(self.folder, self.place.step, asdict(self.parameters)) if self._leads else []
        until = self.place.step + most_steps if most_steps else self.n_steps
        try:
            while self.place.epoch < self.parameters.epochs:
                if self._epoch(logs, watch, cancelled, until):
                    return "paused"
                if 0 < self.parameters.overtraining_epochs <= self.place.rising:
                    return "overtrained"
            return "finished"
        except _Stopped:
            return "stopped"
        finally:
            self._save()
            for log in logs:
                log.close()

    # --- one epoch ------------------------------------------------------------------------------------------------------------------

    def _epoch(self, logs: list[Log], watch: Watch | None, cancelled: Callable[[], bool], until: int) -> bool:
        """The rest of the epoch that has begun; whether `until` was reached within it."""
        place, batches = self.place, self._batches.order.batches(self.place.epoch)
        rate = learning_rate(self.parameters, place.epoch)
        for optimiser in (self._trainee.generator_optimiser, self._trainee.discriminator_optimiser):
            for group in optimiser.param_groups:
                group["lr"] = rate
        while place.step_in_epoch < len(batches):
            self._listen(cancelled, watch)
            started_s = time.perf_counter()
            losses = self._step(batches[place.step_in_epoch])
            self._note_pace(time.perf_counter() - started_s)
            for log in logs:
                log.write(place.step, {"epoch": place.epoch, "learning_rate": rate, **losses})
            if place.step_in_epoch == len(batches):
                self._end_epoch(len(batches))
            elif time.monotonic() - self._saved_s >= self._machine.save_every_s:
                self._save()
            if watch is not None and self._leads:
                watch(self._progress(losses))
            if place.step >= until and place.step < self.n_steps:
                return True
            if place.step_in_epoch == 0:
                return False
        self._end_epoch(len(batches))
        return False

    def _step(self, numbers: list[int]) -> dict[str, float]:
        batch, draws = self._batches.make(self.place.epoch, numbers)
        device = self._fabric.device
        report = train_step(self._trainee, to_device(batch, device), to_device(draws, device))
        losses = _losses(report)
        if not all(math.isfinite(losses[name]) for name in _SUMMED):
            raise TrainingError("train.diverged", "train the voice", self.folder.name, {"step": self.place.step, "epoch": self.place.epoch})
        if self._average is not None:
            self._average.follow(self.generator)
        self.place.step += 1
        self.place.step_in_epoch += 1
        for name in _SUMMED:
            self.place.sums[name] = self.place.sums.get(name, 0.0) + losses[name]
        return losses

    def _end_epoch(self, n_batches: int) -> None:
        """Keeps the weights if they are the best so far, and begins the next epoch."""
        place = self.place
        mel = self._shared_mean(place.sums.get("mel", 0.0) / n_batches)
        before = place.smoothed_mel or mel
        place.smoothed_mel = SMOOTHING * before + (1 - SMOOTHING) * mel
        place.rising = place.rising + 1 if place.smoothed_mel > before else 0
        place.epoch, place.step_in_epoch, place.sums = place.epoch + 1, 0, {}
        if place.smoothed_mel < place.best_mel:
            place.best_mel, place.best_epoch = place.smoothed_mel, place.epoch
            if self._leads:
                weights = (self._average or self.generator).state_dict()
                write_whole(self.folder / CHECKPOINTS / BEST, {"model": weights, "epoch": place.epoch, "step": place.step})
        self._save()
        if self._leads and time.monotonic() >= self._preview_due_s:
            speak_preview(self.generator, self._batches, self.folder)
            self._preview_due_s = time.monotonic() + self._machine.preview_every_s

    def _listen(self, cancelled: Callable[[], bool], watch: Watch | None) -> None:
        """Waits while told to, leaves when told to."""
        saved = False
        while True:
            word = self._fabric.broadcast("cancel" if cancelled() else told(self.folder))
            if word == "cancel":
                raise WorkCancelled(self.folder.name)
            if word == "stop":
                raise _Stopped
            if word != "pause":
                return
            if not saved:
                self._save()
                saved = True
                if watch is not None and self._leads:
                    watch(replace(self._progress({}), paused=True))
            time.sleep(POLL_S)

    # --- parts ----------------------------------------------------------------------------------------------------------------------

    def _build(self, starts: Starts | None) -> None:
        parameters = self.parameters
        torch.manual_seed(parameters.seed)
        self.generator = Generator(parameters.spec, parameters.posterior_layers)
        self._judges = Discriminators(parameters.version, parameters.discriminator_width)
        last = self.folder / CHECKPOINTS / LAST
        if starts is not None and not last.exists():
            load_start(self.generator, starts.generator)
            load_start(self._judges, starts.discriminators)
        optimisers = [adamw(network, parameters.learning_rate) for network in (self.generator, self._judges)]
        self._average = Average(self.generator, parameters.ema_decay) if parameters.ema_decay else None
        self._parts = {
            "generator": self.generator,
            "discriminators": self._judges,
            "generator_optimiser": optimisers[0],
            "discriminator_optimiser": optimisers[1],
            "average": self._average,
        }
        self.place = load_state(last, self._parts) if last.exists() else RunPosition()
        self._saved_s = time.monotonic()
        generator, generator_optimiser = self._fabric.setup(self.generator, optimisers[0])
        discriminators, discriminator_optimiser = self._fabric.setup(self._judges, optimisers[1])
        self._trainee = Trainee(
            generator,
            discriminators,
            self._judges,
            generator_optimiser,
            discriminator_optimiser,
            parameters.spectrogram,
            parameters.slice_frames,
            FabricDriver(self._fabric, parameters.gradient_clip),
        )

    @property
    def _leads(self) -> bool:
        """Whether this process writes what a run leaves."""
        return bool(self._fabric.is_global_zero)

    def _save(self) -> None:
        if self._leads:
            save_state(self.folder / CHECKPOINTS / LAST, self.place, self._parts)
        self._saved_s = time.monotonic()

    def _shared_mean(self, value: float) -> float:
        if self._fabric.world_size == 1:
            return value
        return float(self._fabric.all_reduce(torch.tensor(value, dtype=torch.float64), reduce_op="mean"))

    def _note_pace(self, seconds: float) -> None:
        self._seconds_a_step = 0.9 * self._seconds_a_step + 0.1 * seconds if self._seconds_a_step else seconds

    def _progress(self, losses: dict[str, float]) -> RunProgress:
        place = self.place
        return RunProgress(
            place.step,
            self.n_steps,
            place.epoch,
            self.parameters.epochs,
            losses,
            self._seconds_a_step,
            place.best_epoch,
            preview=preview_of(self.folder),
        )


class _Stopped(Exception):
    """The run was told to stop."""


def _losses(report: StepReport) -> dict[str, float]:
    names = (*_SUMMED, "generator_norm", "discriminator_norm")
    return {name: getattr(report, name) for name in names}


def _fabric(parameters: HyperParameters, machine: Machine) -> Any:
    """Fabric on what this process may use; torchrun says by its variables how many processes there are."""
    cuda = machine.device == "cuda" or (machine.device == "auto" and torch.cuda.is_available())
    world = int(os.environ.get("WORLD_SIZE", "1"))
    return Fabric(
        accelerator="cuda" if cuda else "cpu",
        devices=int(os.environ.get("LOCAL_WORLD_SIZE", str(world))),
        num_nodes=max(1, world // int(os.environ.get("LOCAL_WORLD_SIZE", str(world)))),
        strategy="ddp" if world > 1 else "auto",
        precision=fabric_precision(parameters.precision),
    )
