"""The language of the window: which translation files are loaded, and the names that come from tables.

Thread: GUI.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from models.voice import Voice

SPOKEN = ("en", "ko")
"""English is in the source; every other language has resources/translations/urvc_LANGUAGE.qm."""
OWN_NAMES = {"en": "English", "ko": "한국어"}


class Language(QObject):
    """What the application speaks. `choose` takes a setting's word and sends every widget a LanguageChange event."""

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._translators: list[QTranslator] = []
        self.code = "en"
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """`choice`: "system" or one of SPOKEN."""
        code = language_of(choice)
        for translator in self._translators:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._translators = [translator for translator in (_qt(code), _own(code)) if translator is not None] if code != "en" else []
        for translator in self._translators:
            self._app.installTranslator(translator)
        self.code = code
        QLocale.setDefault(QLocale(code))


def language_of(choice: str) -> str:
    """The language meant: the system's own where it is spoken, else English."""
    if choice in SPOKEN:
        return choice
    return next((code for name in QLocale.system().uiLanguages() if (code := name.partition("-")[0]) in SPOKEN), "en")


def language_name(choice: str) -> str:
    """What the choice is called: languages in their own words."""
    return OWN_NAMES.get(choice, QCoreApplication.translate("Choice", "As the system"))


def voice_name(voice: Voice) -> str:
    """The voice's name; those of the built-in ones are translated."""
    return QCoreApplication.translate("Voice", voice.name) if voice.rvc is None else voice.name


def voice_description(voice: Voice) -> str:
    """Likewise."""
    return QCoreApplication.translate("Voice", voice.description) if voice.rvc is None else voice.description


def voice_credits(voice: Voice) -> str:
    """Whose work is in a voice that comes with the program; "" for others."""
    return QCoreApplication.translate("Voice", voice.credits) if voice.credits else ""


def _own(code: str) -> QTranslator | None:
    translator = QTranslator()
    with as_file(files("resources") / "translations" / f"urvc_{code}.qm") as path:
        return translator if translator.load(str(path)) else None


def _qt(code: str) -> QTranslator | None:
    """Qt's own words (buttons of message boxes, context menus)."""
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(f"qtbase_{code}", folder) else None
