"""The row at the foot: recording, and a file in the microphone's place.

Thread: GUI.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from app.viewmodels.file_input import FileInputVM
from app.viewmodels.recorder import RecorderVM
from app.views.icons import icon
from app.views.jump_slider import JumpSlider
from app.views.palette import Palette
from app.views.theme import Theme

STEPS_PER_S = 10
CLOCK_MS = 500


class Transport(QFrame):
    """Record, what, as what; source, pause, position, repeat."""

    def __init__(self, recorder: RecorderVM, file_input: FileInputVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._recorder, self._file, self._theme = recorder, file_input, theme
        self._clock = QTimer(self, interval=CLOCK_MS)
        self.record = QPushButton(self.tr("Record"))
        self.record.setCheckable(True)
        self.what = QComboBox()
        self.format = QComboBox()
        self.source = QPushButton()
        self.pause = QToolButton()
        self.position = JumpSlider()
        self.time = QLabel()
        self.repeat = QToolButton()
        self.back = QToolButton()
        self._name()
        self._build()
        self._connect()
        self._dress(theme.palette)
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        """Without the choice of the kind of file, where there is little room: it stays as it was chosen."""
        self.format.setVisible(not compact)

    def choose_file(self) -> None:
        """Asks for a recording to play."""
        kinds = self.tr("Recordings") + " (*.wav *.flac *.ogg *.mp3 *.aiff);;" + self.tr("All files") + " (*)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Play a file as the microphone"), "", kinds)
        if path:
            self._file.open(path)

    # --- making --------------------------------------------------------------------------------------------------------------------------

    def _name(self) -> None:
        for value, words in (("output", self.tr("Voice")), ("input", self.tr("Microphone")), ("both", self.tr("Both"))):
            self.what.addItem(words, value)
        for value in ("wav", "flac"):
            self.format.addItem(value.upper(), value)
        self.position.setAccessibleName(self.tr("Position in the file"))
        for widget, tip in (
            (self.record, self.tr("Record to a file (Ctrl+R)")),
            (self.what, self.tr("What is recorded")),
            (self.format, self.tr("Kind of file")),
            (self.source, self.tr("Speak into the microphone, or play a file in its place")),
            (self.pause, self.tr("Pause the file")),
            (self.position, self.tr("Position in the file")),
            (self.repeat, self.tr("Play the file again and again")),
            (self.back, self.tr("Back to the microphone")),
        ):
            widget.setToolTip(tip)
            widget.setAccessibleName(tip)
        for button in (self.pause, self.repeat):
            button.setCheckable(True)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        for widget in (self.record, self.what, self.format):
            row.addWidget(widget)
        row.addSpacing(12)
        menu = QMenu(self)
        menu.addAction(self.tr("Microphone"), self._file.close_file)
        menu.addAction(self.tr("Demo recording"), self._file.open_demo)
        menu.addAction(self.tr("File…"), self.choose_file)
        self.source.setMenu(menu)
        row.addWidget(self.source)
        row.addWidget(self.pause)
        row.addWidget(self.position, 1)
        for shown in (self.time, self.repeat, self.back):
            row.addWidget(shown)
        row.addStretch(0)

    def _connect(self) -> None:
        self.record.clicked.connect(self._on_record)
        self.what.activated.connect(lambda n: setattr(self._recorder, "what", self.what.itemData(n)))
        self.format.activated.connect(lambda n: setattr(self._recorder, "format", self.format.itemData(n)))
        self.pause.clicked.connect(self._file.set_paused)
        self.repeat.clicked.connect(self._file.set_loop)
        self.back.clicked.connect(self._file.close_file)
        self.position.sliderReleased.connect(lambda: self._file.seek(self.position.value() / STEPS_PER_S))
        self.position.actionTriggered.connect(self._on_step)
        self._recorder.changed.connect(self._refresh)
        self._clock.timeout.connect(self._tick)
        self._file.changed.connect(self._refresh)
        self._file.moved.connect(self._on_moved)
        self._theme.changed.connect(self._dress)

    # --- what happens --------------------------------------------------------------------------------------------------------------------

    def _on_record(self) -> None:
        self._recorder.toggle()
        self._refresh()

    def _on_step(self, action: int) -> None:
        """Keys and clicks beside the handle; a drag waits for its end."""
        if not self.position.isSliderDown():
            self._file.seek(self.position.sliderPosition() / STEPS_PER_S)

    def _on_moved(self, position_s: float, length_s: float) -> None:
        if not self.position.isSliderDown():
            self.position.setValue(round(position_s * STEPS_PER_S))
        text = f"{_clock(position_s)} / {_clock(length_s)}"
        if text != self.time.text():
            self.time.setText(text)

    def _refresh(self) -> None:
        recorder, file = self._recorder, self._file
        self.record.setChecked(recorder.recording)
        self.record.setEnabled(recorder.can_record or recorder.recording)
        if recorder.recording:
            self._clock.start()
        else:
            self._clock.stop()
        self._tick()
        for box in (self.what, self.format):
            box.setEnabled(not recorder.recording)
        name = self.tr("Demo recording") if file.is_demo else Path(file.path).name
        words = name if file.path else self.tr("Microphone")
        self.source.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 200))
        for widget in (self.pause, self.position, self.time, self.repeat, self.back):
            widget.setVisible(bool(file.path))
        self.pause.setChecked(file.paused)
        self.repeat.setChecked(file.loop)
        self.position.setMaximum(max(1, round(file.length_s * STEPS_PER_S)))
        self._on_moved(file.position_s, file.length_s)

    def _tick(self) -> None:
        recorder = self._recorder
        text = self.tr("Stop recording ({time})").format(time=_clock(recorder.seconds)) if recorder.recording else self.tr("Record")
        self.record.setText(text)

    def _dress(self, palette: Palette) -> None:
        self.record.setIcon(icon("record", palette.bad, palette.on_accent))
        self.source.setIcon(icon("microphone", palette.text))
        self.pause.setIcon(icon("pause", palette.text, palette.on_accent))
        self.repeat.setIcon(icon("refresh", palette.text, palette.on_accent))
        self.back.setIcon(icon("close", palette.text))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
