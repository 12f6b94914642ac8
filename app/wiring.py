"""Where the objects of the window meet: `build` makes them, in the order in which they need each other, and names them.

The pages are plugged in by app/pages.py, tray and control channel by app/desktop.py.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.actions import ACTIONS
from app.pages import PageFactory
from app.program import Program
from app.settings.record import Settings
from app.settings.store import SettingsFile
from app.viewmodels.actions_vm import ActionsVM
from app.viewmodels.background import Background
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.hotkeys_vm import VOICE, HotkeysVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import coded
from app.viewmodels.meters import MetersVM
from app.viewmodels.overload import OverloadVM
from app.viewmodels.pitch import PitchVM
from app.viewmodels.preview import PreviewVM
from app.viewmodels.recorder import RecorderVM
from app.viewmodels.session import SessionVM
from app.views.language import Language
from app.views.live_page import LiveModels, LivePage
from app.views.main_window import MainWindow
from app.views.theme import Theme


def build(app: QApplication, settings_folder: Path | None = None, engine_command: list[str] | None = None) -> Program:
    """The whole program but for `Program.open`. settings_folder, engine_command: other than the user's own, for tests."""
    file = SettingsFile(settings_folder)
    loaded = file.load()
    root = QObject(app)
    keeper = SettingsKeeper(loaded.settings, file, root)
    theme = Theme(app, loaded.settings.preferences.theme)
    language = Language(app, loaded.settings.preferences.language)
    background, link = Background(root), EngineLink(engine_command, root)
    models, window = make_models(link, keeper, background, root, engine_command), MainWindow(theme)
    own: dict[str, Callable[[], None]] = {
        "undo": models.controls.undo,
        "record": models.recorder.toggle,
        "search": lambda: search(window),
        "quit": window.quit_asked.emit,
    }
    program = Program(
        app=app,
        root=root,
        theme=theme,
        keeper=keeper,
        background=background,
        link=link,
        models=models,
        actions=ActionsVM(models.session, lambda: models.gallery.cards, own, root),
        keys=HotkeysVM(keeper, parent=root),
        window=window,
        language=language,
        notices=loaded.notices,
    )
    PageFactory(program).add()
    _connect(program)
    _add_keys(program)
    return program


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
        overload=OverloadVM(session, parent=root),
    )
    gallery.dropped_audio.connect(models.file_input.offer)
    gallery.loaded.connect(lambda: keep_selection(session, gallery, keeper.now, all_known=True))
    keep_selection(session, gallery, keeper.now, all_known=False)
    return models


def keep_selection(session: SessionVM, gallery: GalleryVM, settings: Settings, all_known: bool) -> None:
    """The voice of last time, as soon as it is in the library; the first one where it has gone. Until the library has been
    read (`all_known`), a voice that is missing may still come."""
    wanted = gallery.find(session.voice.id if session.voice is not None else settings.last_voice)
    if wanted is not None:
        session.select(wanted)
    elif all_known:
        session.select(gallery.cards[0].voice)


def _connect(program: Program) -> None:
    models, window = program.models, program.window
    of_models = (models.session, models.gallery, models.recorder, models.preview, models.file_input, models.overload)
    for source in (*of_models, program.keys, program.actions):
        source.message.connect(window.messages.say)
    program.keeper.notice.connect(lambda notice: window.messages.say(coded("warn", notice.code, notice.subject, notice.facts)))
    program.keeper.changed.connect(lambda now, before: program.theme.choose(now.preferences.theme))
    window.dropped.connect(models.gallery.bring_in)
    # In its turn: whoever has asked for the end is answered first.
    window.quit_asked.connect(program.quit, Qt.ConnectionType.QueuedConnection)
    window.closing.connect(program.close)
    window.closing.connect(program.app.quit)
    program.app.aboutToQuit.connect(program.close)


def _add_keys(program: Program) -> None:
    window = program.window
    for action in ACTIONS:
        if action.key:
            window.add_key(action.key, partial(program.actions.perform, action.name))
    for number in range(1, len(window.page_keys()) + 1):
        window.add_key(f"Ctrl+{number}", partial(window.navigation.setCurrentRow, number - 1))
    program.keys.pressed.connect(lambda key: on_key(program.actions, key, True))
    program.keys.released.connect(lambda key: on_key(program.actions, key, False))


def on_key(actions: ActionsVM, key: str, down: bool) -> None:
    """A global key, by its name (HotkeysVM): what is held is told both ways, everything else when it is pressed."""
    if key.startswith(VOICE):
        if down:
            actions.perform("voice", key.removeprefix(VOICE))
        return
    action = next(action for action in ACTIONS if action.hotkey == key)
    if action.takes == "hold":
        actions.perform(action.name, down)
    elif down:
        actions.perform(action.name)


def search(window: MainWindow) -> None:
    """Puts the cursor into the search among the voices."""
    page = window.show_page("voices")
    assert isinstance(page, LivePage)
    page.gallery.search.setFocus()
    page.gallery.search.selectAll()
