"""The settings file: read tolerantly, written whole or not at all.

A file that cannot be used (broken, from a newer program, values out of range) is kept beside the new one under another name; a folder that
cannot be written means settings for this run only. Both are said as notices, and neither stops the program.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from app.settings.codec import BrokenSettings, FutureSettings, decode, encode
from app.settings.places import FILE_NAME, config_dir
from app.settings.record import Settings
from models.whole_file import read_small

KEPT_COPIES = 100
MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class SettingsNotice:
    """Something to tell the user once: `settings.broken`, `settings.future`, `settings.values`, `settings.read_only` (words:
    app/error_text.py)."""

    code: str
    subject: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the file gave; `is_new` where there was none."""

    settings: Settings
    notices: tuple[SettingsNotice, ...] = ()
    is_new: bool = False


class SettingsFile:
    """One settings file. `load` once, then `save` as often as wanted; one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_dir()) / FILE_NAME
        self._writable = True
        self._untouchable = False

    def load(self) -> Loaded:
        """The settings in the file; defaults, and a notice, where it cannot be used."""
        try:
            decoded = decode(read_small(self.path, MOST_BYTES))
        except (FileNotFoundError, NotADirectoryError):
            return Loaded(Settings(), is_new=True)
        except FutureSettings as error:
            return Loaded(Settings(), (self._set_aside("settings.future", f"version-{error.version}", version=error.version),))
        except (BrokenSettings, ValueError) as error:
            return Loaded(Settings(), (self._set_aside("settings.broken", "broken", reason=str(error)),))
        except OSError as error:
            self._untouchable = True
            return Loaded(Settings(), (self._read_only(error),))
        if decoded.refused:
            return Loaded(decoded.settings, (self._set_aside("settings.values", "before", values=list(decoded.refused)),))
        return Loaded(decoded.settings)

    def save(self, settings: Settings) -> SettingsNotice | None:
        """Writes atomically: a crash leaves the old file or the new one. A notice the first time it cannot."""
        if self._untouchable:
            return None
        try:
            self._write(encode(settings).encode("utf-8", errors="replace"))
        except OSError as error:
            return self._read_only(error) if self._writable else None
        self._writable = True
        return None

    def _write(self, data: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and not os.access(self.path, os.W_OK):
            raise PermissionError("the file is read-only")
        handle, name = tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.path)  # noqa: PTH105 - one atomic call on every system
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        _sync_folder(self.path.parent)

    def _set_aside(self, code: str, word: str, **facts: object) -> SettingsNotice:
        """Copies the file to a name of its own. Where that fails, the file is never written to in this run, so that nothing is lost."""
        copy = next(
            (name for n in range(1, KEPT_COPIES + 1) if not (name := self.path.with_name(f"settings.{word}-{n}.json")).exists()), None
        )
        try:
            if copy is None:
                raise OSError("there are too many copies already")
            shutil.copyfile(self.path, copy)
        except OSError:
            self._untouchable = True
            return SettingsNotice(code, str(self.path), {**facts, "kept_as": str(self.path)})
        return SettingsNotice(code, str(self.path), {**facts, "kept_as": str(copy)})

    def _read_only(self, error: OSError) -> SettingsNotice:
        self._writable = False
        return SettingsNotice("settings.read_only", str(self.path), {"reason": error.strerror or str(error)})


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
