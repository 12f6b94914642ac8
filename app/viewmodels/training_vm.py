"""From a folder of recordings to a voice: the check, the plan, the run. The work is done by a child (`python -m training`).

Thread: GUI.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QProcess, Qt, Signal

from app.roles import is_frozen, program_command
from app.viewmodels.child_jobs import ChildJobs
from app.viewmodels.messages import coded
from jobs.events import JobFailed
from models.foundation import FoundationLibrary
from training.control import tell
from training.findings import Checked
from training.kinds import JOBS
from training.messages import PREPARED, CheckDataSet, PlanTraining, Trained, TrainingNews, TrainingPlan, TrainVoice, Wishes
from training.places import file_name, run_folder, runs_folder

NEEDED = ("torch", "lightning_fabric")
EXTRA = "training"
TAKES = "recordings"


def words(text: str) -> str:
    """A text of app/training_words.py in the user's language."""
    return QCoreApplication.translate("Training", text)


def missing_libraries() -> list[str]:
    """What training needs and this installation has not; nothing is imported."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def set_up_command() -> list[str]:
    """What installs the libraries of training beside this program; nothing where that cannot be done."""
    if is_frozen() or importlib.util.find_spec("pip") is None:
        return []
    marker = f"extra == '{EXTRA}'"
    wanted = [line.partition(";")[0].strip() for line in metadata.requires("urvc") or () if marker in line.replace('"', "'")]
    return [sys.executable, "-m", "pip", "install", "--no-input", *wanted] if wanted else []


class TrainingVM(QObject):
    """changed: something below has; failed(sentence); trained(voice id); set_up_ended(reason, "" where it went well).

    checked, plan, news   what the check found, what lies ahead, where the run is; None before
    mels                  the error of the voice at every step
    doing                 "", "check", "plan" or "train"
    done                  how much of it, 0..1; of a training before its first step, how much is prepared
    """

    changed = Signal()
    failed = Signal(str)
    trained = Signal(str)
    set_up_ended = Signal(str)

    def __init__(
        self,
        command: Sequence[str] | None = None,
        missing: Callable[[], list[str]] = missing_libraries,
        library: FoundationLibrary | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._child = ChildJobs(command or program_command("training"), JOBS, self)
        self._child.update.connect(self._on_update)
        self._child.progress.connect(self._on_progress)
        queued = Qt.ConnectionType.QueuedConnection
        self._child.result.connect(self._on_result, queued)
        self._child.failed.connect(self._on_failed, queued)
        self._child.cancelled.connect(lambda _: self._end(), queued)
        self._missing, self._library = missing, library or FoundationLibrary()
        self._process: QProcess | None = None
        self._number = 0
        self.run: Path | None = None
        self.folder = ""
        self.checked: Checked | None = None
        self.plan: TrainingPlan | None = None
        self.news: TrainingNews | None = None
        self.mels: list[float] = []
        self.doing = ""
        self.paused = self.live = False
        self.voice = ""
        self.done = 0.0

    # --- what is here ----------------------------------------------------------------------------------------------------------------

    @property
    def missing(self) -> list[str]:
        """Libraries that are not installed."""
        return self._missing()

    @property
    def can_set_up(self) -> bool:
        """Whether a button can get them."""
        return bool(set_up_command())

    def encoders(self) -> list[str]:
        """Content encoders in the library that v2 voices can be trained with."""
        models = [status.model for status in self._library.status() if status.model is not None]
        return [model.manifest.name for model in models if model.manifest.kind == "content" and "v2" in model.manifest.features]

    def set_up(self) -> None:
        """Installs them; `set_up_ended` follows."""
        program, *arguments = set_up_command()
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(self._on_set_up)
        self._process.errorOccurred.connect(lambda _: self.set_up_ended.emit(self._process.errorString() if self._process else ""))
        self._process.start(program, arguments)

    def _on_set_up(self, status: int) -> None:
        assert self._process is not None
        said = bytes(self._process.readAll().data()).decode("utf-8", "replace").strip().splitlines()
        importlib.invalidate_caches()
        self.set_up_ended.emit("" if status == 0 else (said[-1] if said else str(status)))

    # --- the way of a voice ----------------------------------------------------------------------------------------------------------

    def take(self, folder: str) -> None:
        """Listens to the recordings in `folder`."""
        if self.doing in ("", "check"):
            self.folder, self.checked, self.plan = folder, None, None
            self._ask("check", CheckDataSet(folder=folder))

    def look_ahead(self, wishes: Wishes) -> None:
        """Measures this computer and plans."""
        self.plan = None
        self._ask("plan", PlanTraining(folder=self.folder, wishes=wishes))

    def start(self, name: str, wishes: Wishes) -> None:
        """Trains; goes on with a run of that name."""
        self.run = run_folder(name)
        self.news, self.mels, self.paused, self.voice = None, [], False, ""
        self._ask("train", TrainVoice(name=name, folder=self.folder, run=str(self.run), wishes=wishes))

    def set_paused(self, paused: bool) -> None:
        """By the user."""
        self.paused = paused
        self._tell()

    def follow(self, state: str) -> None:
        """Live sound goes first: waits while the voice is on. state: of the session."""
        live = state not in ("off", "stopping")
        if live != self.live:
            self.live = live
            self._tell()

    def stop(self) -> None:
        """Ends the run with the best that was learnt, or what else is under way."""
        if self.doing == "train" and self.run is not None and self.news is not None:
            tell(self.run, "stop")
        elif self.doing:
            self._child.cancel(self._number)

    def close(self) -> None:
        """Ends everything; a run goes on where it was when it is started again."""
        if self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished()
        self._child.close()

    def takes_folder(self, name: str) -> Path:
        """Where one's own takes for a voice are kept."""
        return runs_folder() / TAKES / file_name(name)

    def _tell(self) -> None:
        if self.doing == "train" and self.run is not None and self.run.is_dir():
            tell(self.run, "pause" if self.paused or self.live else "run")
        self.changed.emit()

    def _ask(self, doing: str, request: object) -> None:
        self.doing, self.done = doing, 0.0
        self._number = self._child.run(request)
        self.changed.emit()

    def _on_progress(self, _: int, done: float, *__: str) -> None:
        if self.news is None or self.doing != "train":
            self.done = min(1.0, done / PREPARED) if self.doing == "train" else done
            self.changed.emit()

    def _on_update(self, _: int, news: object) -> None:
        assert isinstance(news, TrainingNews)
        first, self.news = self.news is None, news
        if "mel" in news.losses:
            self.mels.append(news.losses["mel"])
        if first and (self.paused or self.live):
            self._tell()
        self.changed.emit()

    def _on_result(self, _: int, result: object) -> None:
        self.doing = ""
        if isinstance(result, Checked):
            self.checked = result
        elif isinstance(result, TrainingPlan):
            self.plan = result
        elif isinstance(result, Trained):
            self.voice = result.voice
            self.trained.emit(result.voice)
        self.changed.emit()

    def _on_failed(self, _: int, event: JobFailed) -> None:
        self._end()
        self.failed.emit(coded("bad", event.code, event.subject, event.facts, event.doing).text)

    def _end(self) -> None:
        self.doing = ""
        self.changed.emit()


N_FFT, HOP, LOW_DB = 1024, 256, -90.0


def spectrogram_levels(audio: NDArray[np.float32]) -> NDArray[np.uint8]:
    """audio [n] mono -> [513, frames] uint8, 0 for -90 dB or less, 255 for 0 dB; low frequencies first."""
    padded = np.pad(audio, (0, max(0, N_FFT - len(audio))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP] * np.hanning(N_FFT).astype(np.float32)
    db = 20 * np.log10(np.abs(np.fft.rfft(frames, axis=1)) * 4 / N_FFT + 1e-9)
    return np.clip((db - LOW_DB) * (255 / -LOW_DB), 0, 255).astype(np.uint8).T
