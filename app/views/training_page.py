"""The page "Train": recordings and what is wrong with them, the voice that is wanted and how long it takes, the run and how it sounds.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import soundfile
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.training_prompts import PROMPTS
from app.training_words import FaultGroup, group_text, grouped, place_text, plan_text, rough_time
from app.viewmodels.takes import Takes
from app.viewmodels.training_vm import TrainingVM, spectrogram_levels, words
from app.views.icons import icon
from app.views.page import column_of, lay_out
from app.views.palette import Palette
from app.views.pitch_view import colours
from app.views.theme import Theme
from training.findings import Checked, Fault, Finding
from training.messages import TrainingNews, Wishes

FINDINGS_HEIGHT = 190
INDENT = "    "
FEW_PLACES = 3
"""So many are shown at once."""
CURVE_HEIGHT = 130


class TrainingPage(QWidget):
    """Three cards, one after the other; before them what is missing."""

    def __init__(self, model: TrainingVM, takes: Takes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._shown = model, ""
        self.set_up = SetUpCard(model)
        self.recordings = RecordingsCard(model, takes, theme)
        self.wanted = TrainedVoiceCard(model)
        self.run = RunCard(model, takes, theme)
        self.setAcceptDrops(True)
        self._build()
        model.changed.connect(self._fill)
        model.set_up_ended.connect(lambda _: self._fill())
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _folder_in(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if folder := _folder_in(event.mimeData().urls()):
            event.acceptProposedAction()
            self._model.take(folder)

    def _build(self) -> None:
        lay_out(self, self.tr("Train a voice"), column_of(self.set_up, self.recordings, self.wanted, self.run))

    def _fill(self) -> None:
        model = self._model
        missing = bool(model.missing)
        self.set_up.setVisible(missing)
        self.wanted.setVisible(model.checked is not None and model.doing != "train" and not missing)
        shown = "train" if model.doing == "train" else model.voice
        self.run.setVisible(bool(shown))
        if shown and shown != self._shown:
            QTimer.singleShot(0, self, self._look_at_run)
        self._shown = shown

    def _look_at_run(self) -> None:
        """Its buttons, where the window is too low for the whole page."""
        if (scroll := self.findChild(QScrollArea)) is not None:
            scroll.ensureWidgetVisible(self.run)


class SetUpCard(QFrame):
    """What training needs and is not here, and the button that gets it."""

    def __init__(self, model: TrainingVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._model = model
        self.about = _text()
        self.button = QPushButton(self.tr("Set it up"))
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._begin)
        self.about.setText(
            self.tr("It needs PyTorch and two small libraries, about 1 GB on the disk. Speaking does without them.")
            if model.can_set_up
            else self.tr("This download of the program cannot train: it comes without PyTorch. An installation with Python can.")
        )
        self.refused = _text("bad")
        self.refused.hide()
        column = _card(self, self.tr("Training is not set up on this computer"))
        column.addWidget(self.about)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(model.can_set_up)
        column.addWidget(self.refused)
        model.set_up_ended.connect(self._on_ended)

    def _begin(self) -> None:
        self.button.setEnabled(False)
        self.button.setText(self.tr("Setting it up…"))
        self.refused.hide()
        self._model.set_up()

    def _on_ended(self, reason: str) -> None:
        self.button.setEnabled(True)
        self.button.setText(self.tr("Set it up"))
        self.refused.setText(self.tr("It could not be set up: {reason}").format(reason=reason))
        self.refused.setVisible(bool(reason))


class RecordingsCard(QFrame):
    """The folder, one's own takes, what the check has found."""

    def __init__(self, model: TrainingVM, takes: Takes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._model, self._takes, self._palette, self._n_takes = model, takes, theme.palette, 0
        self._listed: Checked | None = None
        self._open: set[Fault] = set()
        self.choose = QPushButton(self.tr("Choose a folder…"))
        self.record = QPushButton(self.tr("Record myself"))
        self.prompt = QLabel()
        self.prompt.setProperty("role", "heading")
        self.prompt.setWordWrap(True)
        self.hint = _text("dim")
        self.state = _text()
        self.findings = QTableWidget(0, 2)
        self.findings.setAccessibleName(self.tr("Findings"))
        self.findings.setMinimumHeight(FINDINGS_HEIGHT)
        self.findings.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.findings.setWordWrap(True)
        self.findings.horizontalHeader().hide()
        self.findings.verticalHeader().hide()
        self.findings.horizontalHeader().setStretchLastSection(True)
        self.findings.setShowGrid(False)
        self._build()
        self.choose.clicked.connect(self._on_choose)
        self.record.clicked.connect(self._on_record)
        takes.recording.connect(self._on_recording)
        takes.taken.connect(lambda path: model.take(str(Path(path).parent)))
        model.changed.connect(self._fill)
        theme.changed.connect(self._dress)
        self._fill()

    def _dress(self, palette: Palette) -> None:
        self._palette = palette
        if self._listed is not None:
            self._list(self._listed)

    def _build(self) -> None:
        column = _card(self, self.tr("1. Recordings"))
        self.hint.setText(self.tr("Drop a folder of recordings here: ten minutes or more of one voice, without music."))
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.record)
        row.addStretch(1)
        column.addWidget(self.hint)
        column.addLayout(row)
        column.addWidget(self.prompt)
        column.addWidget(self.state)
        column.addWidget(self.findings)
        self.prompt.hide()

    def _on_choose(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self.tr("Choose a folder…")):
            self._model.take(folder)

    def _on_record(self) -> None:
        if self._takes.is_recording:
            self._takes.stop()
            return
        folder = self._model.takes_folder("myself")
        self._n_takes = 1 + len(list(folder.glob("*.wav"))) if folder.is_dir() else 1
        self._takes.record(folder / f"{self._n_takes:03d}.wav")

    def _on_recording(self, recording: bool) -> None:
        self.record.setText(self.tr("Stop recording") if recording else self.tr("Record myself"))
        self.prompt.setText(words(PROMPTS[(self._n_takes - 1) % len(PROMPTS)]))
        self.prompt.setVisible(recording)
        self.hint.setText(
            self.tr("Read aloud, in your usual voice; then record the next.")
            if recording
            else self.tr("Drop a folder of recordings here: ten minutes or more of one voice, without music.")
        )

    def _fill(self) -> None:
        model, checked = self._model, self._model.checked
        self.choose.setEnabled(model.doing in ("", "check"))
        self.state.setVisible(model.doing == "check" or checked is not None)
        self.findings.setVisible(checked is not None and bool(checked.findings))
        if model.doing == "check":
            self.state.setText(self.tr("Listening to the recordings… {percent} %").format(percent=round(100 * model.done)))
        elif checked is not None:
            facts = {"minutes": rough_time(checked.speech_seconds, words), "n": checked.n_files}
            good = self.tr("{n} recordings, {minutes} of speech. Nothing is wrong with them.")
            bad = self.tr("{n} recordings, {minutes} of speech. Better put this right first:")
            self.state.setText((bad if checked.findings else good).format(**facts))
            if checked is not self._listed:
                self._list(checked)

    def _list(self, checked: Checked) -> None:
        """One row for each kind of fault; its places follow where they are few or were asked for."""
        self._listed = checked
        table = self.findings
        table.setRowCount(0)
        for kind in grouped(checked.findings):
            is_open = len(kind.places) <= FEW_PLACES or kind.fault in self._open
            self._add_kind(group_text(kind, words), self._fold(kind, is_open) if len(kind.places) > FEW_PLACES else None)
            for finding in kind.places if is_open else ():
                self._add(INDENT + place_text(finding, words), None if finding.fault == "unreadable" else self._listen(finding))
        table.setColumnWidth(0, 48)
        table.resizeRowsToContents()

    def _add(self, text: str, button: QPushButton | None) -> None:
        row = self.findings.rowCount()
        self.findings.setRowCount(row + 1)
        self.findings.setItem(row, 1, QTableWidgetItem(text))
        if button is not None:
            self.findings.setCellWidget(row, 0, button)

    def _add_kind(self, text: str, button: QPushButton | None) -> None:
        self._add(text, button)
        if (item := self.findings.item(self.findings.rowCount() - 1, 1)) is not None:
            font = item.font()
            font.setBold(True)
            item.setFont(font)

    def _fold(self, kind: FaultGroup, is_open: bool) -> QPushButton:
        what = self.tr("Hide the places") if is_open else self.tr("Show the places")
        return self._small("up" if is_open else "down", what, lambda: self._turn(kind))

    def _turn(self, kind: FaultGroup) -> None:
        self._open ^= {kind.fault}
        if self._listed is not None:
            self._list(self._listed)

    def _listen(self, finding: Finding) -> QPushButton:
        path = str(Path(self._model.folder) / finding.file)
        return self._small("play", self.tr("Listen to this place"), lambda: self._takes.play(path, finding.start_s, finding.end_s))

    def _small(self, drawing: str, what: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(drawing, self._palette.text), "")
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.clicked.connect(do)
        return button


