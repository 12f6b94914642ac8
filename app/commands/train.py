"""`urvc train`: a folder of recordings becomes a voice; or is checked first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from app.commands.convert import bar
from app.commands.interrupt import interruptible
from app.console import console, reported, say_json
from app.errors import AppError
from app.options import Json
from app.roles import program_command
from app.training_words import FaultGroup, group_text, grouped, place_text, plan_text, rough_time
from jobs.child import run_in_child
from jobs.context import JobContext, Step
from jobs.errors import WorkCancelled
from jobs.kind import JobKind
from training.control import tell
from training.findings import Checked
from training.kinds import CHECK_DATA_SET, JOBS, PLAN_TRAINING, TRAIN_VOICE
from training.messages import CheckDataSet, PlanTraining, Trained, TrainingNews, TrainingPlan, TrainVoice, Wishes
from training.places import run_folder

INTERRUPTED = 130
END_S = 120.0
"""A step of a large network on a slow processor comes to its end first, and is kept."""
SHOWN_PLACES = 5
R = TypeVar("R")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the voice is to be called; or one of check, plan, pause, resume, stop.")]
Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="The recordings; for pause, resume and stop the name of the voice.")]
Version = Annotated[Literal["v1", "v2"], typer.Option(help="Generation of RVC.")]
Rate = Annotated[Literal["32", "40", "48"], typer.Option("--rate", help="Of the voice, in kHz.")]
Size = Annotated[Literal["full", "small"], typer.Option(help="RVC's own networks, or ones that a processor trains in hours.")]
Epochs = Annotated[int, typer.Option(min=0, help="Rounds over all recordings; 0 takes 200.")]
Batch = Annotated[int, typer.Option("--batch", min=1, max=64, help="Segments a step.")]
Encoder = Annotated[str, typer.Option(help="Content encoder among the foundation models.")]
Detector = Annotated[str, typer.Option(help="Pitch detector; without it RMVPE where it is, else SwiftF0.")]
Device = Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="What to compute on.")]
Threads = Annotated[int, typer.Option(min=0, help="Of the processor; 0 takes all.")]
All = Annotated[bool, typer.Option("--all", help="With check: every place of a finding, not the first few.")]
NoPitch = Annotated[bool, typer.Option("--no-pitch", help="A voice that does not follow the pitch.")]


def train(
    name: Name,
    folder: Folder,
    version: Version = "v2",
    rate: Rate = "40",
    size: Size = "full",
    epochs: Epochs = 0,
    batch: Batch = 8,
    encoder: Encoder = "contentvec",
    detector: Detector = "",
    no_pitch: NoPitch = False,
    device: Device = "auto",
    threads: Threads = 0,
    every_place: All = False,
    as_json: Json = False,
) -> None:
    """Trains a voice from a folder of recordings, or checks them first. One that was stopped goes on where it was."""
    wishes = Wishes(
        version=version,
        rate_hz={"32": 32_000, "40": 40_000, "48": 48_000}[rate],  # type: ignore[arg-type]
        has_f0=not no_pitch,
        size=size,
        encoder=encoder,
        detector=detector,
        epochs=epochs,
        batch_size=batch,
    )
    with reported(as_json):
        if name == "check":
            _check(folder, every_place, as_json)
        elif name == "plan":
            _plan(PlanTraining(folder=_absolute(folder), wishes=wishes, device=device, threads=threads), as_json)
        elif name in ("pause", "resume", "stop"):
            _tell(folder, {"pause": "pause", "resume": "run", "stop": "stop"}[name])
        else:
            run = run_folder(name)
            request = TrainVoice(name=name, folder=_absolute(folder), run=str(run), wishes=wishes, device=device, threads=threads)
            _train(request, as_json)


def _check(folder: str, every_place: bool, as_json: bool) -> None:
    checked: Checked = _run(CHECK_DATA_SET, CheckDataSet(folder=_absolute(folder)), folder, as_json)
    if as_json:
        say_json({"type": "checked", **asdict(checked)})
        return
    found = grouped(checked.findings)
    for line in check_lines(found, every_place):
        console.print(line, soft_wrap=True, markup=False)
    sound = f"{checked.n_files} files, {rough_time(checked.speech_seconds)} of speech"
    console.print(f"{sound}: {len(found)} kinds of findings." if found else f"{sound}: nothing is wrong with them.")


def check_lines(found: Iterable[FaultGroup], every_place: bool) -> Iterator[str]:
    """Each kind of fault once, and below it where it is."""
    for kind in found:
        yield group_text(kind)
        places = kind.places if every_place or len(kind.places) <= SHOWN_PLACES + 1 else kind.places[:SHOWN_PLACES]
        yield from (f"  {place_text(finding)}" for finding in places)
        if n_more := len(kind.places) - len(places):
            yield f"  and {n_more} more places: urvc train check FOLDER --all lists them"


def _plan(request: PlanTraining, as_json: bool) -> None:
    plan: TrainingPlan = _run(PLAN_TRAINING, request, request.folder, as_json)
    if as_json:
        say_json({"type": "plan", "hours": plan.hours, **asdict(plan)})
    else:
        console.print(plan_text(plan), soft_wrap=True)


def _train(request: TrainVoice, as_json: bool) -> None:
    trained: Trained = _run(TRAIN_VOICE, request, request.name, as_json)
    if as_json:
        say_json({"type": "trained", **asdict(trained)})
        return
    how = {"finished": "is trained", "stopped": "was stopped", "overtrained": "stopped by itself, because it no longer got better"}
    console.print(f"{request.name} {how[trained.ending]}: round {trained.epoch} was the best and is kept.")
    console.print(f"It is among your voices: urvc live --voice {trained.voice}")


def _tell(name: str, word: str) -> None:
    run = run_folder(name)
    if not run.is_dir():
        raise AppError("train.unknown", "find the training", name)
    tell(run, word)  # type: ignore[arg-type]


def _run(kind: JobKind[Any, R], request: object, subject: str, as_json: bool) -> R:
    with interruptible() as interrupted, bar(as_json) as progress:
        task = progress.add_task(subject, total=1.0) if progress is not None else None

        def show(step: Step) -> None:
            if progress is not None and task is not None:
                progress.update(task, completed=step.done, description=f"{subject}: {step.doing}")
            elif as_json:
                say_json({"type": "progress", **asdict(step)})

        def news(value: object) -> None:
            assert isinstance(value, TrainingNews)
            if progress is not None and task is not None:
                progress.update(task, description=_news_text(value))
            elif as_json:
                say_json({"type": "training", **asdict(value)})

        context = JobContext(show, interrupted.is_set, update=news)
        try:
            return run_in_child(program_command("training"), JOBS, kind, request, context, END_S)
        except WorkCancelled:
            raise typer.Exit(INTERRUPTED) from None


def _news_text(news: TrainingNews) -> str:
    if news.paused:
        return f"round {news.epoch + 1} of {news.n_epochs}: paused"
    left = rough_time((news.n_steps - news.step) * news.seconds_a_step)
    return f"round {news.epoch + 1} of {news.n_epochs}, mel {news.losses.get('mel', 0.0):.1f}, {left} left"


def _absolute(folder: str) -> str:
    return str(Path(folder).expanduser().absolute())
