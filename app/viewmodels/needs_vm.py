"""The models that a voice needs beside itself: which, how large, from where; downloaded, taken from files, or found on this machine.

Thread: GUI.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from app.viewmodels.background import Background
from app.viewmodels.import_job import AddJob, FetchJob, LibraryJob
from models.voice import Voice

if TYPE_CHECKING:
    from models.foundation.catalogue import PublishedFile
    from models.foundation.found import FoundFile


@dataclass(frozen=True, slots=True)
class NeededModel:
    """One that is missing. required: without it the voice cannot speak; n_bytes, licence, hosts: of the download, 0 and "" where there is
    none; meanwhile: what does its work until it is here."""

    name: str
    required: bool
    n_bytes: int = 0
    licence: str = ""
    hosts: tuple[str, ...] = ()
    meanwhile: str = ""

    @property
    def offered(self) -> bool:
        """Whether a download gets it."""
        return self.n_bytes > 0


class NeedsVM(QObject):
    """changed: what is missing, what was found or how it stands; progress(0..1, which, what is being done); got: everything required is
    here. `fault`: why the last try went wrong, in the user's words."""

    changed = Signal()
    progress = Signal(float, str, str)
    got = Signal()

    def __init__(self, voice: Voice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.voice = voice
        self.needed: tuple[NeededModel, ...] = ()
        self.found: tuple[FoundFile, ...] = ()
        self.fault = ""
        self.known = self.searched = False
        self._background, self._searching = Background(self), Background(self)
        self._job: LibraryJob | None = None
        self._stop_search = threading.Event()

    # --- what there is -------------------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a download or a conversion goes on."""
        return self._job is not None

    @property
    def can_speak(self) -> bool:
        """Whether nothing that is required is missing."""
        return self.known and not any(one.required for one in self.needed)

    @property
    def offered(self) -> tuple[NeededModel, ...]:
        """Those that can be downloaded."""
        return tuple(one for one in self.needed if one.offered)

    def look(self) -> None:
        """Reads what is missing; `changed` follows."""
        self._background.run(lambda: missing_models(self.voice), self._on_looked, self._on_fault)

    def search(self, places: Sequence[Path] | None = None) -> None:
        """Looks for the missing ones on this machine; `changed` follows."""
        names, stop = [one.name for one in self.needed], self._stop_search

        def work() -> tuple[FoundFile, ...]:
            from models.foundation.found import search

            return search(names, stop.is_set, places)

        self._searching.run(work, self._on_searched, self._on_fault)

    # --- getting them --------------------------------------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """Downloads what can be downloaded; what was cut off before goes on where it ended."""
        names = [one.name for one in self.offered]
        if names:
            self._run(lambda: FetchJob(names, self))

    def give(self, paths: Sequence[str]) -> None:
        """Takes files, and what lies in folders."""
        folders = [path for path in paths if Path(path).is_dir()]
        files = [path for path in paths if path not in folders]
        if not folders:
            self._add(files)
            return
        names = [one.name for one in self.needed]
        self._background.run(lambda: _inside(folders, names), lambda found: self._add([*files, *found]), self._on_fault)

    def use_found(self) -> None:
        """Takes what the search has found."""
        self._add([str(file.path) for file in self.found])

    def stop(self) -> None:
        """Ends what goes on; a download can be gone on with."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Ends everything, and waits for it."""
        self._stop_search.set()
        self._searching.close()
        self._background.close()
        if self._job is not None:
            self._job.close()
            self._job = None

    def _add(self, paths: Sequence[str]) -> None:
        if not paths:
            self.fault = self.tr("None of the missing models is in there. Look for the files by the names above.")
            self.changed.emit()
            return
        encoders = [one.name for one in self.needed if one.required]
        self._run(lambda: AddJob(paths, encoders[0] if encoders else "", self))

    def _run(self, make: Callable[[], LibraryJob]) -> None:
        if self._job is not None:
            return
        self.fault = ""
        self._job = job = make()
        job.progress.connect(self.progress)
        job.refused.connect(self._on_refused)
        job.finished.connect(self._on_finished)
        job.start()
        self.changed.emit()

    def _on_refused(self, text: str) -> None:
        self.fault = f"{self.fault} {text}".strip()

    def _on_finished(self, added: int, known: int, refused: int, stopped: bool) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self.look()

    def _on_looked(self, needed: tuple[NeededModel, ...]) -> None:
        had, first = self.can_speak, not self.known
        self.needed, self.known = needed, True
        self.found = tuple(file for file in self.found if any(one.name == file.model for one in needed))
        self.changed.emit()
        if self.can_speak and not had:
            self.got.emit()
        if first and needed:
            self.search()

    def _on_searched(self, found: tuple[FoundFile, ...]) -> None:
        self.found, self.searched = found, True
        self.changed.emit()

    def _on_fault(self, error: Exception) -> None:
        self.fault = str(error)
        self.changed.emit()


# --- in the background ---------------------------------------------------------------------------------------------------------------


def missing_models(voice: Voice) -> tuple[NeededModel, ...]:
    """What `voice` needs and this machine has not, the required one first."""
    from models.foundation import FoundationLibrary
    from models.foundation.catalogue import CATALOGUE
    from models.voices import needs_of

    published = {file.model: file for file in reversed(CATALOGUE)}
    return tuple(_needed(need.model, need.required, published.get(need.model)) for need in needs_of(voice, FoundationLibrary()))


def _needed(name: str, required: bool, file: PublishedFile | None) -> NeededModel:
    from engine.kinds.detectors import DETECTORS
    from models.foundation.library import addresses_of

    meanwhile = next((kind.lighter for kind in DETECTORS if kind.foundation == name), "")
    if file is None:
        return NeededModel(name, required, meanwhile=meanwhile)
    hosts = tuple(dict.fromkeys(urlsplit(address).hostname or "" for address in addresses_of(file)))
    return NeededModel(name, required, file.n_bytes, file.licence, hosts, meanwhile)


def _inside(folders: Sequence[str], models: Sequence[str]) -> list[str]:
    from models.foundation.found import files_in

    return [str(file.path) for folder in folders for file in files_in(Path(folder)) if file.model in models]