class TrainedVoiceCard(QFrame):
    """Its name and size, what lies ahead, the start."""

    def __init__(self, model: TrainingVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._model = model
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the voice"))
        self.size_of = QComboBox()
        self.size_of.setAccessibleName(self.tr("Size of the networks"))
        self.size_of.addItem(self.tr("Small: a processor trains it in hours, rough"), "small")
        self.size_of.addItem(self.tr("Full: RVC's own size, for a graphics card"), "full")
        self.encoder = QComboBox()
        self.encoder.setAccessibleName(self.tr("Content encoder"))
        self.no_encoder = _text("warn")
        self.no_encoder.setText(
            self.tr("A content encoder is missing: voices hear with it what is said. Get one on the page Voices first.")
        )
        self.ahead = _text()
        self.look = QPushButton(self.tr("How long will it take?"))
        self.start = QPushButton(self.tr("Start training"))
        self.start.setProperty("kind", "primary")
        self._build()
        self.look.clicked.connect(lambda: model.look_ahead(self.wishes()))
        self.start.clicked.connect(lambda: model.start(self.name.text().strip(), self.wishes()))
        self.name.textChanged.connect(lambda _: self._fill())
        model.changed.connect(self._fill)
        self._fill()

    def wishes(self) -> Wishes:
        """As chosen."""
        return Wishes(size=self.size_of.currentData(), encoder=self.encoder.currentText() or "contentvec")

    def showEvent(self, event: QShowEvent) -> None:
        chosen = self.encoder.currentText()
        self.encoder.clear()
        self.encoder.addItems(self._model.encoders())
        self.encoder.setCurrentText(chosen)
        self._fill()
        super().showEvent(event)

    def _build(self) -> None:
        column = _card(self, self.tr("2. The voice"))
        form = QFormLayout()
        form.addRow(self.tr("Name of the voice"), self.name)
        form.addRow(self.tr("Size of the networks"), self.size_of)
        form.addRow(self.tr("Content encoder"), self.encoder)
        row = QHBoxLayout()
        row.addWidget(self.start)
        row.addWidget(self.look)
        row.addStretch(1)
        column.addLayout(form)
        column.addWidget(self.no_encoder)
        column.addWidget(self.ahead)
        column.addLayout(row)

    def _fill(self) -> None:
        model = self._model
        ready = model.doing == "" and self.encoder.count() > 0
        self.no_encoder.setVisible(self.encoder.count() == 0)
        self.look.setEnabled(ready)
        self.start.setEnabled(ready and bool(self.name.text().strip()))
        measuring = self.tr("Measuring this computer…") if model.doing == "plan" else ""
        self.ahead.setText(plan_text(model.plan, words) if model.plan is not None else measuring)
        self.ahead.setVisible(bool(self.ahead.text()))


class RunCard(QFrame):
    """How far it is, the curve, how it sounds; pause, go on, stop; then the voice."""

    def __init__(self, model: TrainingVM, takes: Takes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._model, self._takes, self._shown = model, takes, (0.0, "")
        self.state = _text()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.curve = pg.PlotWidget()
        self.curve.setFixedHeight(CURVE_HEIGHT)
        self.curve.setMouseEnabled(False, False)
        self.curve.hideButtons()
        self.curve.setMenuEnabled(False)
        self.curve.setAccessibleName(self.tr("Error of the voice, falling as it learns"))
        self.curve.setToolTip(self.tr("Error of the voice, falling as it learns"))
        self._line = self.curve.plot([], [])
        self.picture = QLabel()
        self.picture.setFixedHeight(CURVE_HEIGHT)
        self.picture.setScaledContents(True)
        self.picture.setAccessibleName(self.tr("Spectrogram of the newest preview"))
        self.picture.setToolTip(self.tr("Spectrogram of the newest preview"))
        self.pause = QPushButton(self.tr("Pause"))
        self.stop = QPushButton(self.tr("Stop and keep the best"))
        self.hear = QPushButton(self.tr("Hear how it sounds now"))
        self.use = QPushButton(self.tr("Try it"))
        self.use.setProperty("kind", "primary")
        self._build()
        self.pause.clicked.connect(lambda: model.set_paused(not model.paused))
        self.stop.clicked.connect(model.stop)
        self.hear.clicked.connect(lambda: takes.play(model.news.preview) if model.news is not None else None)
        model.changed.connect(self._fill)
        theme.changed.connect(self._dress)
        self._dress(theme.palette)
        self._fill()

    def _build(self) -> None:
        column = _card(self, self.tr("3. Training"))
        pictures = QHBoxLayout()
        pictures.addWidget(self.curve, 1)
        pictures.addWidget(self.picture, 1)
        row = QHBoxLayout()
        for button in (self.use, self.pause, self.stop, self.hear):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.state)
        column.addWidget(self.bar)
        column.addLayout(pictures)
        column.addLayout(row)

    def _dress(self, palette: Palette) -> None:
        self._colours = colours(palette)
        self.curve.setBackground(palette.surface)
        self.curve.plotItem.getAxis("left").setTextPen(palette.text_dim)
        self.curve.plotItem.getAxis("bottom").setTextPen(palette.text_dim)
        self._line.setPen(pg.mkPen(QColor(palette.curve_out), width=2))
        self._shown = (0.0, "")

    def _fill(self) -> None:
        model, news = self._model, self._model.news
        training = model.doing == "train"
        self.use.setVisible(bool(model.voice) and not training)
        self.pause.setVisible(training and news is not None)
        self.stop.setVisible(training)
        self.stop.setText(self.tr("Stop") if news is None else self.tr("Stop and keep the best"))
        self.pause.setText(self.tr("Go on") if model.paused else self.tr("Pause"))
        self.hear.setVisible(news is not None and bool(news.preview))
        self.state.setText(self._state())
        self.bar.setVisible(training)
        self.bar.setRange(0, news.n_steps if news is not None else PERCENT)
        self.curve.setVisible(len(model.mels) > 1)
        if news is None:
            self.bar.setValue(round(PERCENT * model.done))
            self.picture.hide()
        else:
            self.bar.setValue(news.step)
            self._line.setData(*smoothed(model.mels, news.step))
            self._show_preview(news)

    def _state(self) -> str:
        model, news = self._model, self._model.news
        if model.doing != "train":
            return self.tr("The voice is trained and among your voices.") if model.voice else ""
        if news is None:
            return self.tr("Preparing: hearing what is said in the recordings… {percent} %").format(percent=round(100 * model.done))
        if model.live:
            return self.tr("Paused while the voice is live: live sound goes first.")
        if model.paused:
            return self.tr("Paused. Everything is kept.")
        left = rough_time((news.n_steps - news.step) * news.seconds_a_step, words)
        return self.tr("Round {epoch} of {n_epochs}, {left} left").format(epoch=news.epoch + 1, n_epochs=news.n_epochs, left=left)

    def _show_preview(self, news: TrainingNews) -> None:
        path = Path(news.preview)
        self.picture.setVisible(bool(news.preview) and path.exists())
        if not news.preview or not path.exists() or self._shown == (path.stat().st_mtime, news.preview):
            return
        self._shown = (path.stat().st_mtime, news.preview)
        audio, _ = soundfile.read(path, dtype="float32")
        table = self._colours
        pixels = np.ascontiguousarray(table[spectrogram_levels(audio)[::-1]][..., :3].astype(np.uint8))
        image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], 3 * pixels.shape[1], QImage.Format.Format_RGB888)
        self.picture.setPixmap(QPixmap.fromImage(image.copy()))


PERCENT = 100
MOST_POINTS = 400


def smoothed(mels: list[float], step: int) -> tuple[list[float], list[float]]:
    """Steps and errors for the curve: means over equal stretches, at most MOST_POINTS of them. step: of the newest."""
    n = max(1, len(mels) // MOST_POINTS)
    stretches = [mels[i : i + n] for i in range(0, len(mels), n)]
    first = step - len(mels) + 1
    return [float(first + i * n) for i in range(len(stretches))], [sum(part) / len(part) for part in stretches]


def _folder_in(urls: list[QUrl]) -> str:
    """The first folder among dropped things."""
    return next((url.toLocalFile() for url in urls if url.isLocalFile() and Path(url.toLocalFile()).is_dir()), "")


def _text(role: str = "") -> QLabel:
    made = QLabel()
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    return made


def _card(frame: QFrame, title: str) -> QVBoxLayout:
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(10)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    column.addWidget(heading)
    return column
