"""What the program is made of, whether there is a newer one, and what the graphics card can do for it.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.components import Component, components, program_version
from app.error_text import error_text
from app.gpu_report import GpuReport, report_of
from app.jobs.gpu import REMOVE_GPU, AddGpu, RemoveGpu
from app.updates import Newest, newest_version
from app.viewmodels.background import Background
from app.viewmodels.import_job import LibraryJob
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, message_of
from jobs.context import JobContext


class AboutVM(QObject):
    """changed: any of the texts and states below; progress(0..1) while libraries are fetched; parts_came(list of
    Component); message(Message)."""

    changed = Signal()
    progress = Signal(float)
    parts_came = Signal(list)
    message = Signal(object)

    def __init__(self, keeper: SettingsKeeper, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._background = keeper, background
        self.version = program_version()
        self.update_text = self.update_fault = self.gpu_fault = ""
        self.gpu: GpuReport | None = None
        self._job: LibraryJob | None = None
        self._asking = False

    # --- a newer version -----------------------------------------------------------------------------------------------------------------

    @property
    def looks_at_start(self) -> bool:
        """Whether the newest version is asked for at every start."""
        return bool(self._keeper.now.preferences.update_check)

    def answer(self, yes: bool) -> None:
        """To the question that is asked once; it can be changed at any time."""
        self._keeper.change(update_asked=True)
        self._keeper.set_preferences({"update_check": yes})
        self.changed.emit()

    def at_start(self) -> None:
        """Looks, if that was allowed; says something only where there is something new."""
        if self.looks_at_start:
            self._ask(quiet=True)

    def look(self) -> None:
        """Looks now, because somebody asked."""
        self._ask(quiet=False)

    def _ask(self, quiet: bool) -> None:
        if self._asking:
            return
        self._asking = True
        self.update_text = "" if quiet else self.tr("Looking…")
        self.update_fault = ""
        self.changed.emit()
        self._background.run(
            lambda: newest_version(self.version),
            lambda newest: self._on_newest(newest, quiet),
            lambda error: self._on_unknown(error, quiet),
        )

    def _on_newest(self, newest: Newest, quiet: bool) -> None:
        self._asking = False
        if newest.is_newer:
            self.update_text = self.tr("Version {version} is there.").format(version=newest.version)
            if quiet:
                text = self.tr("URVC {version} is there. The page About says where to get it.").format(version=newest.version)
                self.message.emit(Message("good", text))
        elif not quiet:
            self.update_text = self.tr("This is the newest version.")
        self.changed.emit()

    def _on_unknown(self, error: Exception, quiet: bool) -> None:
        self._asking = False
        self.update_text = ""
        self.update_fault = "" if quiet else message_of(error).text
        self.changed.emit()

    # --- the graphics card ---------------------------------------------------------------------------------------------------------------

    @property
    def gpu_text(self) -> str:
        """What is there, in words."""
        if self.gpu is None:
            return self.tr("Looking…")
        return error_text(self.gpu.code, "", self.gpu.subject, self.gpu.facts, lambda text: QCoreApplication.translate("Error", text))

    @property
    def busy(self) -> bool:
        """Whether libraries are being fetched."""
        return self._job is not None

    def look_at_card(self) -> None:
        """Looks at the card and what lies in the user's folder; `changed` follows."""
        self._background.run(report_of, self._on_report, self._on_gpu_fault)

    def add_gpu(self) -> None:
        """Fetches the libraries; what was cut off before goes on where it ended."""
        if self._job is not None:
            return
        self.gpu_fault = ""
        self._job = job = LibraryJob(["gpu"], lambda _: AddGpu(), self)
        job.progress.connect(lambda done, which, doing: self.progress.emit(done))
        job.refused.connect(self._on_refused)
        job.finished.connect(self._on_finished)
        job.start()
        self.changed.emit()

    def remove_gpu(self) -> None:
        """Takes them away."""
        self.gpu_fault = ""
        self._background.run(lambda: REMOVE_GPU.run(RemoveGpu(), JobContext()), lambda _: self.look_at_card(), self._on_gpu_fault)

    def stop(self) -> None:
        """Ends the fetching; what has come is kept."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """At the end of the program."""
        if self._job is not None:
            self._job.close()
            self._job = None

    def _on_report(self, report: GpuReport) -> None:
        self.gpu = report
        self.changed.emit()

    def _on_gpu_fault(self, error: Exception) -> None:
        self.gpu_fault = message_of(error).text
        self.changed.emit()

    def _on_refused(self, text: str) -> None:
        self.gpu_fault = text

    def _on_finished(self, added: int, known: int, refused: int, stopped: bool) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        if added:
            self.message.emit(Message("good", self.tr("NVIDIA's libraries are here. They are used from the next start of the program on.")))
        self.look_at_card()
        self.changed.emit()

    # --- what is inside ------------------------------------------------------------------------------------------------------------------

    def read_parts(self) -> None:
        """`parts_came` follows."""
        self._background.run(lambda: list(components()), self._on_parts)

    def _on_parts(self, parts: list[Component]) -> None:
        self.parts_came.emit(parts)
