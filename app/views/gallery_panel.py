"""The left side of the voices page: search, tags, the list, bringing voices in.

Thread: GUI.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.viewmodels.gallery import FAVOURITES, OWN, Deleted, GalleryVM
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from app.views.gallery_list import VoiceList, VoiceModel, tag_words
from app.views.icons import icon
from app.views.language import voice_name
from app.views.palette import Palette
from app.views.theme import Theme
from app.views.voice_key_dialog import VoiceKeyDialog


class GalleryPanel(QFrame):
    """Everything about choosing a voice."""

    def __init__(self, gallery: GalleryVM, session: SessionVM, preview: PreviewVM, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery, self._session, self._preview = gallery, session, preview
        self.setProperty("card", True)
        self.search = QLineEdit(placeholderText=self.tr("Search voices"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search voices"))
        self.search.setToolTip(self.tr("Search by name, tag or description (Ctrl+F)"))
        self.tags = QComboBox()
        self.tags.setAccessibleName(self.tr("Show"))
        self.tags.setToolTip(self.tr("Which voices are shown"))
        self.model = VoiceModel(gallery, preview, session, self)
        self.list = VoiceList(self.model, theme)
        self.empty = QLabel(self.tr("No voice fits the search."), alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.empty.setProperty("role", "dim")
        self.empty.hide()  # until the list is known
        self._import_row = self._make_import_row()
        self._build()
        self._connect(theme)
        self._fill_tags()
        self._follow()
        self._dress(theme.palette)

    def choose_files(self) -> None:
        """Asks for files to bring in."""
        kinds = self.tr("Voices") + " (*.pth *.pt *.safetensors *.onnx *.zip *.index);;" + self.tr("All files") + " (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add voices"), "", kinds)
        if paths:
            self._gallery.bring_in(paths)

    # --- making --------------------------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 10)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.search, 3)
        row.addWidget(self.tags, 2)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._import_row)
        self.add = QPushButton(self.tr("Add voices…"))
        self.add.setToolTip(self.tr("Add RVC voices (.pth, .onnx, .zip with or without .index); or drop them anywhere on the window"))
        self.own = QToolButton()
        self.own.setCheckable(True)
        self.own.setAccessibleName(self.tr("Preview on my own voice"))
        self.own.setToolTip(self.tr("Record five seconds of yourself and preview voices on them instead of the demo"))
        row = QHBoxLayout()
        row.setSpacing(6)
        self.more = QToolButton()
        self.more.setAccessibleName(self.tr("Deleted voices"))
        self.more.setToolTip(self.tr("Get deleted voices back"))
        self.more.clicked.connect(lambda: self._gallery.look_for_deleted(self._offer_deleted))
        row.addWidget(self.add, 1)
        row.addWidget(self.own)
        row.addWidget(self.more)
        column.addLayout(row)

    def _make_import_row(self) -> QWidget:
        row = QWidget()
        self.progress = QProgressBar(maximum=1000, textVisible=False)
        self.progress.setAccessibleName(self.tr("Progress of adding voices"))
        self.doing = QLabel()
        self.doing.setProperty("role", "dim")
        self.cancel = QPushButton(self.tr("Cancel"))
        column = QVBoxLayout(row)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(4)
        column.addWidget(self.doing)
        line = QHBoxLayout()
        line.addWidget(self.progress, 1)
        line.addWidget(self.cancel)
        column.addLayout(line)
        row.hide()
        return row

    def _connect(self, theme: Theme) -> None:
        gallery, session, preview = self._gallery, self._session, self._preview
        self.search.textChanged.connect(gallery.set_search)
        self.tags.activated.connect(lambda row: gallery.set_tag(self.tags.itemData(row)))
        self.list.chosen.connect(self._choose)
        self.list.starred.connect(lambda voice_id: gallery.set_favourite(voice_id, not gallery.is_favourite(voice_id)))
        self.list.previewed.connect(self._toggle_preview)
        self.list.rename_wanted.connect(self._rename)
        self.list.delete_wanted.connect(gallery.delete)
        self.list.menu_wanted.connect(self._menu)
        self.list.get_wanted.connect(gallery.needs_wanted)
        gallery.arrived.connect(self._on_arrived)
        self.add.clicked.connect(self.choose_files)
        self.cancel.clicked.connect(gallery.cancel_import)
        self.own.clicked.connect(self._own_clicked)
        gallery.changed.connect(self._on_gallery)
        gallery.importing.connect(self._on_importing)
        gallery.imported.connect(self._import_row.hide)
        session.voice_changed.connect(lambda _: self._follow())
        preview.recording.connect(self._on_recording)
        preview.own_recorded.connect(lambda: self.own.setChecked(True))
        theme.changed.connect(self._dress)

    # --- what happens --------------------------------------------------------------------------------------------------------------------

    def _choose(self, voice_id: str) -> None:
        voice = self._gallery.find(voice_id)
        lacks = self._gallery.offer_missing(voice_id)
        if voice is not None and not (lacks and self._session.on):  # the voice that is heard goes on
            self._session.select(voice)

    def _on_arrived(self, voice_id: str) -> None:
        """A new voice is selected and shown; while another one is heard, only shown."""
        voice = self._gallery.find(voice_id)
        if voice is not None and not self._session.on:
            self._session.select(voice)
        row = self.model.row_of(voice_id)
        if row >= 0:
            self.list.scrollTo(self.model.index(row))

    def _toggle_preview(self, voice_id: str) -> None:
        voice = self._gallery.find(voice_id)
        if voice is not None:
            self._preview.toggle(voice)

    def _rename(self, voice_id: str) -> None:
        voice = self._gallery.find(voice_id)
        if voice is None or voice.rvc is None:
            return
        name, agreed = QInputDialog.getText(self, self.tr("Rename"), self.tr("New name:"), text=voice.name)
        if agreed:
            self._gallery.rename(voice_id, name)

    def ask_for_key(self, voice_id: str) -> None:
        """Asks for the global key that chooses a voice."""
        voice = self._gallery.find(voice_id)
        if voice is not None:
            dialog = VoiceKeyDialog(voice_name(voice), self._gallery.key_of(voice_id), self)
            dialog.accepted.connect(lambda: self._gallery.set_key(voice_id, dialog.keys()))
            dialog.open()

    def _menu(self, voice_id: str, place: QPoint) -> None:
        voice = self._gallery.find(voice_id)
        if voice is None:
            return
        menu = QMenu(self)
        self._action(menu, self.tr("Choose"), "Return", lambda: self._choose(voice_id))
        self._action(menu, self.tr("Preview"), "Space", lambda: self._toggle_preview(voice_id))
        starred = self._gallery.is_favourite(voice_id)
        label = self.tr("Remove from favourites") if starred else self.tr("Add to favourites")
        self._action(menu, label, "F", lambda: self._gallery.set_favourite(voice_id, not starred))
        self._action(menu, self.tr("Key in every program…"), "", lambda: self.ask_for_key(voice_id))
        if voice.rvc is not None:
            menu.addSeparator()
            self._action(menu, self.tr("Rename…"), "F2", lambda: self._rename(voice_id))
            self._action(menu, self.tr("Delete"), "Del", lambda: self._gallery.delete(voice_id))
        card = self._gallery.card(voice_id)
        if card is not None and card.missing:
            menu.addSeparator()
            self._action(menu, self.tr("What it needs…"), "", lambda: self._gallery.needs_wanted.emit(voice_id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _offer_deleted(self, deleted: tuple[Deleted, ...]) -> None:
        menu = QMenu(self)
        if not deleted:
            menu.addAction(self.tr("No voice was deleted")).setEnabled(False)
        for one in deleted:
            restore = self.tr('Get "{name}" back').format(name=one.name)
            self._action(menu, restore, "", lambda _=False, voice_id=one.id: self._gallery.restore(voice_id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().topLeft() - QPoint(0, menu.sizeHint().height())))

    def _action(self, menu: QMenu, label: str, key: str, call: object) -> None:
        action = QAction(f"{label}\t{key}" if key else label, menu)
        action.triggered.connect(call)
        menu.addAction(action)

    def _own_clicked(self, checked: bool) -> None:
        if checked:
            self._preview.record_own()
        else:
            self._preview.forget_own()

    def _on_recording(self, recording: bool) -> None:
        self.own.setEnabled(not recording)
        if not recording and not self._preview.own:
            self.own.setChecked(False)

    def _on_gallery(self) -> None:
        self._fill_tags()
        shown = self.model.rowCount() > 0
        self.list.setVisible(shown)
        self.empty.setVisible(not shown)
        self._follow()

    def _on_importing(self, done: float, text: str) -> None:
        self._import_row.show()
        self.progress.setValue(round(1000 * done))
        self.doing.setText(self.doing.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(80, self.width() - 40)))

    def _follow(self) -> None:
        """Marks the selected voice."""
        voice = self._session.voice
        row = self.model.row_of(voice.id) if voice is not None else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()

    def _fill_tags(self) -> None:
        words = {FAVOURITES: self.tr("Favourites"), OWN: self.tr("My voices")}
        wanted = ["", *self._gallery.tags()]
        if [self.tags.itemData(row) for row in range(self.tags.count())] != wanted:
            self.tags.clear()
            for tag in wanted:
                self.tags.addItem((words.get(tag) or tag_words(tag)) if tag else self.tr("All"), tag)
        self.tags.setCurrentIndex(max(0, self.tags.findData(self._gallery.tag)))

    def _dress(self, palette: Palette) -> None:
        self.add.setIcon(icon("add", palette.text))
        self.own.setIcon(icon("microphone", palette.text, palette.on_accent))
        self.more.setIcon(icon("undo", palette.text))
