"""Looking for voices in one's own words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.search_words import GROUPS, holds, meanings
from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.keeper import SettingsKeeper
from app.views.language import Language


def found(gallery: GalleryVM, words: str) -> list[str]:
    gallery.set_search(words)
    return [card.id for card in gallery.shown()]


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        ("female", "feminine", "masculine"),
        ("girl", "feminine", "masculine"),
        ("man", "masculine", "feminine"),
        ("kid", "child", "giant"),
        ("deeper", "deeper", "brighter"),
        ("scary", "monster", "child"),
    ],
)
def test_voices_are_found_by_what_people_call_them(qtbot: QtBot, words: str, there: str, not_there: str) -> None:
    gallery = GalleryVM(SettingsKeeper(Settings()), Background())
    shown = found(gallery, words)
    assert there in shown
    assert not_there not in shown


def test_in_the_language_of_the_window_and_in_english(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    language = Language(application, "ko")
    gallery = GalleryVM(SettingsKeeper(Settings()), Background())
    try:
        assert "feminine" in found(gallery, "여자")
        assert "masculine" not in found(gallery, "여자")
        assert "masculine" in found(gallery, "남자")
        assert "robot" in found(gallery, "로봇")
        assert "feminine" in found(gallery, "girl")
    finally:
        language.choose("en")
        language.deleteLater()


def test_a_word_without_others_is_looked_for_anywhere() -> None:
    assert meanings("whisp", str) == {"whisp"}
    assert holds("a ghostly whisper", meanings("hisp", str), "hisp")
    assert all(group == group.casefold() for group in GROUPS)
