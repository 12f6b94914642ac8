"""The tray: on and off, the voices, show, quit.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.actions import ACTIONS, BY_NAME
from app.viewmodels.actions_vm import ActionsVM, label
from app.views.icons import app_icon
from app.views.language import voice_name
from models.voice import Voice

MOST_VOICES = 20


class Tray(QObject):
    """show_asked: the window is wanted; quit_asked: the end of the program. `available` says whether the desktop has a tray."""

    show_asked = Signal()
    quit_asked = Signal()

    def __init__(self, actions: ActionsVM, voices: Callable[[], Sequence[Voice]], parent: QObject | None = None) -> None:
        """`voices`: those to offer, the favourites first; asked whenever the menu opens."""
        super().__init__(parent)
        self._session, self._voices = actions.session, voices
        session = self._session
        self.menu = QMenu()
        self.switches: dict[str, QAction] = {}
        for one in ACTIONS:
            if one.tray:
                self.switches[one.name] = action = QAction(label(one), self.menu, checkable=True)
                action.triggered.connect(lambda _=False, name=one.name: actions.perform(name))
        self.choices = QMenu(self.tr("Voice"), self.menu)
        show, leave = QAction(self.tr("Show URVC"), self.menu), QAction(self.tr("Quit"), self.menu)
        show.triggered.connect(self.show_asked)
        leave.triggered.connect(self.quit_asked)
        self.menu.addActions(list(self.switches.values()))
        self.menu.addMenu(self.choices)
        self.menu.addSeparator()
        self.menu.addActions([show, leave])
        self.menu.aboutToShow.connect(self.fill)
        self.icon = QSystemTrayIcon(app_icon(), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        for signal in (session.state_changed, session.voice_changed, session.bypass_changed, session.muted_changed):
            signal.connect(self._follow)
        self._follow()

    @property
    def available(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def set_shown(self, shown: bool) -> None:
        """In the tray, or not."""
        self.icon.setVisible(shown and self.available)

    def close(self) -> None:
        """Takes the icon away; some desktops keep it otherwise."""
        self.icon.hide()
        self.menu.deleteLater()

    def fill(self) -> None:
        """The list of voices anew."""
        self.choices.clear()
        group = QActionGroup(self.choices)
        for voice in self._voices()[:MOST_VOICES]:
            action = QAction(voice_name(voice), self.choices, checkable=True)
            action.setChecked(self._session.voice is not None and voice.id == self._session.voice.id)
            action.triggered.connect(lambda _=False, chosen=voice: self._session.select(chosen))
            group.addAction(action)
            self.choices.addAction(action)

    def _follow(self, _: object = None) -> None:
        for name, action in self.switches.items():
            action.setChecked(getattr(self._session.live.status, BY_NAME[name].field))
        voice = voice_name(self._session.voice) if self._session.voice is not None else ""
        state = self.tr("on") if self._session.on else self.tr("off")
        self.icon.setToolTip(f"URVC: {voice}, {state}" if voice else "URVC")

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_asked.emit()
