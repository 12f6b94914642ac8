"""The voices to choose from: search, tags, favourites; bringing in, renaming, deleting and getting back.

The shelf is read and changed in the background; `voices` is what was read last.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.viewmodels.background import Background
from app.viewmodels.dropped import sort_dropped
from app.viewmodels.import_job import FetchJob, ImportJob
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, coded, message_of
from models.builtin import builtin_voices
from models.voice import Voice

if TYPE_CHECKING:
    from models.library import Library
    from models.shelf import Need

FAVOURITES = "favourites"
OWN = "own"


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """A voice as the gallery shows it. `ready`: it can speak; `hint`: what is missing and how to get it ("" where nothing is); `fetched`:
    the models that it lacks and that a download gets."""

    voice: Voice
    tags: tuple[str, ...]
    own: bool
    ready: bool = True
    hint: str = ""
    fetched: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.voice.id


@dataclass(frozen=True, slots=True)
class _Shelf:
    cards: tuple[VoiceCard, ...]
    broken: tuple[Message, ...]


class GalleryVM(QObject):
    """changed: the list, a filter or a favourite; loaded: the shelf has been read (first time and after changes);
    importing(0..1, text): an import goes on; imported: none does any more; said(Message); dropped_audio(path)."""

    changed = Signal()
    loaded = Signal()
    importing = Signal(float, str)
    imported = Signal()
    added = Signal(str)
    said = Signal(object)
    dropped_audio = Signal(str)

    def __init__(self, keeper: SettingsKeeper, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._background = keeper, background
        self.cards: tuple[VoiceCard, ...] = tuple(VoiceCard(voice, voice.tags, own=False) for voice in builtin_voices())
        self.search = ""
        self.tag = ""
        self._told_broken: set[str] = set()
        self._job: ImportJob | None = None
        self._refused: list[str] = []
        self._queue: list[Callable[[], ImportJob]] = []
        self._offered: set[tuple[str, ...]] = set()
        keeper.changed.connect(lambda now, before: self.changed.emit() if now.favourites != before.favourites else None)

    # --- what there is -------------------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Reads the shelf in the background; `loaded` follows."""
        self._background.run(_read_shelf, self._on_loaded, self._complain)

    def find(self, voice_id: str) -> Voice | None:
        """The voice with this id, if it is here."""
        return next((card.voice for card in self.cards if card.id == voice_id), None)

    def shown(self) -> tuple[VoiceCard, ...]:
        """The cards that search and tag let through, favourites first."""
        words = self.search.casefold().split()
        kept = [card for card in self.cards if self._passes(card) and all(word in _text_of(card) for word in words)]
        return tuple(sorted(kept, key=lambda card: not self.is_favourite(card.id)))

    def tags(self) -> tuple[str, ...]:
        """The tags that filter, the fixed ones first."""
        fixed = [FAVOURITES] + ([OWN] if any(card.own for card in self.cards) else [])
        return (*fixed, *sorted({tag for card in self.cards for tag in card.tags}))

    def set_search(self, text: str) -> None:
        """Shows the cards that hold all these words."""
        self.search = text
        self.changed.emit()

    def set_tag(self, tag: str) -> None:
        """Shows only the cards of a tag; "" for all."""
        self.tag = tag
        self.changed.emit()

    def is_favourite(self, voice_id: str) -> bool:
        """Whether the voice is starred."""
        return voice_id in self._keeper.now.favourites

    def set_favourite(self, voice_id: str, favourite: bool) -> None:
        """Stars a voice, or takes the star away."""
        others = tuple(one for one in self._keeper.now.favourites if one != voice_id)
        self._keeper.change(favourites=(*others, voice_id) if favourite else others)

    # --- changing the shelf --------------------------------------------------------------------------------------------------------------

    def rename(self, voice_id: str, name: str) -> None:
        """Gives an own voice another name."""
        if name.strip():
            self._change(lambda: _library().rename(voice_id, name.strip()))

    def delete(self, voice_id: str) -> None:
        """Takes an own voice off the shelf; the message that says so offers to undo it."""
        card = next((card for card in self.cards if card.id == voice_id), None)
        if card is None or not card.own:
            return
        text = self.tr('"{name}" was deleted.').format(name=card.voice.name)
        undo = Message("good", text, "", self.tr("Undo"), lambda: self.restore(voice_id))
        self._change(lambda: _library().delete(voice_id), undo)

    def restore(self, voice_id: str) -> None:
        """Puts a deleted voice back."""
        self._change(lambda: _restore(voice_id))

    def _change(self, work: Callable[[], object], message: Message | None = None) -> None:
        def done(_: object) -> None:
            if message is not None:
                self.said.emit(message)
            self.load()

        self._background.run(work, done, self._complain)

    # --- bringing in ---------------------------------------------------------------------------------------------------------------------

    @property
    def is_importing(self) -> bool:
        return self._job is not None

    def bring_in(self, words: Sequence[str]) -> None:
        """Whatever was dropped or chosen: files, folders, addresses."""
        dropped = sort_dropped(words)
        if dropped.lone_index:
            name = Path(dropped.lone_index[0]).name
            self.said.emit(
                Message("warn", self.tr('Drop "{name}" together with the voice it belongs to.').format(name=name), "import.index")
            )
        if dropped.audio:
            self.dropped_audio.emit(dropped.audio)
        paths = (*dropped.voices, *dropped.addresses)
        if paths:
            self._queue.append(partial(ImportJob, paths, dropped.index, self))
            self._next_import()

    def fetch(self, models: Sequence[str]) -> None:
        """Downloads models that voices need; shown and stopped like an import."""
        self._queue.append(partial(FetchJob, models, parent=self))
        self._next_import()

    def offer_missing(self, voice_id: str) -> None:
        """Where the voice lacks something: says so, with a button that gets it where a download does."""
        card = next((card for card in self.cards if card.id == voice_id), None)
        if card is None or card.ready:
            return
        if not card.fetched:
            self.said.emit(Message("warn", card.hint, "voice.needs"))
            return
        text = self.tr('"{voice}" needs {models} before it can speak.').format(voice=card.voice.name, models=", ".join(card.fetched))
        self.said.emit(Message("warn", text, "voice.needs", self.tr("Get it"), partial(self.fetch, card.fetched)))

    def cancel_import(self) -> None:
        """Stops; what has been added stays."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Ends an import in progress."""
        self._queue.clear()
        if self._job is not None:
            self._job.close()
            self._job = None

    def _next_import(self) -> None:
        if self._job is not None or not self._queue:
            return
        self._refused = []
        self._job = job = self._queue.pop(0)()
        job.progress.connect(self._on_progress)
        job.refused.connect(self._refused.append)
        if not isinstance(job, FetchJob):
            job.added.connect(lambda record: self.added.emit(str(record["id"])))
        job.finished.connect(self._on_finished)
        self.importing.emit(0.0, Path(job.first).name)
        job.start()

    def _on_progress(self, done: float, path: str, doing: str) -> None:
        self.importing.emit(done, f"{Path(path).name}: {doing}")

    def _on_finished(self, added: int, known: int, refused: int, stopped: bool) -> None:
        assert self._job is not None
        messages = self._sum_up(added, known, refused, stopped)
        self._job.deleteLater()
        self._job = None
        for message in messages:
            self.said.emit(message)
        self.load()
        if self._queue:
            self._next_import()
        else:
            self.imported.emit()

    def _sum_up(self, added: int, known: int, refused: int, stopped: bool) -> list[Message]:
        """One line, whatever the number of files: the only refusal in its own words, else numbers and the first reason."""
        if not added + known and len(self._refused) == 1 and not stopped:
            return [Message("bad", self._refused[0], "import.refused")]
        text = self.tr("{added} added, {known} here already, {refused} refused.").format(added=added, known=known, refused=refused)
        if added == 1 and not known + refused:
            text = self.tr("The voice was added.")
        if isinstance(self._job, FetchJob) and added and not refused:
            text = self.tr("What was missing is here: the voices that need it can speak.")
        if stopped:
            text = self.tr("Stopped.") + " " + text
        if self._refused:
            text += " " + self._refused[0]
        return [Message("warn" if self._refused or stopped else "good", text, "import.refused" if self._refused else "")]

    # --- small change --------------------------------------------------------------------------------------------------------------------

    def _passes(self, card: VoiceCard) -> bool:
        if self.tag == FAVOURITES:
            return self.is_favourite(card.id)
        return not self.tag or (card.own if self.tag == OWN else self.tag in card.tags)

    def _on_loaded(self, shelf: _Shelf) -> None:
        self.cards = shelf.cards
        for message in shelf.broken:
            if message.text not in self._told_broken:
                self._told_broken.add(message.text)
                self.said.emit(message)
        for card in self.cards:
            if card.fetched and not card.ready and card.fetched not in self._offered:
                self._offered.add(card.fetched)
                self.offer_missing(card.id)
        if self.tag and self.tag not in self.tags():
            self.tag = ""
        self.changed.emit()
        self.loaded.emit()

    def _complain(self, error: Exception) -> None:
        self.said.emit(message_of(error))


