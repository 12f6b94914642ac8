"""The first run, in one dialog: devices, measuring, a voice, other programs. Return goes on, Escape leaves it."""

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
from app.viewmodels.use_it_in_vm import told
from app.views.language import language_name, voice_description, voice_name
from app.views.level_bar import LevelBar
from engine.config import NO_MONITOR
from models.voice import Voice

N_COLUMNS, NAME_WIDTH = 3, 110
SMALLEST, USUAL = (480, 340), (700, 540)
FRAME = 48
"""What the system draws around a window."""
SHOWN_GUIDES = ("discord", "zoom", "obs")


class FirstRun(QDialog):
    """The wizard. Show it with `open()`; it closes itself."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setModal(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(*fitting(self, *USUAL))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(14)
        self.pages = QStackedWidget()
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.pages)
        column.addWidget(area, 1)
        self.problem = QLabel()
        self.problem.setProperty("role", "warn")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)
        self.leave, self.back, self.skip = QPushButton(), QPushButton(), QPushButton()
        self.leave.setProperty("kind", "link")
        for button, call in ((self.leave, vm.skip), (self.back, vm.back), (self.skip, vm.skip_step)):
            button.setAutoDefault(False)
            button.clicked.connect(call)
        self.next = QPushButton()
        self.next.setProperty("kind", "primary")
        self.next.setDefault(True)
        self.next.clicked.connect(self._on_next)
        row = QHBoxLayout()
        row.addWidget(self.leave)
        row.addStretch(1)
        for button in (self.back, self.skip, self.next):
            row.addWidget(button)
        column.addLayout(row)
        self._build()
        vm.step_changed.connect(self._show_step)
        vm.problem.connect(self._on_problem)
        vm.listening_changed.connect(self._on_listening)
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
        self.leave.setText(self.tr("Not now"))
        self.leave.setToolTip(self.tr("It can be done again in the settings"))
        self.back.setText(self.tr("Back"))
        self.skip.setText(self.tr("Skip this step"))
        self.devices_page = DevicesStep(self._vm)
        self.measure_page = MeasureStep(self._vm)
        self.voice_page = VoiceStep(self._vm)
        self.use_page = UseStep(self._vm)
        for page in (self.devices_page, self.measure_page, self.voice_page, self.use_page):
            self.pages.addWidget(page)
        self._show_step()

    def _show_step(self, _: str = "") -> None:
        step = self._vm.step
        pages: dict[Step, QWidget] = {
            "devices": self.devices_page,
            "silence": self.measure_page,
            "reading": self.measure_page,
            "voice": self.voice_page,
            "use": self.use_page,
        }
        self.pages.setCurrentWidget(pages[step])
        self._on_problem(self._vm.problem_text)

    def _on_listening(self, _: bool) -> None:
        self._on_problem(self._vm.problem_text)

    def _on_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        step = self._vm.step
        words = {
            "devices": self.tr("Continue"),
            "silence": self.tr("Try again"),
            "reading": self.tr("Read again") if text else self.tr("Start reading"),
            "voice": self.tr("Go live"),
            "use": self.tr("Done"),
        }
        self.next.setText(words[step])
        self.next.setEnabled(not self._vm.listening)
        self.back.setVisible(step != "devices")
        self.skip.setVisible(step != "use")
        self.leave.setVisible(step != "use")
        if self.next.isEnabled():
            self.next.setFocus()

    def _on_next(self) -> None:
        vm = self._vm
        {"devices": vm.measure, "silence": vm.measure, "reading": vm.read, "voice": vm.go_live, "use": vm.done}[vm.step]()


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
        self.time = (_text(self.tr("Time")), self.progress)
        for widget in (_text(self.tr("Microphone level")), self.meter, *self.time):
            column.addWidget(widget)
        vm.step_changed.connect(self._show)
        vm.listening_changed.connect(self._show)
        vm.level.connect(self.meter.set_level)
        vm.progress.connect(self._on_progress)
        self._show()

    def _on_progress(self, done: float) -> None:
        self.progress.setValue(round(1000 * done))

    def _show(self, _: object = None) -> None:
        silent = self._vm.step != "reading"
        self.title.setText(self.tr("Three seconds of silence, please") if silent else self.tr("Now read this aloud"))
        about = self.tr("What your room sounds like sets the noise gate.")
        if not silent:
            about = self.tr("How loud and how high you speak sets the level, and how far each voice moves the pitch.")
            if self._vm.gated:
                about += " " + self.tr("Your microphone is silent while nobody speaks: now it shows whether it works.")
            waits = self.tr("Press the button, then read. It stops by itself when you have finished.")
            about += "\n" + (self.tr("Listening… it stops by itself when you have finished.") if self._vm.listening else waits)
        self.about.setText(about)
        self.sentence.setVisible(not silent)
        for widget in self.time:
            widget.setVisible(silent)


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
            button = QPushButton(self.fontMetrics().elidedText(voice_name(voice), Qt.TextElideMode.ElideRight, NAME_WIDTH))
            button.setAccessibleName(voice_name(voice))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(f"{voice_name(voice)}\n{voice_description(voice)}".strip())
            button.setAccessibleDescription(voice_description(voice))
            button.clicked.connect(lambda _=False, chosen=voice: self._on_chosen(chosen))
            grid.addWidget(button, number // N_COLUMNS, number % N_COLUMNS)
            grid.setColumnStretch(number % N_COLUMNS, 1)
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


class UseStep(QWidget):
    """What to choose in Discord and elsewhere, and whether the voice arrives there."""

    def __init__(self, vm: FirstRunVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm, self._use = vm, vm.use
        self.name = QLabel()
        self.name.setProperty("role", "title")
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.where, self.verdict = _text(""), QLabel(wordWrap=True)
        self.sent = LevelBar(self.tr("Leaves URVC"))
        self.arrived = LevelBar(self.tr("Arrives at the microphone"))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(_title(self.tr("One thing is left: choose this microphone in the other program")))
        column.addWidget(self.name)
        column.addWidget(self.where)
        column.addSpacing(8)
        column.addWidget(_text(self.tr("Speak: both bars must move.")))
        for bar in (self.sent, self.arrived):
            column.addWidget(_text(bar.accessibleName()))
            column.addWidget(bar)
        column.addWidget(self.verdict)
        column.addStretch(1)
        self._use.changed.connect(self._show)
        self._use.verdict_changed.connect(self._show)
        self._use.sent.connect(self.sent.set_level)
        self._use.arrived.connect(self.arrived.set_level)
        self._show()

    def _show(self, _: str = "") -> None:
        use = self._use
        self.name.setText(use.microphone)
        shown = [f"{guide.name}: {told(guide.choose)}" for guide in use.guides if guide.id in SHOWN_GUIDES]
        self.where.setText("\n".join([*shown, self.tr("Others are on the page “Use it in…”.")]))
        self.verdict.setText(use.verdict_text())
        role = {"good": "good", "lost": "bad", "missing": "warn"}.get(use.verdict, "dim")
        if self.verdict.property("role") != role:
            self.verdict.setProperty("role", role)
            self.verdict.style().polish(self.verdict)


def fitting(widget: QWidget, width: int, height: int) -> tuple[int, int]:
    """A size that the screen has room for."""
    free = widget.screen().availableGeometry()
    return min(width, free.width() - FRAME), min(height, free.height() - FRAME)


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
