"""Where the objects of the window meet: `build` makes them, in the order in which they need each other, and names them.

Pages beyond the first are plugged in by app/pages.py; tray, hotkeys and the control channel by app/desktop.py.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from app.pages import Pages
from app.settings.record import Settings
from app.settings.store import SettingsFile, SettingsNotice
from app.viewmodels.background import Background
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import coded
from app.viewmodels.meters import MetersVM
from app.viewmodels.pitch import PitchVM
from app.viewmodels.preview import PreviewVM
from app.viewmodels.recorder import RecorderVM
from app.viewmodels.session import SessionVM
from app.views.language import Language
from app.views.live_page import LiveModels, LivePage
from app.views.main_window import MainWindow
from app.views.theme import Theme

PITCH_VIEW_AFTER_MS = 50


@dataclass(eq=False)
class Wired:
    """Everything, by name. `close` ends it: the engine, imports, the preview; the settings are written."""

    app: QApplication
    theme: Theme
    keeper: SettingsKeeper
    background: Background
    link: EngineLink
    session: SessionVM
    models: LiveModels
    window: MainWindow
    language: Language
    pages: Pages = field(init=False)
    at_end: list[Callable[[], None]] = field(default_factory=list)
    notices: tuple[SettingsNotice, ...] = ()
    no_global_keys: str = ""
    closed: bool = False

    @property
    def live_page(self) -> LivePage:
        page = self.window.page("voices")
        assert isinstance(page, LivePage)
        return page

    def open(self, minimised: bool = False) -> None:
        """Shows the window, then starts what may take a moment: the engine, the shelf, the picture of the pitch."""
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
        for call in self.at_end:
            call()
        self.models.gallery.close()
        self.models.preview.close()
        self.link.close()
        self.background.close()


def build(app: QApplication, settings_folder: Path | None = None, engine_command: list[str] | None = None) -> Wired:
    """The whole program but for `Wired.open`. settings_folder, engine_command: other than the user's own, for tests."""
    file = SettingsFile(settings_folder)
    loaded = file.load()
    root = QObject(app)
    keeper = SettingsKeeper(loaded.settings, file, root)
    theme = Theme(app, loaded.settings.preferences.theme)
    language = Language(app, loaded.settings.preferences.language)
    background = Background(root)
    link = EngineLink(engine_command, root)
    models = make_models(link, keeper, background, root, engine_command)
    window = MainWindow(theme)
    wired = Wired(app, theme, keeper, background, link, models.session, models, window, language, notices=loaded.notices)
    window.add_page("voices", QCoreApplication.translate("MainWindow", "Voices"), "voices", lambda: LivePage(models, theme))
    wired.pages = Pages(wired, root)
    wired.pages.add()
    _connect(wired)
    _add_keys(wired)
    return wired


def make_models(
    link: EngineLink, keeper: SettingsKeeper, background: Background, root: QObject, engine_command: list[str] | None = None
) -> LiveModels:
    """The view models of the first page."""
    session = SessionVM(link, keeper, root)
    gallery = GalleryVM(keeper, background, root)
    models = LiveModels(
        session=session,
        gallery=gallery,
        controls=ControlsVM(session, keeper, root),
        meters=MetersVM(link, session, parent=root),
        pitch=PitchVM(link, root),
        preview=PreviewVM(keeper, engine_command, parent=root),
        recorder=RecorderVM(link, session, parent=root),
        file_input=FileInputVM(link, session, root),
    )
    gallery.dropped_audio.connect(models.file_input.open)
    gallery.loaded.connect(lambda: keep_selection(session, gallery, keeper.now, all_known=True))
    keep_selection(session, gallery, keeper.now, all_known=False)
    return models


def keep_selection(session: SessionVM, gallery: GalleryVM, settings: Settings, all_known: bool) -> None:
    """The voice of last time, as soon as it is on the shelf; the first one where it has gone. Until the shelf has been read (`all_known`),
    a voice that is missing may still come."""
    wanted = gallery.find(session.voice.id if session.voice is not None else settings.last_voice)
    if wanted is not None:
        session.select(wanted)
    elif all_known:
        session.select(gallery.cards[0].voice)


def _connect(wired: Wired) -> None:
    models, window = wired.models, wired.window
    for source in (models.session, models.gallery, models.recorder, models.preview, models.file_input):
        source.said.connect(window.messages.say)
    wired.keeper.notice.connect(lambda notice: window.messages.say(coded("warn", notice.code, notice.subject, notice.facts)))
    wired.keeper.changed.connect(lambda now, before: wired.theme.choose(now.preferences.theme))
    window.dropped.connect(models.gallery.bring_in)
    window.closing.connect(wired.close)
    window.closing.connect(wired.app.quit)
    wired.app.aboutToQuit.connect(wired.close)


def _add_keys(wired: Wired) -> None:
    session, models, window = wired.session, wired.models, wired.window
    window.add_key("Ctrl+P", session.toggle)
    window.add_key("Ctrl+B", lambda: session.set_bypass(not session.bypass))
    window.add_key("Ctrl+M", lambda: session.set_muted(not session.muted))
    window.add_key("Ctrl+Z", models.controls.undo)
    window.add_key("Ctrl+R", models.recorder.toggle)
    window.add_key("Ctrl+F", lambda: _search(wired))
    window.add_key("Ctrl+Q", wired.quit)
    for number in range(1, 6):
        window.add_key(f"Ctrl+{number}", partial(window.navigation.setCurrentRow, number - 1))


def _search(wired: Wired) -> None:
    wired.window.show_page("voices")
    wired.live_page.gallery.search.setFocus()
    wired.live_page.gallery.search.selectAll()
