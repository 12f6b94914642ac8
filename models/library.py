"""The user's library: a folder with one folder a voice. The folders are the truth; nothing is kept beside them.

    {root}/{id}/            a voice (models/package.py)
    {root}/.trash/{id}.n/   a deleted one, until the trash is emptied
    {root}/.incoming-*/     an import under way

Names that begin with a dot are never voices. What reads a voice is loaded where there is one: listing an empty library is a matter of
moments.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import BadVoiceFile, VoiceNotFound
from models.names import key_of, loose_key_of, normal
from models.places import data_dir

if TYPE_CHECKING:
    from models.package import Manifest, VoicePackage

TRASH = ".trash"
INCOMING = ".incoming-"
STALE_S = 24 * 3600.0
_MAX_ID = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True, slots=True)
class VoiceListing:
    """What is in the library: the voices by name, and for each folder that cannot be read, why."""

    voices: tuple[VoicePackage, ...]
    broken: tuple[BadVoiceFile, ...]


def default_root() -> Path:
    """Where the voices of this user live."""
    return data_dir() / "voices"


class Library:
    """The library in `root`, which need not exist yet. `taken_ids` are ids and names of others (the built-in voices)."""

    def __init__(self, root: Path | None = None, taken_ids: Collection[str] = ()) -> None:
        self.root = root or default_root()
        self._taken_ids = {key_of(voice_id) for voice_id in taken_ids}

    def list_voices(self) -> VoiceListing:
        """Reads every folder; a broken one is reported and the others stay usable."""
        voices: list[VoicePackage] = []
        broken: list[BadVoiceFile] = []
        for folder in self._folders():
            from models.package import read_package

            try:
                voices.append(read_package(folder))
            except BadVoiceFile as error:
                broken.append(error)
        return VoiceListing(tuple(sorted(voices, key=lambda voice: loose_key_of(voice.manifest.name))), tuple(broken))

    def get(self, wanted: str) -> VoicePackage:
        """The voice with this id or name, in any case and form of letters, and without accents where only one fits. Raises VoiceNotFound,
        or BadVoiceFile if it is there and broken."""
        from models.package import read_package

        for folder in self._folders():
            if normal(folder.name) == normal(wanted):
                return read_package(folder)
        voices = self.list_voices().voices
        for key in (key_of, loose_key_of):
            found = [voice for voice in voices if key(wanted) in (key(voice.manifest.id), key(voice.manifest.name))]
            if found and (key is key_of or len(found) == 1):
                return found[0]
        raise VoiceNotFound(wanted, [name for voice in voices for name in (voice.manifest.id, voice.manifest.name)])

    def with_source(self, sha256: str) -> VoicePackage | None:
        """The voice that was imported from a file with this SHA-256."""
        return next((voice for voice in self.list_voices().voices if voice.manifest.source.sha256 == sha256), None)

    def rename(self, voice_id: str, name: str) -> VoicePackage:
        """Gives the voice another name (made unique); its id and folder stay."""
        package = self.get(voice_id)
        return self.update(package.manifest.model_copy(update={"name": self.free_name(name, but=package.manifest.id)}))

    def update(self, manifest: Manifest) -> VoicePackage:
        """Writes a changed manifest of a voice that is there."""
        from models.package import Manifest, read_package, write_manifest

        checked = Manifest.model_validate(manifest.model_dump())
        package = self.get(checked.id)
        write_manifest(package.folder, checked)
        return read_package(package.folder)

    def delete(self, voice_id: str) -> Path:
        """Moves the voice (a broken one too) to the trash; the returned path is what `undelete` takes."""
        if not any(folder.name == voice_id for folder in self._folders()):
            voice_id = self.get(voice_id).folder.name
        trash = self.root / TRASH
        trash.mkdir(exist_ok=True)
        number = 1
        while (trash / f"{voice_id}.{number}").exists():
            number += 1
        return (self.root / voice_id).rename(trash / f"{voice_id}.{number}")

    def undelete(self, trashed: Path) -> VoicePackage:
        """Puts a deleted voice back, under its old id or, if that is taken by now, a new one."""
        from models.package import Manifest, read_package, write_manifest

        if trashed.parent != self.root / TRASH or not trashed.is_dir():
            raise VoiceNotFound(trashed.name, [])
        old_id = trashed.name.rpartition(".")[0]
        voice_id = self.free_id(old_id)
        folder = trashed.rename(self.root / voice_id)
        if voice_id != old_id:
            text = (folder / "voice.json").read_text(encoding="utf-8")
            write_manifest(folder, Manifest.model_validate_json(text).model_copy(update={"id": voice_id}))
        return read_package(folder)

    def trashed(self, wanted: str) -> Path:
        """The last deleted voice with this id or name, for `undelete`. Raises VoiceNotFound."""
        folders = sorted((self.root / TRASH).glob("*.*"), key=_deletion)
        names = {folder: (folder.name.rpartition(".")[0], _name_in(folder)) for folder in folders}
        found = [folder for folder, own in names.items() if key_of(wanted) in map(key_of, own)]
        if not found:
            raise VoiceNotFound(wanted, [name for own in names.values() for name in own if name])
        return found[-1]

    def list_deleted(self) -> list[tuple[str, str]]:
        """(id, name) of the deleted voices that can be put back, each once, by name."""
        folders = (self.root / TRASH).glob("*.*")
        found = {folder.name.rpartition(".")[0]: name for folder in sorted(folders, key=_deletion) if (name := _name_in(folder))}
        return sorted(found.items(), key=lambda one: one[1].casefold())

    def empty_trash(self) -> None:
        """Deletes what is in the trash for good."""
        shutil.rmtree(self.root / TRASH, ignore_errors=True)

    def free_id(self, name: str) -> str:
        """A folder name after `name` that no voice has, on any file system."""
        used = {key_of(folder.name) for folder in self._folders()} | self._taken_ids
        base = safe_id(name)
        number, candidate = 1, base
        while key_of(candidate) in used:
            number += 1
            candidate = f"{base}-{number}"
        return candidate

    def free_name(self, name: str, but: str = "") -> str:
        """`name`, or `name (2)`, ... if a voice other than the one with the id `but` has it already."""
        others = [voice.manifest.name for voice in self.list_voices().voices if voice.manifest.id != but]
        return unique_name(name, [*others, *self._taken_ids])

    def workspace(self) -> Path:
        """A fresh folder for an import, on the same file system as the voices. Those that a crash left behind are cleared away."""
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(INCOMING + "*"):
            if time.time() - left.stat().st_mtime > STALE_S:
                shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.root))

    def admit(self, folder: Path, manifest: Manifest) -> VoicePackage:
        """Completes a voice folder that an import has filled with its graphs and vectors, and moves it to its place in one step."""
        from models.package import Manifest, hashed, read_package, write_manifest

        checked = hashed(folder, Manifest.model_validate(manifest.model_dump()))
        write_manifest(folder, checked)
        return read_package(folder.rename(self.root / checked.id))

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return sorted(path for path in self.root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _deletion(trashed: Path) -> tuple[str, int]:
    """Orders the deletions of one voice: the newest has the highest number, as long as restoring takes the newest."""
    voice_id, _, number = trashed.name.rpartition(".")
    return voice_id, int(number) if number.isdecimal() else 0


def _name_in(trashed: Path) -> str:
    """The name in a deleted voice's manifest; "" where it cannot be read."""
    from models.package import MANIFEST, Manifest

    try:
        return Manifest.model_validate_json((trashed / MANIFEST).read_text(encoding="utf-8")).name
    except (OSError, ValueError):
        return ""


def safe_id(name: str) -> str:
    """`name` as a folder name that every file system takes: letters and digits of any script, single hyphens between them."""
    text = key_of(name)
    words = re.sub(r"[\W_]+", "-", text)
    short = words.encode("utf-8")[: 3 * _MAX_ID].decode("utf-8", "ignore")[:_MAX_ID].strip("-")
    return f"{short}-voice" if short in _RESERVED else short or "voice"


def unique_name(name: str, others: Collection[str]) -> str:
    """A printable name, not empty, that none of `others` has."""
    base = "".join(letter for letter in normal(name) if letter.isprintable()).strip()[:180] or "Voice"
    taken = {key_of(other) for other in others}
    number, candidate = 1, base
    while key_of(candidate) in taken:
        number += 1
        candidate = f"{base} ({number})"
    return candidate
