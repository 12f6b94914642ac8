"""What a voice needs beside itself, and every way to it: download, one's own files, what lies on this machine already.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.viewmodels.needs_vm import NeededModel, NeedsVM
from app.views.language import voice_name

MB = 1_000_000
FILE_NAMES = {"contentvec": "hubert_base.pt, pytorch_model.bin", "rmvpe": "rmvpe.pt, rmvpe.onnx"}
SHOWN_NAMES = {"contentvec": "ContentVec", "rmvpe": "RMVPE", "swiftf0": "SwiftF0"}
WIDTH, HEIGHT = 560, 430


def shown_name(name: str) -> str:
    """A model as people write it."""
    return SHOWN_NAMES.get(name, name)


class NeedsDialog(QDialog):
    """Show it with `open()`. It stays until it is closed: what goes wrong is said in it, and can be tried again there."""

    def __init__(self, vm: NeedsVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("What this voice needs"))
        self.resize(WIDTH, HEIGHT)
        self.title = QLabel(wordWrap=True)
        self.title.setProperty("role", "heading")
        self.about = QLabel(wordWrap=True)
        self.about.setProperty("role", "dim")
        self.rows = QVBoxLayout()
        self.found_row, self.found_text = QFrame(), QLabel(wordWrap=True)
        self.use_found = QPushButton(self.tr("Use these"))
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = QLabel(wordWrap=True)
        self.doing.setProperty("role", "dim")
        self.fault = QLabel(wordWrap=True)
        self.fault.setProperty("role", "bad")
        self.fault.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.get = QPushButton()
        self.get.setProperty("kind", "primary")
        self.get.setDefault(True)
        self.files = QPushButton(self.tr("I have the files…"))
        self.folder = QPushButton(self.tr("I have a folder of RVC…"))
        self.away = QPushButton()
        self._build()
        self._connect()
        vm.look()
        self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        self.rows.setSpacing(8)
        body.addWidget(self.title)
        body.addWidget(self.about)
        body.addLayout(self.rows)
        self.found_row.setProperty("card", True)
        row = QHBoxLayout(self.found_row)
        row.addWidget(self.found_text, 1)
        row.addWidget(self.use_found)
        body.addWidget(self.found_row)
        body.addWidget(self.fault)
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        column.addWidget(self.doing)
        column.addWidget(self.bar)
        buttons = QHBoxLayout()
        for button in (self.get, self.files, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.away)
        column.addLayout(buttons)

    def _connect(self) -> None:
        vm = self._vm
        vm.changed.connect(self._show)
        vm.progress.connect(self._on_progress)
        self.get.clicked.connect(vm.fetch)
        self.use_found.clicked.connect(vm.use_found)
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.away.clicked.connect(self._on_away)
        self.finished.connect(lambda _: vm.close())

    # --- what is shown -------------------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        vm = self._vm
        name = voice_name(vm.voice)
        if not vm.known:
            title, about = self.tr("Looking at what is here…"), ""
        elif not vm.needed:
            title, about = self.tr('"{voice}" has everything it needs.').format(voice=name), ""
        elif vm.can_speak:
            title = self.tr('"{voice}" can speak.').format(voice=name)
            about = self.tr("It sounds better with one more model.")
        else:
            title = self.tr('"{voice}" needs something before it can speak.').format(voice=name)
            about = self.tr(
                "All voices of the kind RVC share these models. They are fetched once and stay on this computer; nothing is sent."
            )
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self._show_rows()
        self._show_found()
        self.fault.setText(vm.fault)
        self.fault.setVisible(bool(vm.fault))
        self.bar.setVisible(vm.busy)
        self.doing.setVisible(vm.busy)
        self._show_buttons()

    def _show_rows(self) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in self._vm.needed:
            self.rows.addWidget(self._row(one))

    def _row(self, one: NeededModel) -> QWidget:
        made = QFrame()
        made.setProperty("card", True)
        column = QVBoxLayout(made)
        column.setSpacing(3)
        name = QLabel(self._name(one))
        name.setProperty("role", "heading")
        column.addWidget(name)
        for text in self._lines(one):
            label = QLabel(text, wordWrap=True)
            label.setProperty("role", "dim")
            column.addWidget(label)
        return made

    def _name(self, one: NeededModel) -> str:
        words = self.tr("Speech model {name}") if one.required else self.tr("Pitch model {name}")
        return words.format(name=shown_name(one.name))

    def _lines(self, one: NeededModel) -> list[str]:
        why = self.tr("Hears what you say. The voice cannot speak without it.")
        if not one.required:
            why = self.tr("Hears how high you speak, and does it best. Until it is here, {other} does it, which comes with the program.")
            why = why.format(other=shown_name(one.meanwhile))
        if not one.offered:
            where = self.tr("It is not offered for download here: ask where the voice came from, and give the file.")
            return [why, where]
        text = self.tr("{size} MB, licence {licence}, from {hosts}. As a file it is called {names}.")
        hosts, names = self.tr(" or ").join(one.hosts), FILE_NAMES.get(one.name, one.name)
        return [why, text.format(size=round(one.n_bytes / MB), licence=one.licence, hosts=hosts, names=names)]

    def _show_found(self) -> None:
        vm = self._vm
        files = "\n".join(str(file.path) for file in vm.found)
        self.found_text.setText(self.tr("Found on this computer:") + "\n" + files)
        self.found_row.setVisible(bool(vm.found) and not vm.busy)

    def _show_buttons(self) -> None:
        vm = self._vm
        size = round(sum(one.n_bytes for one in vm.offered) / MB)
        again = self.tr("Try again ({size} MB)") if vm.fault else self.tr("Download ({size} MB)")
        self.get.setText(again.format(size=size))
        self.get.setVisible(bool(vm.offered) and not vm.busy)
        for button in (self.files, self.folder):
            button.setVisible(bool(vm.needed) and not vm.busy)
        if vm.busy:
            self.away.setText(self.tr("Stop"))
            self.away.setToolTip(self.tr("What has come so far is kept; the next download goes on there."))
        else:
            self.away.setText(self.tr("Done") if vm.can_speak else self.tr("Later"))
            self.away.setToolTip("")

    # --- what happens --------------------------------------------------------------------------------------------------------------------

    def _on_progress(self, done: float, which: str, doing: str) -> None:
        self.bar.setValue(round(1000 * done))
        n_bytes = sum(one.n_bytes for one in self._vm.offered)
        parts = [shown_name(which.rsplit("/", 1)[-1]), f"{round(100 * done)} %"]
        if doing.startswith("downloading") and n_bytes:
            parts = [parts[0], self.tr("downloading, {percent} % of {size} MB").format(percent=round(100 * done), size=round(n_bytes / MB))]
        elif doing:
            parts = [parts[0], self.tr("making it ready, {percent} %").format(percent=round(100 * done))]
        self.doing.setText(": ".join(parts))

    def _on_away(self) -> None:
        if self._vm.busy:
            self._vm.stop()
        else:
            self.accept()

    def _choose_files(self) -> None:
        kinds = self.tr("Models") + " (*.pt *.pth *.onnx *.bin *.safetensors);;" + self.tr("All files") + " (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("The files of the models"), "", kinds)
        if paths:
            self._vm.give(paths)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("A folder of RVC or Applio"))
        if path:
            self._vm.give([path])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self._vm.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._vm.give([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
