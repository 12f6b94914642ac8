"""The voices to choose from: search, tags, favourites; bringing in, renaming, deleting and getting back.

The library is read and changed in the background; `voices` is what was read last.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.jobs.import_voice import VoiceImported
from app.search_words import holds, meanings
from app.step_text import step_text
from app.viewmodels.background import Background
from app.viewmodels.dropped import sort_dropped
from app.viewmodels.import_job import ImportJob, LibraryJob
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, coded, message_of
from models.builtin import builtin_voices
from models.names import loose_key_of
from models.voice import Voice

if TYPE_CHECKING:
    from models.foundation import FoundationLibrary
    from models.library import Library
    from models.voices import Need

FAVOURITES = "favourites"
OWN = "own"


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """A voice as the gallery shows it. `ready`: it can speak; `hint`: what is missing ("" where nothing is); `missing`: the models that it
    lacks, by name."""

    voice: Voice
    tags: tuple[str, ...]
    own: bool
    ready: bool = True
    hint: str = ""
    missing: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.voice.id


@dataclass(frozen=True, slots=True)
class Deleted:
    """A voice that can be had back."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    cards: tuple[VoiceCard, ...]
    broken: tuple[Message, ...]


class GalleryVM(QObject):
    """changed: the list, a filter or a favourite; loaded: the library has been read (first time and after changes);
    importing(0..1, text): an import goes on; imported: none does any more; arrived(id): a voice that was brought in can be shown;
    needs_wanted(id): the user is to see what a voice lacks; message(Message); dropped_audio(path)."""

    changed = Signal()
    loaded = Signal()
    importing = Signal(float, str)
    imported = Signal()
    arrived = Signal(str)
    needs_wanted = Signal(str)
    message = Signal(object)
    dropped_audio = Signal(str)

    def __init__(self, keeper: SettingsKeeper, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._background = keeper, background
        self.cards: tuple[VoiceCard, ...] = tuple(VoiceCard(voice, voice.tags, own=False) for voice in builtin_voices())
        self.search = ""
        self.tag = ""
        self._told_broken: set[str] = set()
        self._job: LibraryJob | None = None
        self._refused: list[str] = []
        self._queue: list[Callable[[], LibraryJob]] = []
        self._new: list[str] = []
        self._models: list[str] = []
        keeper.changed.connect(lambda now, before: self.changed.emit() if now.favourites != before.favourites else None)

    # --- what there is -------------------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Reads the library in the background; `loaded` follows."""
        self._background.run(_read_library, self._on_loaded, self._complain)

    def find(self, voice_id: str) -> Voice | None:
        """The voice with this id, if it is here."""
        return next((card.voice for card in self.cards if card.id == voice_id), None)

    def shown(self) -> tuple[VoiceCard, ...]:
        """The cards that search and tag let through, favourites first."""
        words = [(word, meanings(word, _search_words)) for word in loose_key_of(self.search).split()]
        kept = [card for card in self.cards if self._passes(card) and all(holds(_text_of(card), same, word) for word, same in words)]
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

    def key_of(self, voice_id: str) -> str:
        """The global key that chooses the voice, in Qt's portable text; "" where it has none."""
        return self._keeper.now.voice_keys.get(voice_id, "")

    def set_key(self, voice_id: str, keys: str) -> None:
        """Gives a voice a global key; "" takes it away."""
        others = {one: key for one, key in self._keeper.now.voice_keys.items() if one != voice_id}
        self._keeper.change(voice_keys={**others, voice_id: keys} if keys else others)

    # --- changing the library ------------------------------------------------------------------------------------------------------------

    def rename(self, voice_id: str, name: str) -> None:
        """Gives an own voice another name."""
        if name.strip():
            self._change(lambda: _library().rename(voice_id, name.strip()))

    def delete(self, voice_id: str) -> None:
        """Takes an own voice out of the library; the message that says so offers to undo it."""
        card = next((card for card in self.cards if card.id == voice_id), None)
        if card is None or not card.own:
            return
        text = self.tr('"{name}" was deleted.').format(name=card.voice.name)
        undo = Message("good", text, "", self.tr("Undo"), lambda: self.restore(voice_id))
        self._change(lambda: _library().delete(voice_id), undo)

    def look_for_deleted(self, done: Callable[[tuple[Deleted, ...]], None]) -> None:
        """Calls `done` with the voices that were deleted and can be had back, by name."""
        self._background.run(_deleted, done, self._complain)

    def restore(self, voice_id: str) -> None:
        """Puts a deleted voice back."""
        self._change(lambda: _restore(voice_id))

    def _change(self, work: Callable[[], object], message: Message | None = None) -> None:
        def done(_: object) -> None:
            if message is not None:
                self.message.emit(message)
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
            self.message.emit(
                Message("warn", self.tr('Drop "{name}" together with the voice it belongs to.').format(name=name), "import.index")
            )
        if dropped.audio:
            self.dropped_audio.emit(dropped.audio)
        paths = (*dropped.voices, *dropped.addresses)
        if paths:
            self._queue.append(partial(ImportJob, paths, dropped.index, self))
            self._next_import()

    def card(self, voice_id: str) -> VoiceCard | None:
        """The card of a voice, if it is here."""
        return next((card for card in self.cards if card.id == voice_id), None)

    def offer_missing(self, voice_id: str) -> bool:
        """Whether the voice cannot speak yet; what it lacks, and how to get it, is then shown."""
        card = self.card(voice_id)
        if card is None or card.ready:
            return False
        if card.missing:
            self.needs_wanted.emit(voice_id)
        else:
            self.message.emit(Message("warn", card.hint, "voice.needs"))
        return True

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
        self._refused, self._models = [], []
        self._job = job = self._queue.pop(0)()
        job.progress.connect(self._on_progress)
        job.refused.connect(self._refused.append)
        job.added.connect(self._on_added)
        job.finished.connect(self._on_finished)
        self.importing.emit(0.0, Path(job.first).name)
        job.start()

    def _on_progress(self, done: float, path: str, doing: str) -> None:
        self.importing.emit(done, f"{Path(path).name}: {step_text(doing, _step)}")

    def _on_added(self, done: VoiceImported) -> None:
        if done.outcome == "model":
            self._models.append(done.model)
        elif done.outcome == "new":
            self._new.append(done.voice_id)

    def _on_finished(self, added: int, known: int, refused: int, stopped: bool) -> None:
        assert self._job is not None
        messages = self._sum_up(added, known, refused, stopped)
        self._job.deleteLater()
        self._job = None
        for message in messages:
            self.message.emit(message)
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
        if self._models and added == len(self._models) and not known + refused:
            text = self.tr("The model {models} is here: voices that need it can use it now.").format(models=", ".join(self._models))
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

    def _on_loaded(self, loaded: _Loaded) -> None:
        self.cards = loaded.cards
        for message in loaded.broken:
            if message.text not in self._told_broken:
                self._told_broken.add(message.text)
                self.message.emit(message)
        if self.tag and self.tag not in self.tags():
            self.tag = ""
        self.changed.emit()
        self.loaded.emit()
        self._show_new()

    def _show_new(self) -> None:
        """What was brought in last, once it is there and nothing else is to come."""
        new = [voice_id for voice_id in self._new if self.find(voice_id) is not None]
        if not new or self.is_importing:
            return
        self._new = []
        if not any(card.id == new[-1] for card in self.shown()):
            self.search = self.tag = ""
            self.changed.emit()
        self.arrived.emit(new[-1])
        self.offer_missing(new[-1])

    def _complain(self, error: Exception) -> None:
        self.message.emit(message_of(error))


def _step(text: str) -> str:
    return QCoreApplication.translate("Step", text)


def _text_of(card: VoiceCard) -> str:
    """What is searched: in English and as the window says it."""
    voice = card.voice
    words = [voice.name, voice.description, *card.tags]
    if not card.own:
        words += [QCoreApplication.translate("Voice", text) for text in (voice.name, voice.description) if text]
    words += [QCoreApplication.translate("Tag", tag) for tag in card.tags]
    return loose_key_of(" ".join(words))


def _search_words(group: str) -> str:
    return QCoreApplication.translate("SearchWords", group)


# --- in the background; the library's own modules are slow to import, so they are first imported here ------------------------------------


def _library() -> Library:
    from models.voices import user_library

    return user_library()


def _restore(voice_id: str) -> object:
    library = _library()
    return library.undelete(library.trashed(voice_id))


def _deleted() -> tuple[Deleted, ...]:
    return tuple(Deleted(voice_id, name) for voice_id, name in _library().list_deleted())


def _read_library() -> _Loaded:
    from models.foundation import FoundationLibrary
    from models.voices import user_library, voice_of

    found = user_library().list_voices()
    foundation = FoundationLibrary()
    cards = [VoiceCard(voice, voice.tags, own=False) for voice in builtin_voices()]
    cards += [_card_of(voice, foundation) for voice in map(voice_of, found.voices)]
    broken = tuple(coded("warn", error.code, error.subject, error.facts, error.doing) for error in found.broken)
    return _Loaded(tuple(cards), broken)


def _card_of(voice: Voice, foundation: FoundationLibrary) -> VoiceCard:
    """A voice of the user's, with what keeps it from speaking."""
    from engine.kinds.voices import can_speak
    from models.voices import needs_of, unfit_encoder

    card = VoiceCard(voice, _tags(voice), own=True, ready=False)
    if not can_speak(voice):
        return replace(card, hint=QCoreApplication.translate("GalleryVM", "This version cannot speak voices of its kind"))
    if unfit := unfit_encoder(voice, foundation):
        text = QCoreApplication.translate("GalleryVM", "Was made with another {model} than the one here. Drop that model's file here.")
        return replace(card, hint=text.format(model=unfit))
    needs = needs_of(voice, foundation)
    ready = not any(need.required for need in needs)
    return replace(card, ready=ready, hint=_hint(needs), missing=tuple(need.model for need in needs))


def _hint(needs: tuple[Need, ...]) -> str:
    if not needs:
        return ""
    required = [need.model for need in needs if need.required]
    if required:
        text = QCoreApplication.translate("GalleryVM", "Needs the model {models}")
    else:
        text = QCoreApplication.translate("GalleryVM", "Sounds best with {models}")
    return text.format(models=", ".join(required or [need.model for need in needs]))


def _tags(voice: Voice) -> tuple[str, ...]:
    return voice.tags or ("RVC",)
