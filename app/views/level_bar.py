"""A level as a bar, from -60 to 0 dBFS."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

LOW_DB = -60
WARN_DB = -12.0
BAD_DB = -1.0


class LevelBar(QProgressBar):
    """`set_level` as often as news comes; it falls slowly, so that peaks can be seen."""

    FALL_DB = 2.0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, -LOW_DB)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self._level_db = float(LOW_DB)
        self._state = ""
        self.set_level(LOW_DB)

    def set_level(self, peak_db: float) -> None:
        """dBFS."""
        self._level_db = min(0.0, max(peak_db, self._level_db - self.FALL_DB, float(LOW_DB)))
        self.setValue(round(self._level_db) - LOW_DB)
        self.setAccessibleDescription(f"{self._level_db:.0f} dB")
        state = "bad" if self._level_db > BAD_DB else "warn" if self._level_db > WARN_DB else ""
        if state != self._state:
            self._state = state
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
