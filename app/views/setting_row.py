"""One line of the settings page: what it is, how to change it, what it costs, back to the default."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.viewmodels.settings_vm import Entry, Place, SettingsVM
from app.views.icons import icon
from app.views.key_edit import KeyEdit
from app.views.language import language_name
from app.views.number_box import NumberBox, WholeBox
from app.views.palette import Palette

EDITOR_WIDTH = 320


class SettingRow(QWidget):
    """The editor follows the setting, whoever changes it."""

    def __init__(self, entry: Entry, vm: SettingsVM, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry, self._vm = entry, vm
        self.editor = self._make_editor()
        self.editor.setAccessibleName(entry.label)
        self.editor.setAccessibleDescription(entry.about)
        self.editor.setFixedWidth(EDITOR_WIDTH)
        self.editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.installEventFilter(self)
        self.reset = QToolButton()
        self.reset.setIcon(icon("undo", palette.text))
        self.reset.setToolTip(self.tr("Back to the default"))
        self.reset.setAccessibleName(self.tr("Back to the default: {name}").format(name=entry.label))
        self.reset.clicked.connect(self._on_reset)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.refused = QLabel()
        self.refused.setProperty("role", "bad")
        self.refused.hide()
        self.unused = QLabel(self.tr("The voice in use does without it."))
        self.unused.setProperty("role", "dim")
        self._build()
        vm.changed.connect(self._on_changed)
        vm.costs_changed.connect(self._on_costs)
        vm.use_changed.connect(self._on_use)
        vm.places_changed.connect(self._on_places)
        vm.refused.connect(self._on_refused)
        self.follow()
        self._on_use()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel turns the page, and a value only where the focus is."""
        if event.type() == QEvent.Type.Wheel and not self.editor.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def dress(self, palette: Palette) -> None:
        """In other colours."""
        self.reset.setIcon(icon("undo", palette.text))

    def follow(self) -> None:
        """Shows the value in force."""
        editor, value = self.editor, self._vm.value(self.entry)
        editor.blockSignals(True)
        if isinstance(editor, QCheckBox):
            editor.setChecked(value)
        elif isinstance(editor, QComboBox):
            self._fill(editor)
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, (WholeBox, NumberBox)):
            editor.setValue(value)
        elif isinstance(editor, QKeySequenceEdit):
            editor.setKeySequence(QKeySequence(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
        editor.blockSignals(False)
        self.reset.setVisible(not self._vm.is_usual(self.entry))

    def _build(self) -> None:
        name = QLabel(self.entry.label)
        name.setWordWrap(True)
        name.setBuddy(self.editor)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        about = " ".join(text for text in (_sentence(self.entry.about), self._effect()) if text)
        if about:
            explained = QLabel(about)
            explained.setProperty("role", "dim")
            explained.setWordWrap(True)
            words.addWidget(explained)
        words.addWidget(self.unused)
        words.addWidget(self.refused)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.editor)
        row.addWidget(self.reset)

    def _effect(self) -> str:
        return {
            "at once": "",
            "sound restarts": self.tr("A running voice pauses for a moment."),
            "program restarts": self.tr("Takes effect when the program starts again."),
        }[self.entry.effect]

    def _make_editor(self) -> QWidget:
        entry = self.entry
        if entry.kind == "switch":
            box = QCheckBox(self.tr("On"))
            box.toggled.connect(self._put)
            return box
        if entry.kind == "choice" or self._vm.offered(entry):
            choice = QComboBox()
            choice.activated.connect(self._on_chosen)
            return choice
        if entry.kind in ("whole", "number"):
            return self._spin()
        if entry.kind == "keys":
            keys = KeyEdit()
            keys.editingFinished.connect(self._on_keys)
            keys.setEnabled(not self._vm.global_keys)
            keys.setToolTip(self._vm.global_keys)
            return keys
        line = QLineEdit()
        line.editingFinished.connect(self._on_text)
        return line

    def _spin(self) -> WholeBox | NumberBox:
        rule = self.entry.rule
        assert rule.low is not None
        assert rule.high is not None
        spin: WholeBox | NumberBox
        if self.entry.kind == "whole":
            spin = WholeBox()
            spin.setRange(int(rule.low), int(rule.high))
            spin.setSingleStep(int(rule.step or 1))
        else:
            spin = NumberBox()
            spin.setDecimals(rule.decimals)
            spin.setRange(rule.low, rule.high)
        spin.setSuffix(f" {self.entry.unit}" if self.entry.unit else "")
        spin.valueChanged.connect(self._put)
        return spin

    def _fill(self, choice: QComboBox) -> None:
        choice.clear()
        for value in self._vm.offered(self.entry):
            choice.addItem(self._priced(value), type(self._vm.value(self.entry))(value))
        for place in self._vm.places(self.entry):
            choice.addItem(_place(place), place.value)
        for word in () if choice.count() else self.entry.rule.choices:
            choice.addItem(_choice(self.entry.name, word), word)

    def _priced(self, value: float) -> str:
        """A value with what it would cost: "20 ms: delay 71 ms, load about 9 %"."""
        text = f"{value:g} {self.entry.unit}"
        cost = self._vm.cost(self.entry, value)
        if cost is None:
            return text
        if not self._vm.measured:
            return f"{text}  ({cost.delay_ms:+.0f} ms)" if round(cost.delay_ms) else text
        if cost.load is None:
            return self.tr("{value}: delay {delay} ms").format(value=text, delay=round(cost.delay_ms))
        if value == self._vm.value(self.entry):
            words = self.tr("{value}: delay {delay} ms, load {load} %")
        else:
            words = self.tr("{value}: delay {delay} ms, load about {load} %")
        return words.format(value=text, delay=round(cost.delay_ms), load=max(1, round(100 * cost.load)))

    def _put(self, value: Any) -> None:
        self.refused.hide()
        self._vm.put(self.entry, value)

    def _on_chosen(self, index: int) -> None:
        assert isinstance(self.editor, QComboBox)
        self._put(self.editor.itemData(index))

    def _on_keys(self) -> None:
        assert isinstance(self.editor, QKeySequenceEdit)
        self._put(self.editor.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _on_text(self) -> None:
        assert isinstance(self.editor, QLineEdit)
        self._put(self.editor.text().strip())

    def _on_reset(self) -> None:
        self.refused.hide()
        self._vm.reset(self.entry)

    def _on_changed(self, name: str) -> None:
        if name == self.entry.name:
            self.follow()

    def _on_costs(self) -> None:
        if self._vm.offered(self.entry):
            self.follow()

    def _on_use(self) -> None:
        self.unused.setVisible(not self._vm.in_use(self.entry))

    def _on_places(self) -> None:
        if self._vm.places(self.entry):
            self.follow()

    def _on_refused(self, name: str, code: str) -> None:
        if name == self.entry.name:
            self.refused.setText(self.tr("This value is not possible."))
            self.refused.show()
            self.follow()


def _choice(name: str, word: str) -> str:
    """What a choice is called; names of techniques are what they are."""
    if name == "language":
        return language_name(word)
    words = {
        "system": QCoreApplication.translate("Choice", "As the system"),
        "light": QCoreApplication.translate("Choice", "Light"),
        "dark": QCoreApplication.translate("Choice", "Dark"),
        "auto": QCoreApplication.translate("Choice", "Automatic"),
    }
    return words.get(word, word)


def _place(place: Place) -> str:
    """What a part of this computer is called: by its maker, else by what it is."""
    kind = re.split(r"[:.]", place.value)[0]
    words = {
        "auto": QCoreApplication.translate("Choice", "Automatic"),
        "cpu": QCoreApplication.translate("Choice", "Processor"),
        "gpu": QCoreApplication.translate("Choice", "Intel graphics"),
        "cuda": QCoreApplication.translate("Choice", "NVIDIA graphics card"),
        "tensorrt": QCoreApplication.translate("Choice", "NVIDIA graphics card, by TensorRT"),
        "directml": QCoreApplication.translate("Choice", "Graphics card, by DirectML"),
        "coreml": QCoreApplication.translate("Choice", "Apple's own processors, by Core ML"),
    }.get(kind, place.value)
    if place.missing:
        return QCoreApplication.translate("Choice", "{name}: not found").format(name=place.value)
    return f"{words}: {place.name}" if place.name else words


def _sentence(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."
