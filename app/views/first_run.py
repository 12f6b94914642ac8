"""The first run, in one dialog: devices, measuring, a voice. Return goes on, Escape skips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.settings.record import LANGUAGES
from app.viewmodels.devices_vm import Role
from app.viewmodels.first_run_vm import FirstRunVM, Step
from app.views.language import language_name, voice_description, voice_name
from app.views.level_bar import LevelBar
from engine.config import NO_MONITOR
from models.voice import Voice

N_COLUMNS = 3


class FirstRun(QDialog):
    """The wizard. Show it with `open()`; it closes itself."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setModal(True)
        self.setMinimumSize(640, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(14)
        self.pages = QStackedWidget()
        column.addWidget(self.pages, 1)
        self.problem = QLabel()
        self.problem.setProperty("role", "warn")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)
        self.skip = QPushButton()
        self.skip.setProperty("kind", "link")
        self.skip.setAutoDefault(False)
        self.skip.clicked.connect(vm.skip)
        self.next = QPushButton()
        self.next.setProperty("kind", "primary")
        self.next.setDefault(True)
        self.next.clicked.connect(self._on_next)
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.next)
        column.addLayout(row)
        self._build()
        vm.step_changed.connect(self._show_step)
        vm.problem.connect(self._on_problem)
        vm.finished.connect(self.accept)
        vm.begin()

    def reject(self) -> None:
        """Escape, or the window's own cross."""
        self._vm.skip()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._vm.skip()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._build()
        super().changeEvent(event)

    def _build(self) -> None:
        """All texts anew, in the language in force."""
        while self.pages.count():
            page = self.pages.widget(0)
            self.pages.removeWidget(page)
            page.deleteLater()
        self.setWindowTitle(self.tr("Welcome to URVC"))
        self.skip.setText(self.tr("Skip; it can be done again in the settings"))
        self.devices_page = DevicesStep(self._vm)
        self.measure_page = MeasureStep(self._vm)
        self.voice_page = VoiceStep(self._vm)
        for page in (self.devices_page, self.measure_page, self.voice_page):
            self.pages.addWidget(page)
        self._show_step()

    def _show_step(self, _: str = "") -> None:
        step = self._vm.step
        pages: dict[Step, QWidget] = {
            "devices": self.devices_page,
            "silence": self.measure_page,
            "reading": self.measure_page,
            "voice": self.voice_page,
        }
        self.pages.setCurrentWidget(pages[step])
        self._on_problem(self._vm.problem_text)

    def _on_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        step = self._vm.step
        measuring = step in ("silence", "reading")
        words = {"devices": self.tr("Continue"), "voice": self.tr("Go live")}
        self.next.setText(words.get(step, self.tr("Try again")))
        self.next.setEnabled(not measuring or bool(text))
        if self.next.isEnabled():
            self.next.setFocus()

    def _on_next(self) -> None:
        {"devices": self._vm.measure, "voice": self._vm.go_live}.get(self._vm.step, self._vm.again)()


