"""A voice for each scene of OBS: a table to choose them in.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.obs.bridge import BridgeState
from app.viewmodels.obs_vm import ObsVM

SCENE, VOICE = range(2)
MOST_ROWS = 6
ROW_MARGIN_PX = 3

Voices = Callable[[], list[tuple[str, str]]]
"""(id, name) of every voice there is."""


class SceneTable(QTableWidget):
    """A row for each scene that OBS has, and for each that has a voice here although OBS does not have it (now)."""

    def __init__(self, model: ObsVM, voices: Voices, parent: QWidget) -> None:
        super().__init__(0, 2, parent)
        self._model, self._voices = model, voices
        self._scenes: tuple[str, ...] = ()
        self._shown: tuple[tuple[tuple[str, bool, str], ...], list[tuple[str, str]]] = ((), [])
        self.setAccessibleName(self.tr("A voice for each scene"))
        self.setHorizontalHeaderLabels([self.tr("Scene in OBS"), self.tr("Voice")])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        model.changed.connect(self._on_state)
        model.scenes_changed.connect(lambda _: self.fill())
        self.hide()
        self.fill()

    def fill(self) -> None:
        """Scenes, voices or choices have changed. Rows that stay keep their widgets, and with them the keyboard's focus."""
        table, voices = self._model.voices, self._voices()
        absent = table.missing(list(self._scenes))
        rows = tuple((scene, scene in absent, table.table.get(scene, "")) for scene in (*self._scenes, *absent))
        if (rows, voices) == self._shown:
            return
        same_scenes = [row[:2] for row in rows] == [row[:2] for row in self._shown[0]] and voices == self._shown[1]
        self._shown = rows, voices
        self.setRowCount(len(rows))
        for row, (scene, is_absent, chosen) in enumerate(rows):
            box = self.cellWidget(row, VOICE) if same_scenes else None
            if isinstance(box, QComboBox):
                _choose(box, chosen)
                continue
            item = QTableWidgetItem(self.tr("{scene} (not in OBS)").format(scene=scene) if is_absent else scene)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(row, SCENE, item)
            choice = self._choice(scene, chosen, voices)
            self.setCellWidget(row, VOICE, choice)
            choice.ensurePolished()
            self.setRowHeight(row, choice.sizeHint().height() + 2 * ROW_MARGIN_PX)
        self.setVisible(bool(rows))
        shown = sum(self.rowHeight(row) for row in range(min(len(rows), MOST_ROWS)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown + 2 * (self.frameWidth() + 4))

    def _choice(self, scene: str, chosen: str, voices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Voice for the scene {scene}").format(scene=scene))
        box.addItem(self.tr("stays as it is"), "")
        for voice, name in voices:
            box.addItem(name, voice)
        _choose(box, chosen)
        box.activated.connect(lambda _: self._model.set_scene_voice(scene, str(box.currentData())))
        return box

    def _on_state(self, state: BridgeState) -> None:
        if state.connected and state.scenes != self._scenes:
            self._scenes = state.scenes
            self.fill()


def _choose(box: QComboBox, voice: str) -> None:
    """Selects `voice`, also one that there is no longer."""
    if voice and box.findData(voice) < 0:
        box.addItem(QCoreApplication.translate("SceneTable", "{voice} (no longer here)").format(voice=voice), voice)
    box.setCurrentIndex(box.findData(voice))
