"""What ties the window to the desktop: tray, global keys, the control channel, one program a user, starting again in another language.

Thread: GUI.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QProcess

from app.live.steering import LiveSteering
from app.program import Program
from app.roles import program_command
from app.settings.record import Settings
from app.viewmodels.control_vm import ControlVM
from app.viewmodels.gui_thread import GuiThread
from app.viewmodels.messages import Message
from app.viewmodels.single_instance import SingleInstance
from app.views.icons import app_icon
from app.views.tray import Tray
from models.voice import Voice


class Desktop:
    """Puts tray, keys and the control channel beside the window, and lets the window live on in the tray. `instance` has claimed to be the
    only program of its user."""

    def __init__(self, program: Program, instance: SingleInstance) -> None:
        self._program = program
        self._told_of_tray = False
        self.tray = Tray(program.actions, self._voices, program.window)
        steering = LiveSteering(program.session.live, GuiThread(program.window).run, program.actions.offers)
        self.control = ControlVM(steering, program.keeper, program.window)
        program.app.setQuitOnLastWindowClosed(False)
        self.tray.set_shown(program.keeper.now.preferences.tray)
        self.tray.show_asked.connect(self.show)
        self.tray.quit_asked.connect(program.quit)
        instance.raised.connect(self.show)
        self.control.message.connect(program.window.messages.say)
        program.window.keeps_running = self._keeps_running
        program.window.hidden.connect(self._on_hidden)
        program.keeper.changed.connect(self._on_settings)
        program.at_end += [self.control.close, self.tray.close, instance.close]

    def show(self) -> None:
        """Brings the window to the front."""
        window = self._program.window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def hide_if_minimised(self) -> None:
        """A program that starts minimised starts in the tray, where there is one."""
        if self._program.window.isMinimized() and self._keeps_running():
            self._program.window.hide()

    def restart(self) -> None:
        """Ends the program and starts it again."""
        self._program.close()
        command = program_command()
        QProcess.startDetached(command[0], [*command[1:], *sys.argv[1:]])
        self._program.app.quit()

    def _keeps_running(self) -> bool:
        return self.tray.icon.isVisible() and not self._program.closed

    def _on_hidden(self) -> None:
        """Said once a run: a window that is gone and a voice that goes on would surprise."""
        if not self._told_of_tray:
            self._told_of_tray = True
            text = QCoreApplication.translate("Desktop", "URVC keeps running here. Quit it from this menu.")
            self.tray.icon.showMessage("URVC", text, app_icon())

    def _voices(self) -> list[Voice]:
        voices = [card.voice for card in self._program.models.gallery.cards]
        favourites = self._program.keeper.now.favourites
        return sorted(voices, key=lambda voice: voice.id not in favourites)

    def _on_settings(self, now: Settings, before: Settings) -> None:
        self.tray.set_shown(now.preferences.tray)
        if now.preferences.language != before.preferences.language:
            self._program.language.choose(now.preferences.language)
            text = QCoreApplication.translate("Desktop", "Everything is in this language when the program starts again.")
            action = QCoreApplication.translate("Desktop", "Start again now")
            self._program.window.messages.say(Message("good", text, "", action, self.restart))
