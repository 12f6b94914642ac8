"""The settings in force, for everybody in the window: one record, replaced whole, saved a moment after the last change.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings.record import Settings
from app.settings.store import SettingsFile
from engine.config import with_values

SAVE_AFTER_MS = 800


class SettingsKeeper(QObject):
    """`now` is the record in force. `changed(now, before)` tells of every change; `notice` carries a SettingsNotice of the file."""

    changed = Signal(object, object)
    notice = Signal(object)

    def __init__(self, settings: Settings, file: SettingsFile | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = settings
        self._file = file
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self._save)

    def change(self, **fields: Any) -> None:
        """Replaces fields of the record (`favourites=...`, `engine=...`)."""
        before, self.now = self.now, replace(self.now, **fields)
        if self.now != before:
            self._timer.start()
            self.changed.emit(self.now, before)

    def set_engine(self, values: Mapping[str, object]) -> None:
        """Changes settings of the engine by name. Raises ConfigError."""
        self.change(engine=with_values(self.now.engine, values))

    def set_microphone(self, values: Mapping[str, object]) -> None:
        """Changes what belongs to the microphone, by name. Raises ConfigError."""
        self.change(microphone=with_values(self.now.microphone, values))

    def set_preferences(self, values: Mapping[str, object]) -> None:
        """Changes what belongs to the program, by name. Raises ConfigError."""
        self.change(preferences=with_values(self.now.preferences, values))

    def flush(self) -> None:
        """Writes what has not been written yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def _save(self) -> None:
        told = self._file.save(self.now) if self._file is not None else None
        if told is not None:
            self.notice.emit(told)