def _text_of(card: VoiceCard) -> str:
    return " ".join((card.voice.name, card.voice.description, *card.tags)).casefold()


# --- in the background; the shelf's own modules are slow to import, so they are first imported here ------------------------------------


def _library() -> Library:
    from models.shelf import user_library

    return user_library()


def _restore(voice_id: str) -> object:
    library = _library()
    return library.undelete(library.trashed(voice_id))


def _read_shelf() -> _Shelf:
    from app.shelf_report import NOT_YET
    from models.foundation import FoundationShelf
    from models.shelf import fetchable, needs_of, speakable, user_library, voice_of

    found = user_library().list_voices()
    foundation = FoundationShelf()
    cards = [VoiceCard(voice, voice.tags, own=False) for voice in builtin_voices()]
    for voice in map(voice_of, found.voices):
        needs = needs_of(voice, foundation)
        missing = any(need.required for need in needs)
        hint = _hint(needs) if speakable(voice) else NOT_YET
        ready = speakable(voice) and not missing
        cards.append(VoiceCard(voice, _tags(voice), own=True, ready=ready, hint=hint, fetched=fetchable(needs)))
    broken = tuple(coded("warn", error.code, error.subject, error.facts, error.doing) for error in found.broken)
    return _Shelf(tuple(cards), broken)


def _hint(needs: tuple[Need, ...]) -> str:
    from models.shelf import command_for

    if not needs:
        return ""
    names = ", ".join(need.model for need in needs)
    if any(need.required for need in needs):
        text = QCoreApplication.translate("GalleryVM", "Needs {models}. Get it with: {command}")
    else:
        text = QCoreApplication.translate("GalleryVM", "Sounds best with {models}. Get it with: {command}")
    return text.format(models=names, command=command_for(needs))


def _tags(voice: Voice) -> tuple[str, ...]:
    return voice.tags or ("RVC",)
