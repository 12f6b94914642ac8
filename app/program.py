"""The window's program while it runs: its objects by name, how it is opened and how it ends.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.settings.store import SettingsNotice
from app.viewmodels.actions_vm import ActionsVM
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.hotkeys_vm import HotkeysVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import coded
from app.viewmodels.session import SessionVM
from app.views.language import Language
from app.views.live_page import LiveModels, LivePage
from app.views.main_window import MainWindow
from app.views.theme import Theme

PITCH_VIEW_AFTER_MS = 50


@dataclass(eq=False)
class Program:
    """Everything, by name. `close` ends it: the engine, imports, the preview; the settings are written.

    `root` is the parent of what is made later, `at_end` what is to be closed before the engine.
    """

    app: QApplication
    root: QObject
    theme: Theme
    keeper: SettingsKeeper
    background: Background
    link: EngineLink
    models: LiveModels
    actions: ActionsVM
    keys: HotkeysVM
    window: MainWindow
    language: Language
    notices: tuple[SettingsNotice, ...] = ()
    at_end: list[Callable[[], None]] = field(default_factory=list)
    closed: bool = False

    @property
    def session(self) -> SessionVM:
        return self.models.session

    @property
    def live_page(self) -> LivePage:
        page = self.window.page("voices")
        assert isinstance(page, LivePage)
        return page

    def open(self, minimised: bool = False) -> None:
        """Shows the window, then starts what may take a moment: the engine, the library, the picture of the pitch."""
        self.window.put(self.keeper.now.window)
        if minimised:
            self.window.showMinimized()
        else:
            self.window.show()
        self.link.start()
        self.models.gallery.load()
        if self.keeper.now.preferences.spectrogram:
            self.live_page.pitch.make_view_soon(PITCH_VIEW_AFTER_MS)
        for notice in self.notices:
            self.window.messages.say(coded("warn", notice.code, notice.subject, notice.facts))
        if self.keeper.now.preferences.start_live:
            self.session.start()

    def quit(self) -> None:
        """Ends the program, whatever keeps it running."""
        self.close()
        self.app.quit()

    def close(self) -> None:
        """Safe to call twice."""
        if self.closed:
            return
        self.closed = True
        self.keeper.change(window=self.window.place())
        self.keeper.flush()
        self.window.hide()
        self.link.close()  # the voice first: nobody must be heard behind a window that is gone, whatever else takes its time
        for call in self.at_end:
            call()
        self.keys.close()
        self.models.gallery.close()
        self.models.preview.close()
        self.background.close()
