"""The cards: what a click on their buttons does, and how the voice that is heard is marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.gallery import GalleryVM, VoiceCard
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from app.views.gallery_list import Role, buttons_in, get_button_in
from app.views.gallery_panel import GalleryPanel
from app.views.theme import Theme
from app.views.voice_key_dialog import VoiceKeyDialog
from tests.app.viewmodels.parts import SignalLog
from tests.app.viewmodels.test_needs import a_voice
from tests.e2e.display import SCREENSHOTS

LEFT = Qt.MouseButton.LeftButton


class Cards:
    """The panel with its models, and a voice that lacks its encoder at the end."""

    def __init__(self, qapp: QApplication) -> None:
        keeper = SettingsKeeper(Settings())
        self.gallery = GalleryVM(keeper, Background())
        self.gallery.cards = (
            *self.gallery.cards,
            VoiceCard(a_voice(), ("RVC",), True, False, "Needs the model contentvec", ("contentvec",)),
        )
        self.session = SessionVM(EngineLink(), keeper)
        self.preview = PreviewVM(keeper, silent=True)
        self.theme = Theme(qapp, "light")
        self.panel = GalleryPanel(self.gallery, self.session, self.preview, self.theme)

    def click(self, voice_id: str, at: str) -> None:
        voices, row = self.panel.list, self.panel.model.row_of(voice_id)
        index = self.panel.model.index(row)
        voices.scrollTo(index)
        rect = voices.visualRect(index)
        star, play = buttons_in(rect)
        places = {"card": QPoint(rect.left() + 70, rect.center().y()), "star": star.center(), "play": play.center()}
        QTest.mouseClick(voices.viewport(), LEFT, pos=places.get(at, get_button_in(rect).center()))


@pytest.fixture
def cards(qtbot: QtBot, qapp: QApplication) -> Iterator[Cards]:
    made = Cards(qapp)
    made.panel.resize(320, 600)
    qtbot.addWidget(made.panel)
    made.panel.show()
    yield made
    made.preview.close()
    made.theme.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_previewing_and_starring_do_not_move_the_highlight(cards: Cards) -> None:
    cards.click("robot", "card")
    model = cards.panel.model
    assert model.index(model.row_of("robot")).data(Role.CHOSEN)
    before = cards.panel.list.currentIndex().row()
    cards.click("giant", "play")
    cards.click("whisper", "star")
    assert model.index(model.row_of("robot")).data(Role.CHOSEN)
    assert cards.session.voice is not None
    assert cards.session.voice.id == "robot"
    assert cards.gallery.is_favourite("whisper")
    assert cards.panel.list.currentIndex().data(Role.CARD).id == "robot", before


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_voice_that_lacks_a_model_has_the_button_on_its_card(cards: Cards) -> None:
    wanted = SignalLog(cards.gallery.needs_wanted)
    cards.click("mia", "get")
    assert wanted.values == ["mia"]
    assert cards.session.voice is None  # the button only shows what is missing


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_voice_that_is_heard_is_marked_and_said(cards: Cards) -> None:
    cards.click("robot", "card")
    index = cards.panel.model.index(cards.panel.model.row_of("robot"))
    assert not index.data(Role.LIVE)
    assert "chosen" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    cards.session.live.silent = True
    cards.session.live.start()
    assert index.data(Role.LIVE)
    assert "is heard now" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("Robot")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_voice_is_given_a_key_in_its_dialog(cards: Cards) -> None:
    for key, modifier, wanted in ((Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier, "Ctrl+F5"), (None, None, "")):
        cards.panel.ask_for_key("robot")
        dialog = cards.panel.findChild(VoiceKeyDialog)
        assert dialog is not None
        assert dialog.edit.accessibleName() == "Key for Robot"
        if key is not None and modifier is not None:
            QTest.keyClick(dialog.edit, key, modifier)
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            dialog.grab().save(str(SCREENSHOTS / "voice-key.png"))
        else:
            dialog.edit.clear()
        dialog.accept()
        assert cards.gallery.key_of("robot") == wanted
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
