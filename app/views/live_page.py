"""The page that one lives on: voices at the left, the large switch and the controls in the middle, figures and pitch.

Thread: GUI.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.viewmodels.controls import ControlsVM
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.meters import MetersVM
from app.viewmodels.pitch import PitchVM
from app.viewmodels.preview import PreviewVM
from app.viewmodels.recorder import RecorderVM
from app.viewmodels.session import SessionVM
from app.views.avatar import avatar
from app.views.controls_panel import ControlsPanel
from app.views.gallery_panel import GalleryPanel
from app.views.icons import icon
from app.views.language import voice_description, voice_name
from app.views.meters_panel import MetersPanel
from app.views.palette import Palette
from app.views.pitch_panel import PitchPanel
from app.views.power_button import PowerButton
from app.views.theme import Theme
from app.views.transport import Transport

SPACING = 12
GALLERY_WIDTH, GALLERY_LEAST_WIDTH = 316, 250
PITCH_LEAST_HEIGHT = 120
METERS_WIDTH = 330
PICTURE = 56


@dataclass(frozen=True, slots=True)
class LiveModels:
    """What the page shows."""

    session: SessionVM
    gallery: GalleryVM
    controls: ControlsVM
    meters: MetersVM
    pitch: PitchVM
    preview: PreviewVM
    recorder: RecorderVM
    file_input: FileInputVM


class LivePage(QWidget):
    """Everything for speaking with another voice."""

    def __init__(self, models: LiveModels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gallery = GalleryPanel(models.gallery, models.session, models.preview, theme)
        self.head = VoiceHead(models.session, theme)
        self.voice_controls = ControlsPanel(models.controls, "voice", self.tr("Voice"))
        self.sound_controls = ControlsPanel(models.controls, "sound", self.tr("Microphone and headphones"))
        self.meters = MetersPanel(models.meters, theme)
        self.pitch = PitchPanel(models.pitch, theme)
        self.transport = Transport(models.recorder, models.file_input, theme)
        self._build()
        models.controls.refreshed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The picture of the pitch gives way where the page is too low for everything."""
        left = self.head.minimumSizeHint().height() + self.voice_controls.minimumSizeHint().height()
        right = self.meters.minimumSizeHint().height() + self.sound_controls.minimumSizeHint().height()
        others = max(left, right) + self.transport.minimumSizeHint().height() + 5 * SPACING
        self.pitch.setVisible(self.height() - others >= PITCH_LEAST_HEIGHT)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        row.setSpacing(SPACING)
        self.gallery.setMinimumWidth(GALLERY_LEAST_WIDTH)
        self.gallery.setMaximumWidth(GALLERY_WIDTH)
        row.addWidget(self.gallery, 26)
        grid = QGridLayout()
        grid.setSpacing(SPACING)
        grid.addWidget(self.head, 0, 0)
        grid.addWidget(self.voice_controls, 1, 0)
        right = QVBoxLayout()
        right.setSpacing(SPACING)
        self.meters.setFixedWidth(METERS_WIDTH)
        self.sound_controls.setFixedWidth(METERS_WIDTH)
        right.addWidget(self.meters)
        right.addWidget(self.sound_controls, 1)
        grid.addLayout(right, 0, 1, 2, 1)
        grid.addWidget(self.pitch, 2, 0, 1, 2)
        grid.addWidget(self.transport, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(2, 1)
        row.addLayout(grid, 74)


class VoiceHead(QFrame):
    """The large switch, which voice, how it stands, bypass and mute."""

    def __init__(self, session: SessionVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._session = session
        self.power = PowerButton(session, theme)
        self.picture = QLabel()
        self.name = QLabel()
        self.name.setProperty("role", "title")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state = QLabel()
        self.state.setProperty("role", "dim")
        self.bypass = QPushButton(self.tr("Bypass"))
        self.bypass.setCheckable(True)
        self.bypass.setToolTip(self.tr("Your own voice at the same delay, to compare (Ctrl+B)"))
        self.mute = QPushButton(self.tr("Mute"))
        self.mute.setCheckable(True)
        self.mute.setToolTip(self.tr("Silence (Ctrl+M)"))
        self._build()
        self.bypass.clicked.connect(session.set_bypass)
        self.mute.clicked.connect(session.set_muted)
        session.bypass_changed.connect(self.bypass.setChecked)
        session.muted_changed.connect(self.mute.setChecked)
        session.voice_changed.connect(lambda _: self._follow())
        for signal in (session.state_changed, session.busy_changed, session.bypass_changed, session.muted_changed):
            signal.connect(lambda _: self._follow_state())
        theme.changed.connect(self._dress)
        self._dress(theme.palette)
        self._follow()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 16, 10)
        row.setSpacing(16)
        row.addWidget(self.power)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.state)
        top.addLayout(words, 1)
        column.addLayout(top)
        column.addSpacing(6)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.bypass, 1)
        buttons.addWidget(self.mute, 1)
        column.addLayout(buttons)
        column.addStretch(1)
        row.addLayout(column, 1)

    def _follow(self) -> None:
        voice = self._session.voice
        self.name.setText(voice_name(voice) if voice is not None else self.tr("No voice"))
        self.name.setToolTip(voice_description(voice) if voice is not None else "")
        if voice is not None:
            self.picture.setPixmap(avatar(voice.id, PICTURE, self.devicePixelRatioF()))
        self._follow_state()

    def _follow_state(self) -> None:
        session = self._session
        words = {
            "off": self.tr("Off"),
            "starting": self.tr("Starting…"),
            "live": self.tr("On"),
            "waiting": self.tr("Waiting for the sound device…"),
            "stopping": self.tr("Stopping…"),
        }
        text = words[session.state]
        if session.state == "live":
            text = self.tr("Getting the voice ready…") if session.busy else text
            text = self.tr("On, with your own voice") if session.bypass else text
            text = self.tr("On, muted") if session.muted else text
        self.state.setText(text)

    def _dress(self, palette: Palette) -> None:
        self.bypass.setIcon(icon("bypass", palette.text, palette.on_accent))
        self.mute.setIcon(icon("microphone-off", palette.text, palette.on_accent))
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