class DevicesStep(QWidget):
    """Language, microphone with its meter, headphones."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm, self._devices = vm, vm.devices
        self.language, self.microphone, self.headphones = QComboBox(), QComboBox(), QComboBox()
        self.meter = LevelBar(self.tr("Microphone level"))
        self.tone = QPushButton(self.tr("Play a tone"))
        self.tone.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(_title(self.tr("Your voice, another voice, in two minutes")))
        column.addWidget(_text(self.tr("Put your headphones on: with loudspeakers, the microphone would hear the new voice again.")))
        column.addSpacing(8)
        for words, choice in (
            (self.tr("Language"), self.language),
            (self.tr("Microphone"), self.microphone),
            (self.tr("Headphones"), self.headphones),
        ):
            self._add(column, words, choice)
        column.addStretch(1)
        self._connect()
        self._fill()

    def _add(self, column: QVBoxLayout, words: str, choice: QComboBox) -> None:
        label = QLabel(words)
        label.setProperty("role", "heading")
        label.setBuddy(choice)
        choice.setAccessibleName(words)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column.addSpacing(6)
        column.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(choice, 1)
        if choice is self.headphones:
            row.addWidget(self.tone)
        column.addLayout(row)
        if choice is self.microphone:
            column.addWidget(self.meter)
            column.addWidget(_text(self.tr("Say something: the bar must move.")))

    def _connect(self) -> None:
        self.language.activated.connect(lambda index: self._vm.set_language(self.language.itemData(index)))
        self.microphone.activated.connect(lambda index: self._devices.choose("input", self.microphone.itemData(index)))
        self.headphones.activated.connect(lambda index: self._vm.set_headphones(self.headphones.itemData(index)))
        self.tone.clicked.connect(lambda: self._devices.play_tone("monitor"))
        self._devices.level.connect(self.meter.set_level)
        self._devices.devices_changed.connect(self._fill)

    def _fill(self) -> None:
        self.language.clear()
        for language in LANGUAGES:
            self.language.addItem(language_name(language), language)
        self.language.setCurrentIndex(self.language.findData(self._vm.language))
        self._fill_devices(self.microphone, "input")
        self._fill_devices(self.headphones, "monitor")

    def _fill_devices(self, choice: QComboBox, role: Role) -> None:
        groups, chosen = self._devices.groups(role), self._devices.chosen(role)
        query = self._devices.query(role)
        choice.clear()
        usual = next((group.name for group in groups if group.is_default), "")
        choice.addItem(self.tr("The system's choice ({name})").format(name=usual) if usual else self.tr("The system's choice"), "")
        for group in groups:
            choice.addItem(group.name, group.id)
        wanted = chosen.id if chosen is not None and query not in ("", NO_MONITOR) else ""
        choice.setCurrentIndex(max(0, choice.findData(wanted)))


class MeasureStep(QWidget):
    """Silence, then reading, by themselves."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.title, self.about = _title(""), _text("")
        self.sentence = QLabel(
            self.tr(
                "“Good evening, everybody. This is my own voice, the way I talk to friends, and in a moment it will be somebody else's.”"
            )
        )
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "title")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Time left"))
        self.meter = LevelBar(self.tr("Microphone level"))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addStretch(1)
        for words, bar in ((self.tr("Microphone level"), self.meter), (self.tr("Time"), self.progress)):
            column.addWidget(_text(words))
            column.addWidget(bar)
        vm.step_changed.connect(self._show)
        vm.level.connect(self.meter.set_level)
        vm.progress.connect(self._on_progress)
        self._show()

    def _on_progress(self, done: float) -> None:
        self.progress.setValue(round(1000 * done))

    def _show(self, _: str = "") -> None:
        silent = self._vm.step != "reading"
        self.title.setText(self.tr("Three seconds of silence, please") if silent else self.tr("Now read this aloud"))
        self.about.setText(
            self.tr("What your room sounds like sets the noise gate.")
            if silent
            else self.tr("How loud and how high you speak sets the level, and how far each voice moves the pitch.")
        )
        self.sentence.setVisible(not silent)


class VoiceStep(QWidget):
    """One's own five seconds, in every voice."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.buttons: dict[str, QPushButton] = {}
        self.again = QPushButton(self.tr("Read again"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(vm.read_again)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(_title(self.tr("This is you, in another voice")))
        column.addWidget(_text(self.tr("Choose a voice to hear your own sentence in it. Everything can be changed later.")))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._voices())
        column.addWidget(area, 1)
        self.state = _text("")
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.again)
        column.addLayout(row)
        vm.voice_changed.connect(self._show)
        vm.playing.connect(self._on_playing)
        self._show()

    def _voices(self) -> QWidget:
        grid_of = QWidget()
        grid = QGridLayout(grid_of)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setSpacing(8)
        for number, voice in enumerate(self._vm.voices()):
            button = QPushButton(voice_name(voice))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(voice_description(voice))
            button.setAccessibleDescription(voice_description(voice))
            button.clicked.connect(lambda _=False, chosen=voice: self._on_chosen(chosen))
            grid.addWidget(button, number // N_COLUMNS, number % N_COLUMNS)
            self.buttons[voice.id] = button
        return grid_of

    def _on_chosen(self, voice: Voice) -> None:
        self._vm.try_voice(voice)
        self._show()

    def _on_playing(self, voice_id: str) -> None:
        self.state.setText(self.tr("You hear yourself…") if voice_id else "")

    def _show(self, _: Voice | None = None) -> None:
        chosen = self._vm.voice.id if self._vm.voice is not None else ""
        for voice_id, button in self.buttons.items():
            button.setChecked(voice_id == chosen)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "title")
    label.setWordWrap(True)
    return label


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "dim")
    label.setWordWrap(True)
    return label
