"""The page "OBS": one button that makes OBS hear the voice, what OBS says, and everything undone by another.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
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
from app.views.number_box import WholeBox
from app.views.page import column_of, lay_out
from app.views.scene_table import SceneTable, Voices


class ObsPage(QWidget):
    """Where OBS is; how things are there; the buttons."""

    def __init__(self, model: ObsVM, voices: Voices = list, parent: QWidget | None = None) -> None:
        """voices: what a scene may be given."""
        super().__init__(parent)
        self.model = model
        self.host = QLineEdit(model.address.host)
        self.host.setAccessibleName(self.tr("Computer that OBS runs on"))
        self.port = WholeBox()
        self.port.setRange(1, 65535)
        self.port.setValue(model.address.port)
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
        self.what = QLabel(
            self.tr(
                "The button adds a source in OBS that hears the voice, mutes the microphones that would double it, and brings lips and "
                "voice together. Nothing else is changed, and Undo takes all of it back."
            )
        )
        self.what.setProperty("role", "dim")
        self.what.setWordWrap(True)
        self.scenes = SceneTable(model, voices, self)
        self.set_now = QPushButton(self.tr("Set the new delay now, although OBS is on air"))
        self._build()
        self._connect()
        self._show(model.state)

    def showEvent(self, event: QShowEvent) -> None:
        if not self.model.open:
            self.model.connect_to()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.password.clear()
        super().hideEvent(event)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.set_up, self.undo, self.set_now):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(self._where())
        column.addWidget(self.password)
        column.addWidget(self.state)
        heard = QLabel(self.tr("What OBS hears"))
        heard.setProperty("role", "dim")
        column.addWidget(heard)
        column.addWidget(self.level)
        choices = QFrame()
        choices.setProperty("card", True)
        below = QVBoxLayout(choices)
        below.setContentsMargins(16, 14, 16, 14)
        below.setSpacing(10)
        for row in (self.what, self.mute_raw, self.lip_sync):
            below.addWidget(row)
        below.addLayout(buttons)
        lay_out(self, "OBS Studio", column_of(card, choices, self.scenes))

    def _where(self) -> QGridLayout:
        """Which computer and port, with their names over them."""
        where = QGridLayout()
        where.setHorizontalSpacing(10)
        for column, (words, field) in enumerate(((self.tr("Computer"), self.host), (self.tr("Port"), self.port))):
            label = QLabel(words)
            label.setProperty("role", "dim")
            label.setBuddy(field)
            where.addWidget(label, 0, column)
            where.addWidget(field, 1, column)
        where.addWidget(self.connect_button, 1, 2)
        where.setColumnStretch(3, 1)
        return where

    def _connect(self) -> None:
        model = self.model
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
        self.model.set_password(text)

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
