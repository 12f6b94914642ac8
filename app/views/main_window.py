"""The window: pages at the side, the page in the middle, one line of news, files dropped anywhere, keys.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMainWindow, QStackedWidget, QWidget

from app.views.drop_hint import DropHint
from app.views.icons import app_icon, icon
from app.views.message_bar import MessageBar
from app.views.palette import Palette
from app.views.theme import Theme

NAVIGATION_WIDTH, ICONS_WIDTH = 150, 56
WORDS_FROM = 1200
"""Narrower windows show the pages' icons only."""
USUAL_SIZE = (1280, 720)
SMALLEST_SIZE = (720, 400)
"""In the logical pixels of a screen: usable from 850 x 480 on, where pages scroll."""

TITLE_HEIGHT_PX = 36
"""What the system draws over a window."""

MakePage = Callable[[], QWidget]


@dataclass(slots=True)
class _Page:
    """A page that may not have been made yet."""

    key: str
    icon_name: str
    make: MakePage
    item: QListWidgetItem
    widget: QWidget | None = None


class MainWindow(QMainWindow):
    """dropped(list of paths and addresses); quit_asked: the end of the program.

    closing: the user closes the window, unless `keeps_running` says that it only hides (`hidden`).
    """

    dropped = Signal(list)
    closing = Signal()
    hidden = Signal()
    quit_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pages: list[_Page] = []
        self._dialogs: dict[str, Callable[[], None]] = {}
        self.keeps_running: Callable[[], bool] = lambda: False
        self.setWindowTitle("URVC")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST_SIZE)
        self.resize(*self._fitting(*USUAL_SIZE))
        self.navigation = QListWidget()
        self.navigation.setProperty("role", "navigation")
        self.navigation.setAccessibleName(self.tr("Pages"))
        self.navigation.setFixedWidth(NAVIGATION_WIDTH)
        self.navigation.setIconSize(QSize(20, 20))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.messages = MessageBar(theme, middle)
        self.drop_hint = DropHint(theme, middle)
        self.navigation.currentRowChanged.connect(self._show_row)
        theme.changed.connect(self._dress)

    # --- pages ---------------------------------------------------------------------------------------------------------------------------

    def add_page(self, key: str, title: str, icon_name: str, make: MakePage) -> None:
        """A page called `key`, made when it is shown first."""
        item = QListWidgetItem(title)
        item.setToolTip(title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
        self._pages.append(_Page(key, icon_name, make, item))
        self.navigation.addItem(item)
        self._dress(self._theme.palette)
        if len(self._pages) == 1:
            self.navigation.setCurrentRow(0)

    def add_dialog(self, key: str, show: Callable[[], None]) -> None:
        """A dialog called `key`, which `show` makes and opens over the window."""
        self._dialogs[key] = show

    def open_dialog(self, key: str) -> None:
        """Opens it."""
        self._dialogs[key]()

    def show_page(self, key: str) -> QWidget | None:
        """Goes to a page; None where there is none of that name."""
        for row, page in enumerate(self._pages):
            if page.key == key:
                self.navigation.setCurrentRow(row)
                return page.widget
        return None

    def page_keys(self) -> tuple[str, ...]:
        """The names of the pages, from above."""
        return tuple(page.key for page in self._pages)

    def page(self, key: str) -> QWidget | None:
        """A page that has been made."""
        return next((page.widget for page in self._pages if page.key == key), None)

    def _show_row(self, row: int) -> None:
        page = self._pages[row]
        if page.widget is None:
            page.widget = page.make()
            self.stack.addWidget(page.widget)
        self.stack.setCurrentWidget(page.widget)
        self._dress(self._theme.palette)

    def _dress(self, palette: Palette) -> None:
        for row, page in enumerate(self._pages):
            page.item.setIcon(icon(page.icon_name, palette.on_accent if row == self.navigation.currentRow() else palette.text))

    def _fit_navigation(self) -> None:
        words = self.width() >= WORDS_FROM
        self.navigation.setFixedWidth(NAVIGATION_WIDTH if words else ICONS_WIDTH)
        for page in self._pages:
            page.item.setText(page.item.toolTip() if words else "")

    # --- keys ----------------------------------------------------------------------------------------------------------------------------

    def add_key(self, keys: str, call: Callable[[], object]) -> None:
        """A key of the whole window."""
        QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(call)

    # --- what the system does ------------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        words = _dragged(event.mimeData())
        if words:
            event.setDropAction(Qt.DropAction.CopyAction)  # nothing is taken away from where it is
            event.accept()
            self.drop_hint.show_for(words)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        words = _dragged(event.mimeData())
        if words:
            self.dropped.emit(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_navigation()
        if self.messages.isVisible():
            self.messages.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.keeps_running():
            event.ignore()
            self.hide()
            self.hidden.emit()
            return
        event.accept()
        self.closing.emit()

    # --- where it stood ------------------------------------------------------------------------------------------------------------------

    def place(self) -> str:
        """Where and how large the window is, as text for the settings."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def put(self, place: str) -> None:
        """Back to a place that `place` described; nonsense is ignored."""
        if place:
            self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "ignore")))
            if not (self.isMaximized() or self.isFullScreen()):
                self.resize(*self._fitting(self.width(), self.height()))

    def _fitting(self, width: int, height: int) -> tuple[int, int]:
        """A size that the screen has room for."""
        free = self.screen().availableGeometry()
        return min(width, free.width()), min(height, free.height() - TITLE_HEIGHT_PX)


def _dragged(data: QMimeData) -> list[str]:
    """Paths and addresses."""
    words = [url.toLocalFile() or url.toString() for url in data.urls()]
    return words or _addresses_in(data.text())


def _addresses_in(text: str) -> list[str]:
    return [word for word in text.split() if word.startswith(("http://", "https://", "file://"))]
