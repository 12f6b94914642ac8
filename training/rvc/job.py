"""The work of the jobs in training/messages.py. Loads torch only where a network is trained or timed."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.context import JobContext
from models.foundation import FoundationLibrary
from training.control import tell
from training.errors import TrainingError
from training.findings import Checked
from training.messages import PREPARED, CheckDataSet, PlanTraining, Trained, TrainingNews, TrainingPlan, TrainVoice, Wishes
from training.places import file_name
from training.rvc.check.data_set import check_data_set
from training.rvc.data.recordings import Recording, find_recordings, n_speakers
from training.rvc.hyperparameters import FILE, SMALL, HyperParameters, write

if TYPE_CHECKING:
    from training.rvc.supervisor.run import RunProgress

USUAL_EPOCHS = 200
TRAINED, WRITTEN = 0.95, 0.97
VOICE_FILE = "voice.pth"
_NEEDED = ("torch", "lightning_fabric")
SEGMENTS_A_SECOND = 1 / 3.0
"""Segments that speech is cut into, roughly: pauses fall away, and overlaps come twice."""


def check(request: CheckDataSet, context: JobContext) -> Checked:
    """Raises TrainingError `train.no_audio`, WorkCancelled."""
    return check_data_set(Path(request.folder), context)


def plan(request: PlanTraining, context: JobContext) -> TrainingPlan:
    """Looks at the lengths of the recordings and times two steps. Raises TrainingError, WorkCancelled."""
    needs_torch()
    from training.rvc.pace import device_name, seconds_a_step
    from training.rvc.starts import find_starts, names_of

    recordings = find_recordings(Path(request.folder))
    foundation = FoundationLibrary()
    parameters = hyperparameters(request.wishes, recordings, foundation)
    context.step(0.2, "measuring this machine")
    seconds = _seconds(recordings)
    n_segments = max(1, round(seconds * SEGMENTS_A_SECOND))
    pace_s = seconds_a_step(parameters, request.device, request.threads)
    files = names_of(parameters)
    return TrainingPlan(
        n_recordings=len(recordings),
        seconds=round(seconds, 1),
        n_speakers=parameters.n_speakers,
        n_steps=parameters.epochs * max(1, n_segments // parameters.batch_size),
        n_epochs=parameters.epochs,
        seconds_a_step=pace_s,
        device=device_name(request.device),
        has_start=find_starts(parameters, foundation.root) is not None,
        start_files=[str(foundation.root / "starts" / file) for file in files or ()],
        detector=parameters.detector,
    )


def train(request: TrainVoice, context: JobContext) -> Trained:
    """Prepares, trains, writes the voice and its index, and puts it on the shelf.

    Raises TrainingError, AudioFileError, InferenceError, BadVoiceFile, WorkCancelled; what was made so far stays in the run folder.
    """
    needs_torch()
    try:
        return _train(request, context)
    except OSError as error:
        facts = {"reason": error.strerror or str(error)[:200]}
        raise TrainingError("train.disk", "train the voice", str(error.filename or request.run), facts) from error


def _train(request: TrainVoice, context: JobContext) -> Trained:
    from training.rvc.data.prepare import is_of_others, prepare, segment_files
    from training.rvc.export import write_voice
    from training.rvc.index import write_index
    from training.rvc.launch import train_run
    from training.rvc.starts import find_starts
    from training.rvc.supervisor.checkpoint import LAST
    from training.rvc.supervisor.run import CHECKPOINTS, Machine

    run, foundation = Path(request.run), FoundationLibrary()
    recordings = find_recordings(Path(request.folder))
    parameters = hyperparameters(request.wishes, recordings, foundation)
    run.mkdir(parents=True, exist_ok=True)
    has_begun = (run / CHECKPOINTS / LAST).exists()
    if not has_begun:
        (run / FILE).unlink(missing_ok=True)  # nothing was learnt with those settings
    write(parameters, run)
    if has_begun and is_of_others(recordings, parameters, run):
        raise TrainingError("train.run_exists", "go on with the run", request.name, {"differing": ["recordings"]})
    tell(run, "run")
    prepare(recordings, parameters, run, foundation, context.part(0.0, PREPARED))

    def watch(progress: RunProgress) -> None:
        context.say(PREPARED + (TRAINED - PREPARED) * progress.step / progress.n_steps, "training the voice")
        context.update(
            TrainingNews(
                step=progress.step,
                n_steps=progress.n_steps,
                epoch=progress.epoch,
                n_epochs=progress.n_epochs,
                losses=progress.losses,
                seconds_a_step=progress.seconds_a_step,
                best_epoch=progress.best_epoch,
                paused=progress.paused,
                preview=progress.preview,
            )
        )

    context = context.about(request.name)
    starts = find_starts(parameters, foundation.root)
    ending, epoch = train_run(run, Machine(request.device, request.threads), starts, watch, context.cancelled)
    context.say(TRAINED, "writing the voice")
    voice = run / VOICE_FILE
    write_voice(run / CHECKPOINTS / "best.pt", parameters, voice, request.name, _seconds(recordings))
    index = write_index(segment_files(run), run, file_name(request.name), parameters.version, parameters.seed)
    context.say(WRITTEN, "putting the voice on the shelf")
    return Trained(
        voice=_on_the_shelf(voice, index, request.name, context),
        voice_file=str(voice),
        index_file=str(index),
        ending=ending,
        epoch=epoch,
    )


def hyperparameters(wishes: Wishes, recordings: tuple[Recording, ...], foundation: FoundationLibrary) -> HyperParameters:
    """The record of a run: the wishes, what follows from them, and RVC's values for the rest."""
    values = dataclasses.asdict(wishes)
    size = values.pop("size")
    values["detector"] = wishes.detector or ("rmvpe" if foundation.get("rmvpe") is not None else "swiftf0")
    values["epochs"] = wishes.epochs or USUAL_EPOCHS
    return HyperParameters(n_speakers=n_speakers(recordings), **values, **(SMALL if size == "small" else {}))


def needs_torch() -> None:
    """Raises TrainingError `train.no_torch` where the libraries of training are not installed."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise TrainingError("train.no_torch", "train", "", {"missing": missing})


def _seconds(recordings: tuple[Recording, ...]) -> float:
    """Of all recordings by their headers; what cannot be read counts nothing."""
    from engine.audio.files import AudioFileReader
    from engine.errors import AudioFileError

    total = 0.0
    for recording in recordings:
        try:
            with AudioFileReader(recording.path) as reader:
                total += reader.duration_s
        except AudioFileError:
            continue
    return total


def _on_the_shelf(voice: Path, index: Path, name: str, context: JobContext) -> str:
    """The id of the voice."""
    from models.importers.job import import_voice
    from models.importers.rvc_graphs import write_rvc_graphs
    from models.voices import user_library

    return import_voice(voice, user_library(), write_rvc_graphs, index, name, context.part(WRITTEN, 1.0)).package.manifest.id
