"""The page that one lives on: voices at the left, the large switch and the controls in the middle, figures and pitch.

Thread: GUI.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.actions import BY_NAME
from app.viewmodels.actions_vm import label, tip
from app.viewmodels.controls import ControlsVM
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.meters import MetersVM
from app.viewmodels.overload import OverloadVM
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

SPACING_PX = 12
GALLERY_WIDTH, GALLERY_LEAST_WIDTH = 340, 252
NARROW_GALLERY_WIDTH = 306
TWO_COLUMNS_FROM_PX, ANY_WIDTH_PX = 960, 16_777_215
PITCH_LEAST_HEIGHT_PX = 120
METERS_WIDTH = 330
PICTURE_PX = 56


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
    overload: OverloadVM


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
        self._narrow = False
        self._build()
        models.controls.refreshed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def is_narrow(self) -> bool:
        """Whether everything stands in one column, which scrolls."""
        return self.width() < TWO_COLUMNS_FROM_PX

    def _fit(self) -> None:
        """One column where two do not fit; the picture of the pitch gives way where the page is too low for everything."""
        if self.is_narrow != self._narrow:
            self._arrange(self.is_narrow)
        left = self.head.minimumSizeHint().height() + self.voice_controls.minimumSizeHint().height()
        right = self.meters.minimumSizeHint().height() + self.sound_controls.minimumSizeHint().height()
        others = max(left, right) + self.transport.minimumSizeHint().height() + 5 * SPACING_PX
        self.pitch.setVisible(not self.is_narrow and self.height() - others >= PITCH_LEAST_HEIGHT_PX)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        row.setSpacing(SPACING_PX)
        self.gallery.setMaximumWidth(GALLERY_WIDTH)
        self.pitch.setMinimumHeight(PITCH_LEAST_HEIGHT_PX)
        self.pitch.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        row.addWidget(self.gallery, 30)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING_PX)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        column = QVBoxLayout()
        column.setSpacing(SPACING_PX)
        column.addWidget(self.area, 1)
        column.addWidget(self.transport)
        row.addLayout(column, 70)
        self._arrange(narrow=False)

    def _arrange(self, narrow: bool) -> None:
        """Puts the parts into two columns, or under each other."""
        self._narrow = narrow
        self.gallery.setMinimumWidth(NARROW_GALLERY_WIDTH if narrow else GALLERY_LEAST_WIDTH)
        self.transport.set_compact(narrow)
        one_column = [(0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1), (3, 0, 1, 1), (4, 0, 1, 1)]
        two_columns = [(0, 0, 1, 1), (0, 1, 2, 1), (1, 0, 2, 1), (2, 1, 1, 1), (3, 0, 1, 2)]
        parts: tuple[QWidget, ...] = (self.head, self.meters, self.voice_controls, self.sound_controls, self.pitch)
        for sized in (self.meters, self.sound_controls):
            sized.setMinimumWidth(0 if narrow else METERS_WIDTH)
            sized.setMaximumWidth(ANY_WIDTH_PX if narrow else METERS_WIDTH)
        for part, place in zip(parts, one_column if narrow else two_columns, strict=True):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, *place)
        self._grid.setColumnStretch(0, 1)
        for row in range(6):
            self._grid.setRowStretch(row, 1 if row == (5 if narrow else 3) else 0)


def _switch(name: str) -> QPushButton:
    """The button of an action that is on or off."""
    made = QPushButton(label(BY_NAME[name]))
    made.setCheckable(True)
    made.setToolTip(tip(BY_NAME[name]))
    return made


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
        self.bypass, self.mute = _switch("bypass"), _switch("mute")
        self.mute.setProperty("kind", "mute")
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
        self._show_name()
        if voice is not None:
            self.picture.setPixmap(avatar(voice.id, PICTURE_PX, self.devicePixelRatioF()))
        self._follow_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()

    def _show_name(self) -> None:
        """As much of the name as there is room for; the whole of it on hovering."""
        voice = self._session.voice
        name = voice_name(voice) if voice is not None else self.tr("No voice")
        self.name.setText(self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, max(60, self.name.width())))
        self.name.setAccessibleName(name)
        self.name.setToolTip(f"{name}\n{voice_description(voice)}".strip() if voice is not None else "")

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
        if session.muted:
            text = self.tr("MUTED: nobody hears you") if session.on else self.tr("Off, muted")
            text = self.tr("MUTED, and set to your own voice") if session.bypass and session.on else text
        self.state.setText(text)
        role = "bad" if session.muted else "dim"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().polish(self.state)

    def _dress(self, palette: Palette) -> None:
        self.bypass.setIcon(icon("bypass", palette.text, palette.on_accent))
        self.mute.setIcon(icon("microphone-off", palette.text, palette.surface))
        self.picture.setFixedSize(PICTURE_PX, PICTURE_PX)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
