"""The page About: the version and whether there is a newer one, the graphics card, the licences of everything inside.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.components import Component
from app.updates import PAGE
from app.viewmodels.about_vm import AboutVM

WIDEST, PARTS_HEIGHT = 860, 300
OWN_LICENCE = "MIT"


class AboutPage(QScrollArea):
    """Three cards."""

    def __init__(self, vm: AboutVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.version, self.gpu, self.licences = VersionCard(vm), GpuCard(vm), LicencesCard(vm)
        content = QWidget()
        content.setMaximumWidth(WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        title = QLabel(self.tr("About URVC"))
        title.setProperty("role", "title")
        for widget in (title, self.version, self.gpu, self.licences):
            column.addWidget(widget)
        column.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, 1)
        row.addStretch(0)
        self.setWidget(holder)
        vm.read_parts()

    def showEvent(self, event: QShowEvent) -> None:
        self._vm.look_at_card()
        super().showEvent(event)


class AboutCard(QFrame):
    """A heading, and what follows in `column`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        title = QLabel(heading)
        title.setProperty("role", "heading")
        self.column.addWidget(title)

    def words(self, role: str = "dim") -> QLabel:
        """A line of text that may be long."""
        label = QLabel(wordWrap=True)
        label.setProperty("role", role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(label)
        return label

    def buttons(self, *buttons: QPushButton) -> None:
        """A line of them."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)


class VersionCard(AboutCard):
    """Which version this is, and the newest."""

    def __init__(self, vm: AboutVM) -> None:
        super().__init__(self.tr("Version"))
        self._vm = vm
        about = self.words("")
        about.setText(self.tr("URVC {version}, licence {licence}").format(version=vm.version, licence=OWN_LICENCE))
        self.news, self.fault = self.words(""), self.words("bad")
        self.always = QCheckBox(self.tr("Look for a new version at every start"))
        self.always.setToolTip(self.tr("One address is asked, and nothing is sent. Nothing is installed by itself."))
        self.column.addWidget(self.always)
        self.look = QPushButton(self.tr("Look now"))
        self.page = QPushButton(self.tr("Open the page of the versions"))
        self.buttons(self.look, self.page)
        self.always.clicked.connect(vm.answer)
        self.look.clicked.connect(vm.look)
        self.page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(PAGE)))
        vm.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        vm = self._vm
        self.always.setChecked(vm.looks_at_start)
        for label, text in ((self.news, vm.update_text), (self.fault, vm.update_fault)):
            label.setText(text)
            label.setVisible(bool(text))


class GpuCard(AboutCard):
    """What the graphics card can do, what is missing and what it would take."""

    def __init__(self, vm: AboutVM) -> None:
        super().__init__(self.tr("Graphics card"))
        self._vm = vm
        self._size_mb = 0
        self.found, self.text, self.cost, self.fault = self.words(""), self.words(), self.words(), self.words("bad")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = self.words()
        self.column.addWidget(self.bar)
        self.get, self.stop = QPushButton(), QPushButton(self.tr("Stop"))
        self.remove = QPushButton(self.tr("Remove NVIDIA's libraries"))
        self.stop.setToolTip(self.tr("What has come so far is kept; the next download goes on there."))
        self.buttons(self.get, self.stop, self.remove)
        self.get.clicked.connect(vm.add_gpu)
        self.stop.clicked.connect(vm.stop)
        self.remove.clicked.connect(vm.remove_gpu)
        vm.changed.connect(self._show)
        vm.progress.connect(self._on_progress)
        self._show()

    def _show(self) -> None:
        vm, gpu = self._vm, self._vm.gpu
        cards = ", ".join(gpu.cards) if gpu else ""
        driver = self.tr("{cards}, driver {driver}").format(cards=cards, driver=gpu.driver) if gpu and gpu.driver else cards
        offered, here = bool(gpu and gpu.offered), gpu.here_mb if gpu else 0
        cost = ""
        if gpu and offered:
            self._size_mb = gpu.download_mb if not vm.busy else self._size_mb
            cost = self.tr("{download} MB are downloaded; up to {needed} MB are needed on the disk, in your own folder.")
            cost = cost.format(download=gpu.download_mb, needed=gpu.needed_mb)
        elif here:
            cost = self.tr("They take {here} MB on the disk.").format(here=here)
        for label, text in ((self.found, driver), (self.text, vm.gpu_text), (self.cost, cost), (self.fault, vm.gpu_fault)):
            label.setText(text)
            label.setVisible(bool(text))
        self.get.setText(self.tr("Try again") if vm.gpu_fault else self.tr("Get NVIDIA's libraries"))
        self.get.setVisible(offered and not vm.busy)
        self.remove.setVisible(bool(here) and not vm.busy)
        for widget in (self.stop, self.bar, self.doing):
            widget.setVisible(vm.busy)

    def _on_progress(self, done: float) -> None:
        self.bar.setValue(round(1000 * done))
        self.doing.setText(self.tr("{percent} % of {size} MB").format(percent=round(100 * done), size=self._size_mb))


class LicencesCard(AboutCard):
    """Everything inside: a list at the left, the licence of the chosen one at the right."""

    def __init__(self, vm: AboutVM) -> None:
        super().__init__(self.tr("Made with"))
        self._parts: list[Component] = []
        self.list, self.text = QListWidget(), QPlainTextEdit(readOnly=True)
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.text.setAccessibleName(self.tr("Licence"))
        row = QHBoxLayout()
        row.addWidget(self.list, 2)
        row.addWidget(self.text, 3)
        self.column.addLayout(row)
        self.list.setMinimumHeight(PARTS_HEIGHT)
        self.list.currentRowChanged.connect(self._show)
        vm.parts_came.connect(self.fill)

    def fill(self, parts: list[Component]) -> None:
        """Shows these."""
        self._parts = parts
        self.list.clear()
        self.list.addItems([f"{part.name} {part.version}" for part in parts])
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            part = self._parts[row]
            self.text.setPlainText("\n".join(filter(None, (part.licence, part.homepage, "", part.text))))


class UpdateQuestion(QDialog):
    """Asked once, after the first run."""

    def __init__(self, vm: AboutVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New versions"))
        text = QLabel(self.tr("Shall URVC look for a new version at every start?"), wordWrap=True)
        text.setProperty("role", "heading")
        about = QLabel(self.tr("One address is asked, and nothing is sent. Nothing is installed by itself."), wordWrap=True)
        about.setProperty("role", "dim")
        self.no, self.yes = QPushButton(self.tr("No")), QPushButton(self.tr("Yes, look"))
        self.yes.setProperty("kind", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        column.addWidget(text)
        column.addWidget(about)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.finished.connect(lambda result: vm.answer(result == QDialog.DialogCode.Accepted))
