"""Every text of the window in every language, complete and fitting. What to do when this fails: python installer/translations.py"""

from __future__ import annotations

import importlib.util
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLabel

from app.error_text import SENTENCES
from app.viewmodels.messages import coded
from app.views.language import SPOKEN, Language, language_of, voice_name
from models.builtin import find_voice

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [code for code in SPOKEN if code != "en"]
HANGUL = re.compile("[가-힣]")
SAME_IN_EVERY_LANGUAGE = re.compile(r"^[\w\s./()&+:%-]*$", re.ASCII)


def tool() -> ModuleType:
    """installer/translations.py, which is no package."""
    spec = importlib.util.spec_from_file_location("urvc_translations", ROOT / "installer" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = tool()


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


@pytest.fixture
def korean(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, "ko")
    yield language
    language.choose("en")
    language.deleteLater()


def test_the_texts_are_found() -> None:
    texts = TOOL.texts()
    assert ("Error", SENTENCES["device.lost"]) in texts
    assert ("SettingsPage", "Copy report") in texts
    assert ("Voice", "Robot") in texts
    assert len(texts) > 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_its_translation(language: str) -> None:
    translated = TOOL.read(language)
    missing = [text for text in TOOL.texts() if not translated.get(text)]
    assert not missing, f"run installer/translations.py update, and translate: {missing}"
    assert set(translated) == set(TOOL.texts()), "run installer/translations.py update: some texts have gone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    for (context, source), translation in TOOL.read(language).items():
        assert placeholders(source) == placeholders(translation), (context, source)


def test_korean_is_korean() -> None:
    for (context, source), translation in TOOL.read("ko").items():
        assert HANGUL.search(translation) or (translation == source and SAME_IN_EVERY_LANGUAGE.match(source)), (context, source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_has_what_the_translators_wrote(language: str, tmp_path: Path) -> None:
    made = TOOL.release(language, tmp_path / "made.qm")
    kept = TOOL.FOLDER / f"urvc_{language}.qm"
    assert made.read_bytes() == kept.read_bytes(), "run installer/translations.py release"


def test_the_window_speaks_korean(korean: Language) -> None:
    assert QCoreApplication.translate("SettingsPage", "Copy report") == "보고서 복사"
    assert coded("warn", "device.lost", "Blue Yeti").text.startswith('소리 장치 "Blue Yeti"')
    assert voice_name(find_voice("natural")) == "자연스럽게"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "취소"  # Qt's own words


def test_back_to_english(korean: Language) -> None:
    korean.choose("en")
    assert QCoreApplication.translate("SettingsPage", "Copy report") == "Copy report"


def test_a_widget_is_told(korean: Language) -> None:
    class Word(QLabel):
        def changeEvent(self, event: object) -> None:
            self.told = True

    word = Word()
    word.told = False
    korean.choose("en")
    QApplication.processEvents()
    assert word.told


def test_the_user_decides_before_the_system() -> None:
    assert [language_of(choice) for choice in ("ko", "en")] == ["ko", "en"]
    assert language_of("system") in SPOKEN


COMMAND = re.compile(r"\burvc (?!\.)[a-z]|URVC_[A-Z]|(?:^|[\s(])--[a-z]|\bpip install\b|\bpactl\b|\bsudo\b|\bcommand line\b|\bterminal\b")


def test_no_word_of_the_window_names_a_command() -> None:
    """Nobody is sent to a terminal by the window: what is to be done there has a button."""
    assert COMMAND.search("See them all with: urvc voices list")
    found = [text for text in TOOL.texts() if COMMAND.search(text[1])]
    assert not found, "say it in the window's own way (app/next_steps.py has both)"
