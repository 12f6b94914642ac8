"""The page "OBS": one button that makes OBS hear the voice, what OBS says, and everything undone by another.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.obs.bridge import BridgeState
from app.obs.client import ObsAddress
from app.obs.lipsync import Method
from app.obs.setup import SetUp
from app.viewmodels.messages import message_of
from app.viewmodels.obs_vm import Asked, ObsVM
from app.views.level_bar import LevelBar
from app.views.scene_table import SceneTable, Voices


class ObsPage(QWidget):
    """Where OBS is; how things are there; the buttons."""

    def __init__(self, model: ObsVM, voices: Voices = list, parent: QWidget | None = None) -> None:
        """voices: what a scene may be given."""
        super().__init__(parent)
        self._model = model
        self.host = QLineEdit(model.address.host)
        self.host.setAccessibleName(self.tr("Computer that OBS runs on"))
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setValue(model.address.port)
        self.port.setProperty("plain", True)
        self.port.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.port.setAccessibleName(self.tr("Port of OBS's WebSocket server"))
        self.connect_button = QPushButton(self.tr("Connect"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Password of OBS's WebSocket server, then Enter"))
        self.password.setAccessibleName(self.tr("Password of OBS's WebSocket server"))
        self.password.hide()
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.level = LevelBar(self.tr("What OBS hears"))
        self.mute_raw = QCheckBox(self.tr("Mute the other microphones in OBS, which would double the voice"))
        self.mute_raw.setChecked(True)
        self.lip_sync = QComboBox()
        for text, method in (
            (self.tr("Lips and voice together: OBS takes the voice earlier"), "audio"),
            (self.tr("Lips and voice together: OBS delays the camera"), "video"),
            (self.tr("Leave lips and voice as they are"), None),
        ):
            self.lip_sync.addItem(text, method)
        self.set_up = QPushButton(self.tr("Set up OBS"))
        self.set_up.setProperty("kind", "primary")
        self.undo = QPushButton(self.tr("Undo everything in OBS"))
        self.scenes = SceneTable(model, voices, self)
        self.set_now = QPushButton(self.tr("Set the new delay now, although OBS is on air"))
        self._build()
        self._connect()
        self._show(model.state)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._model.open:
            self._model.connect_to()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.password.clear()
        super().hideEvent(event)

    def _build(self) -> None:
        title = QLabel("OBS Studio")
        title.setProperty("role", "title")
        where = QHBoxLayout()
        for widget in (self.host, self.port, self.connect_button):
            where.addWidget(widget)
        where.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.set_up, self.undo, self.set_now):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.addLayout(where)
        for row in (self.password, self.state, self.level, self.mute_raw, self.lip_sync):
            column.addWidget(row)
        column.addLayout(buttons)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 12, 20)
        page.setSpacing(14)
        page.addWidget(title)
        page.addWidget(card)
        page.addWidget(self.scenes)
        page.addStretch(1)

    def _connect(self) -> None:
        model = self._model
        self.connect_button.clicked.connect(lambda: model.connect_to(ObsAddress(self.host.text().strip(), self.port.value())))
        self.set_up.clicked.connect(lambda: model.make(Asked(mute_raw=self.mute_raw.isChecked(), method=self._method())))
        self.undo.clicked.connect(model.undo)
        self.set_now.clicked.connect(model.set_now)
        self.password.returnPressed.connect(self._give_password)
        model.password_wanted.connect(self._ask_password)
        model.changed.connect(self._show)
        model.level.connect(self.level.set_level)
        model.set_up.connect(self._done)

    def _method(self) -> Method | None:
        method: Method | None = self.lip_sync.currentData()
        return method

    def _ask_password(self) -> None:
        self.password.show()
        self.password.setFocus()

    def _give_password(self) -> None:
        text = self.password.text()
        self.password.clear()
        self.password.hide()
        self._model.set_password(text)

    def _done(self, done: SetUp) -> None:
        if done.raw:
            self.state.setText(self.tr("OBS hears your own voice as well, at: {names}").format(names=", ".join(done.raw)))

    def _show(self, state: BridgeState) -> None:
        for button in (self.set_up, self.undo):
            button.setEnabled(state.connected)
        self.set_now.setVisible(state.waiting_ms is not None)
        if state.problem is not None:
            self.state.setText(message_of(state.problem).text)
        elif not state.connected:
            self.state.setText(self.tr("Not connected."))
        elif not state.source:
            self.state.setText(self.tr("Connected. OBS does not hear the voice yet."))
        elif state.lip_sync is None:
            self.state.setText(self.tr('OBS hears the voice at "{source}".').format(source=state.source))
        else:
            text = self.tr('OBS hears the voice at "{source}". It comes {ms} ms after your lips, and OBS makes up for it.')
            self.state.setText(text.format(source=state.source, ms=round(state.lip_sync.latency_ms)))
