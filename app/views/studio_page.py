"""The page "Studio": what is to be made at the left, the queue and what has been made at the right. Files may be dropped anywhere on it.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.viewmodels.studio_vm import StudioVM
from app.views.page import GAP, column_of, lay_out, scrolled
from app.views.studio_rows import QueueList, ResultList
from app.views.theme import Theme
from studio.formats import FORMATS, READABLE, WITH_FFMPEG
from studio.recipes.cover import CoverChoices

TEXTS = (".txt", ".md", ".srt", ".epub")
FORMATS_SHOWN = tuple(suffix for suffix, one in FORMATS.items() if one.kind)
PANEL_WIDTH = 330
SPOKEN_ALONE = ""

Voices = Callable[[], list[tuple[str, str]]]


class StudioPage(QWidget):
    """voices: (id, name) of what there is to sing and speak with."""

    def __init__(self, model: StudioVM, voices: Voices, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setAcceptDrops(True)
        self.panel = MakePanel(model, voices)
        self.queue = QueueList(model, theme)
        self.results = ResultList(model, theme)
        self._build()

    def showEvent(self, event: QShowEvent) -> None:
        self.panel.fill_voices()
        self._model.read_projects()
        super().showEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.panel.take([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _build(self) -> None:
        left, right = scrolled(self.panel), column_of(self.queue, self.results)
        for side in (left, right):
            side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(left)
        row.addWidget(right, 1)
        lay_out(self, self.tr("Studio"), row)


class MakePanel(QFrame):
    """What is to be made: of which files or which text, in which voice, as what."""

    def __init__(self, model: StudioVM, voices: Voices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._voices = model, voices
        self.setProperty("card", True)
        self.files: list[str] = []
        self.kinds = QButtonGroup(self)
        self.buttons = {
            "cover": QPushButton(self.tr("Cover")),
            "convert": QPushButton(self.tr("Change voice")),
            "separate": QPushButton(self.tr("Separate")),
            "speak": QPushButton(self.tr("Speech")),
        }
        self.about = QLabel(wordWrap=True)
        self.about.setProperty("role", "dim")
        self.choose = QPushButton(self.tr("Choose files…"))
        self.chosen = QLabel(wordWrap=True)
        self.text = QPlainTextEdit()
        self.voice = QComboBox()
        self.format = QComboBox()
        self.doubles = QCheckBox(self.tr("Double the voice at both sides"))
        self.singing = QCheckBox(self.tr("It is singing: keep the key"))
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("kind", "primary")
        self._name()
        self._build()
        self._connect()
        self.buttons["cover"].setChecked(True)
        self._follow()

    @property
    def kind(self) -> str:
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def fill_voices(self) -> None:
        """Those of the library now; the chosen one stays chosen."""
        now = self.voice.currentData()
        self.voice.clear()
        if self.kind == "speak":
            self.voice.addItem(self.tr("The speaker's own"), SPOKEN_ALONE)
        for voice_id, name in self._voices():
            self.voice.addItem(name, voice_id)
        self.voice.setCurrentIndex(max(0, self.voice.findData(now)))

    def take(self, paths: list[str]) -> None:
        """Files and folders that were dropped or chosen: texts are spoken, sound waits for the button."""
        files = [file for path in paths for file in inside(Path(path))]
        texts = [file for file in files if Path(file).suffix.lower() in TEXTS]
        if texts and len(texts) == len(files):
            self.buttons["speak"].setChecked(True)
        elif files and self.kind == "speak":
            self.buttons["cover"].setChecked(True)
        wanted = texts if self.kind == "speak" else [file for file in files if file not in texts]
        self.files = wanted or self.files
        self._follow()

    def _name(self) -> None:
        self.text.setPlaceholderText(self.tr("Write or paste what is to be said, in English…"))
        self.text.setAccessibleName(self.tr("What is to be said"))
        self.text.setMinimumHeight(120)
        self.text.setTabChangesFocus(True)
        self.voice.setAccessibleName(self.tr("Voice"))
        self.format.setAccessibleName(self.tr("Format"))
        for suffix in FORMATS_SHOWN:
            self.format.addItem(suffix[1:].upper(), suffix)
        self.format.setCurrentIndex(FORMATS_SHOWN.index(".flac"))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for pair in (("cover", "convert"), ("separate", "speak")):
            row = QHBoxLayout()
            for name in pair:
                self.buttons[name].setCheckable(True)
                self.kinds.addButton(self.buttons[name])
                row.addWidget(self.buttons[name], 1)
            column.addLayout(row)
        for widget in (self.about, self.choose, self.chosen, self.text):
            column.addWidget(widget)
        self.form = QFormLayout()
        self.form.addRow(self.tr("Voice"), self.voice)
        self.form.addRow(self.tr("Format"), self.format)
        column.addLayout(self.form)
        for button in (self.doubles, self.singing, self.start):
            column.addWidget(button)
        column.addStretch(1)

    def _connect(self) -> None:
        self.kinds.buttonToggled.connect(lambda _, on: self._on_kind() if on else None)
        self.choose.clicked.connect(self.choose_files)
        self.text.textChanged.connect(self._follow)
        self.start.clicked.connect(self.begin)

    def _on_kind(self) -> None:
        of_text = self.kind == "speak"
        self.files = [file for file in self.files if (Path(file).suffix.lower() in TEXTS) == of_text]
        self.fill_voices()
        self._follow()

    def choose_files(self) -> None:
        """Asks for files."""
        endings = TEXTS if self.kind == "speak" else (*READABLE, *WITH_FFMPEG)
        words = self.tr("Texts") if self.kind == "speak" else self.tr("Recordings")
        kinds = f"{words} ({' '.join('*' + one for one in endings)});;{self.tr('All files')} (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), "", kinds)
        if paths:
            self.files = paths
            self._follow()

    def begin(self) -> None:
        """Puts it all into the queue."""
        kind, voice, suffix = self.kind, str(self.voice.currentData() or ""), str(self.format.currentData())
        if kind == "cover":
            self._model.cover(self.files, CoverChoices(voice, doubles=2 if self.doubles.isChecked() else 0, format=suffix))
        elif kind == "convert":
            self._model.convert(self.files, voice, suffix, self.singing.isChecked())
        elif kind == "separate":
            self._model.separate(self.files, suffix)
        elif self.files:
            for file in self.files:
                self._model.speak("", file, voice, suffix)
        else:
            self._model.speak(self.text.toPlainText(), "", voice, suffix)
        self.files = []
        self._follow()

    def _follow(self) -> None:
        kind = self.kind
        about = {
            "cover": self.tr("A song, sung by another voice: voice and instruments are separated, and mixed again. Drop songs here."),
            "convert": self.tr("Recordings in another voice. Drop files or a folder here."),
            "separate": self.tr("The voice and the instruments of a song, as two files. Drop songs here."),
            "speak": self.tr("A text spoken in a voice. Drop a text, a book (EPUB) or subtitles (SRT) here, or write below."),
        }
        self.about.setText(about[kind])
        names = [Path(file).name for file in self.files]
        more = self.tr("and {count} more").format(count=len(names) - 3) if len(names) > 3 else ""
        self.chosen.setText("\n".join([*names[:3], more]).strip())
        self.chosen.setVisible(bool(names))
        self.text.setVisible(kind == "speak" and not names)
        self.doubles.setVisible(kind == "cover")
        self.singing.setVisible(kind == "convert")
        self.form.setRowVisible(self.voice, kind != "separate")
        self.start.setEnabled(bool(names) or (kind == "speak" and bool(self.text.toPlainText().strip())))


def inside(path: Path) -> list[str]:
    """A file itself, or what a folder holds that can be worked on."""
    if not path.is_dir():
        return [str(path)]
    return sorted(str(file) for file in path.iterdir() if file.suffix.lower() in (*READABLE, *WITH_FFMPEG, *TEXTS))
