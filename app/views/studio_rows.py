"""The rows of the page "Studio": works in the queue, and what has been made.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QMessageBox, QProgressBar, QToolButton, QVBoxLayout, QWidget

from app.viewmodels.studio_vm import StudioVM, Task, part_name, told
from app.views.icons import icon
from app.views.theme import Theme
from studio.library import Entry

MOST_RESULTS = 50


class RowButtons:
    """Makes the buttons of a row in the theme's colours."""

    def __init__(self, row: QHBoxLayout, theme: Theme) -> None:
        self._row, self._theme = row, theme

    def add(self, icon_name: str, words: str, call: Callable[[], object]) -> QToolButton:
        """A button with a drawing; the words are its name and its tip."""
        button = QToolButton()
        button.setIcon(icon(icon_name, self._theme.palette.text, self._theme.palette.on_accent))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _: call())
        self._row.addWidget(button)
        return button


class _List(QFrame):
    """A card with a heading and rows."""

    def __init__(self, model: StudioVM, theme: Theme, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.theme = model, theme
        self.setProperty("card", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self.heading = QLabel(heading)
        self.heading.setProperty("role", "heading")
        self._column.addWidget(self.heading)
        self.empty = QLabel(wordWrap=True)
        self.empty.setProperty("role", "dim")
        self._column.addWidget(self.empty)
        self.rows: list[QWidget] = []
        theme.changed.connect(lambda _: self.fill())
        model.playing_changed.connect(self.fill)

    def fill(self) -> None:
        """Puts in the rows as things are."""

    def put(self, rows: list[QWidget]) -> None:
        """These rows in the place of those that were there."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = rows
        for row in rows:
            self._column.addWidget(row)
        self.empty.setVisible(not rows)

    def add_listening(self, buttons: RowButtons, icon_name: str, words: str, file: str) -> None:
        """A button that plays a file, and stops it."""
        plays = self.model.playing == file
        button = buttons.add("stop" if plays else icon_name, self.tr("Stop") if plays else words, partial(self.model.toggle, file))
        button.setCheckable(True)
        button.setChecked(plays)


class QueueList(_List):
    """Works that wait, run or have just ended."""

    def __init__(self, model: StudioVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, "", parent)
        self.heading.setText(self.tr("Queue"))
        self.empty.setText(self.tr("Nothing is being made. Drop a song, a recording or a text on this page."))
        self._bars: dict[int, tuple[QProgressBar, QLabel]] = {}
        model.queue_changed.connect(self.fill)
        model.moved.connect(self._on_moved)
        self.fill()

    def fill(self) -> None:
        self._bars = {}
        self.put([self._row(task) for task in self.model.tasks])

    def _row(self, task: Task) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QHBoxLayout()
        name = QLabel(f"{task.title} · {told(task.kind)}", wordWrap=True)
        name.setTextFormat(Qt.TextFormat.PlainText)
        top.addWidget(name, 1)
        self._add_buttons(RowButtons(top, self.theme), task)
        column.addLayout(top)
        state = QLabel(self.words_of(task), wordWrap=True)
        state.setTextFormat(Qt.TextFormat.PlainText)
        state.setProperty("role", {"failed": "bad", "done": "good"}.get(task.state, "dim"))
        column.addWidget(state)
        if task.state in ("waiting", "running"):
            bar = QProgressBar()
            bar.setRange(0, 1000)
            bar.setTextVisible(False)
            bar.setAccessibleName(task.title)
            column.addWidget(bar)
            self._bars[id(task)] = bar, state
            self._on_moved(task)
        return row

    def words_of(self, task: Task) -> str:
        """How it stands."""
        words = {
            "waiting": self.tr("Waiting"),
            "running": task.doing or self.tr("Beginning"),
            "done": self.tr("Done"),
            "failed": task.text,
            "stopped": self.tr("Stopped"),
        }
        return words[task.state]

    def _add_buttons(self, buttons: RowButtons, task: Task) -> None:
        if task.state in ("waiting", "running"):
            buttons.add("close", self.tr("Stop"), partial(self.model.stop, task))
            return
        if task.state == "done" and task.result:
            self.add_listening(buttons, "play", self.tr("Listen"), task.result)
            if task.source and task.kind != "speak":
                self.add_listening(buttons, "headphones", self.tr("Listen to the original"), task.source)
            buttons.add("folder", self.tr("Show in folder"), partial(show_folder, task.result))
        if task.state in ("failed", "stopped"):
            buttons.add("refresh", self.tr("Try again"), partial(self.model.retry, task))
        buttons.add("close", self.tr("Take out of the list"), partial(self.model.remove, task))

    def _on_moved(self, task: Task) -> None:
        if id(task) in self._bars:
            bar, state = self._bars[id(task)]
            bar.setValue(round(1000 * task.done))
            state.setText(self.words_of(task))


class ResultList(_List):
    """Projects, the newest first."""

    def __init__(self, model: StudioVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, "", parent)
        self.heading.setText(self.tr("Made so far"))
        self.empty.setText(self.tr("What you make here is kept, with everything that it was made from."))
        self.used = QLabel()
        self.used.setProperty("role", "dim")
        self._column.insertWidget(1, self.used)
        model.projects_changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        entries = self.model.projects
        self.put([self._row(entry) for entry in entries[:MOST_RESULTS]])
        size = QLocale().formattedDataSize(sum(entry.n_bytes for entry in entries))
        self.used.setText(self.tr("{count} projects, {size} on the disk").format(count=len(entries), size=size))
        self.used.setVisible(bool(entries))

    def _row(self, entry: Entry) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        made = QLocale().toString(QDateTime.fromString(entry.created, Qt.DateFormat.ISODate).toLocalTime(), QLocale.FormatType.ShortFormat)
        words = QLabel(f"{Path(entry.folder).name}\n{told(entry.kind)} · {made}", wordWrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        line.addWidget(words, 1)
        buttons = RowButtons(line, self.theme)
        if entry.result:
            self.add_listening(buttons, "play", self.tr("Listen"), entry.result)
        if entry.source and Path(entry.source).is_file() and entry.kind != "speak":
            self.add_listening(buttons, "headphones", self.tr("Listen to the original"), entry.source)
        more = buttons.add("more", self.tr("Parts of {name}").format(name=entry.title), lambda: None)
        more.clicked.disconnect()
        more.clicked.connect(lambda: self._show_parts(entry, more))
        buttons.add("folder", self.tr("Show in folder"), partial(show_folder, entry.folder))
        buttons.add("remove", self.tr("Delete"), partial(self._delete, entry))
        return row

    def parts_menu(self, entry: Entry, parent: QWidget) -> QMenu:
        """Every file of a project, to be listened to."""
        menu = QMenu(parent)
        for role, file in self.model.parts_of(entry.folder):
            menu.addAction(self.tr("Listen: {part}").format(part=part_name(role)), partial(self.model.toggle, file))
        return menu

    def _show_parts(self, entry: Entry, button: QToolButton) -> None:
        menu = self.parts_menu(entry, button)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _delete(self, entry: Entry) -> None:
        text = self.tr('Delete "{name}" with all its files?').format(name=Path(entry.folder).name)
        if QMessageBox.question(self, self.tr("Delete"), text) == QMessageBox.StandardButton.Yes:
            self.model.delete(entry)


def show_folder(path: str) -> None:
    """Opens the folder of a file, or a folder, in the system's file manager."""
    place = Path(path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place if place.is_dir() else place.parent)))
