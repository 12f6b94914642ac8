"""What ties the window to the desktop: tray, global keys, the control channel, one program a user, starting again in another language.

Thread: GUI.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QProcess
from PySide6.QtWidgets import QApplication

from app.settings.places import config_dir
from app.settings.record import Settings
from app.viewmodels.control_vm import ControlVM
from app.viewmodels.hotkeys_vm import HotkeysVM
from app.viewmodels.messages import Message
from app.viewmodels.single_instance import SingleInstance
from app.viewmodels.window_steering import WindowSteering
from app.views.icons import app_icon
from app.views.tray import Tray
from models.voice import Voice

if TYPE_CHECKING:
    from app.wiring import Wired


@dataclass(eq=False)
class Desktop:
    """`claim` before anything is shown; `add` once the window is made."""

    app: QApplication
    instance: SingleInstance = field(init=False)
    _told_of_tray: bool = False

    def __post_init__(self) -> None:
        self.instance = SingleInstance(config_dir(), QObject(self.app))

    def claim(self) -> bool:
        """Whether this is the only program of its user; else the other one has been asked to show itself."""
        return self.instance.claim()

    def add(self, wired: Wired) -> None:
        """Puts tray, keys and the control channel beside the window, and lets the window live on in the tray."""
        self._wired = wired
        self.app.setQuitOnLastWindowClosed(False)
        self.tray = Tray(wired.session, self._voices, wired.window)
        self.keys = HotkeysVM(wired.keeper, parent=wired.window)
        models = wired.models
        steering = WindowSteering(wired.link, wired.session, models.controls, models.gallery, wired.keeper, wired.window)
        self.control = ControlVM(steering, wired.keeper, wired.window)
        wired.no_global_keys = self.keys.why_not
        self.tray.set_shown(wired.keeper.now.preferences.tray)
        self.tray.show_asked.connect(self.show)
        self.tray.quit_asked.connect(wired.quit)
        self.instance.raised.connect(self.show)
        for source in (self.keys, self.control):
            source.said.connect(wired.window.messages.say)
        self.keys.pressed.connect(self._on_key)
        wired.window.keeps_running = self._keeps_running
        wired.window.hidden.connect(self._on_hidden)
        wired.keeper.changed.connect(self._on_settings)
        wired.at_end += [self.control.close, self.keys.close, self.tray.close, self.instance.close]

    def show(self) -> None:
        """Brings the window to the front."""
        window = self._wired.window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def hide_if_minimised(self) -> None:
        """A program that starts minimised starts in the tray, where there is one."""
        if self._wired.window.isMinimized() and self._keeps_running():
            self._wired.window.hide()

    def restart(self) -> None:
        """Ends the program and starts it again."""
        self._wired.close()
        command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
        QProcess.startDetached(command[0], [*command[1:], *sys.argv[1:]])
        self.app.quit()

    def _keeps_running(self) -> bool:
        return self.tray.icon.isVisible() and not self._wired.closed

    def _on_hidden(self) -> None:
        """Said once a run: a window that is gone and a voice that goes on would surprise."""
        if not self._told_of_tray:
            self._told_of_tray = True
            text = QCoreApplication.translate("Desktop", "URVC keeps running here. Quit it from this menu.")
            self.tray.icon.showMessage("URVC", text, app_icon())

    def _voices(self) -> list[Voice]:
        voices = [card.voice for card in self._wired.models.gallery.cards]
        favourites = self._wired.keeper.now.favourites
        return sorted(voices, key=lambda voice: voice.id not in favourites)

    def _on_key(self, name: str) -> None:
        session = self._wired.session
        if name == "power":
            session.toggle()
        elif name == "bypass":
            session.set_bypass(not session.bypass)
        elif name == "mute":
            session.set_muted(not session.muted)

    def _on_settings(self, now: Settings, before: Settings) -> None:
        self.tray.set_shown(now.preferences.tray)
        if now.preferences.language != before.preferences.language:
            self._wired.language.choose(now.preferences.language)
            text = QCoreApplication.translate("Desktop", "Everything is in this language when the program starts again.")
            action = QCoreApplication.translate("Desktop", "Start again now")
            self._wired.window.messages.say(Message("good", text, "", action, self.restart))
