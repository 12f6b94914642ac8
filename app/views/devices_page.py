"""The page of the devices: three cards, each with its choice, its test and its details."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.viewmodels.device_groups import DeviceGroup
from app.viewmodels.devices_vm import ROLES, DevicesVM, Role
from app.views.level_bar import LevelBar
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE


class DevicesPage(QScrollArea):
    """Microphone, output, monitor."""

    def __init__(self, devices: DevicesVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._devices = devices
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        title = QLabel(self.tr("Devices"))
        title.setProperty("role", "title")
        column.addWidget(title)
        self.cards = {role: DeviceCard(role, devices) for role in ROLES}
        for card in self.cards.values():
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(content)

    def showEvent(self, event: QShowEvent) -> None:
        self._devices.watch(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._devices.watch(False)
        self._devices.set_meter(False)
        super().hideEvent(event)


class DeviceCard(QFrame):
    """One of the three devices."""

    def __init__(self, role: Role, devices: DevicesVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._devices = role, devices
        self.setProperty("card", True)
        self.choice = QComboBox()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(16)
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.setAccessibleName(self._words()[0])
        self.choice.activated.connect(self._on_chosen)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setProperty("role", "warn")
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.more.setText(self.tr("Details"))
        self.more.toggled.connect(self._show_details)
        self.details = QLabel()
        self.details.setProperty("role", "dim")
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.hide()
        self._build()
        devices.devices_changed.connect(self._fill)
        self._fill()

    def _build(self) -> None:
        name, about = self._words()
        heading, explained = QLabel(name), QLabel(about)
        heading.setProperty("role", "heading")
        heading.setBuddy(self.choice)
        explained.setProperty("role", "dim")
        explained.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        row.addWidget(self._test())
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for widget in (heading, explained):
            column.addWidget(widget)
        column.addLayout(row)
        if self._role == "input":
            self.meter = LevelBar(self.tr("Microphone level"))
            self._devices.level.connect(self.meter.set_level)
            column.addWidget(self.meter)
        column.addWidget(self.state)
        column.addWidget(self.details)

    def _test(self) -> QPushButton:
        if self._role == "input":
            self.test = QPushButton(self.tr("Test"))
            self.test.setCheckable(True)
            self.test.setToolTip(self.tr("Speak: the bar moves"))
            self.test.toggled.connect(self._devices.set_meter)
            self._devices.meter_changed.connect(self.test.setChecked)
        else:
            self.test = QPushButton(self.tr("Play a tone"))
            self.test.clicked.connect(lambda: self._devices.play_tone(self._role))
            self._devices.tone_changed.connect(self._on_tone)
        return self.test

    def _words(self) -> tuple[str, str]:
        return {
            "input": (self.tr("Microphone"), self.tr("What you speak into.")),
            "output": (self.tr("Output"), self.tr("Where the voice goes: the virtual microphone, or your headphones to try it.")),
            "monitor": (self.tr("Headphones"), self.tr("Where you hear the voice as well. Loudspeakers would feed it back.")),
        }[self._role]

    def _fill(self) -> None:
        devices, role = self._devices, self._role
        self.choice.blockSignals(True)
        self.choice.clear()
        if role == "monitor":
            self.choice.addItem(self.tr("Off"), NO_MONITOR)
        elif role == "output":
            self.choice.addItem(self.tr("Virtual microphone, for other programs"), VIRTUAL_MICROPHONE)
        default = next((group.name for group in devices.groups(role) if group.is_default), "")
        usual = self.tr("The system's choice ({name})").format(name=default) if default else self.tr("The system's choice")
        self.choice.addItem(usual, "")
        for group in devices.groups(role):
            self.choice.addItem(group.name, group.id)
        missing, chosen, query = devices.missing(role), devices.chosen(role), devices.query(role)
        if missing:
            self.choice.addItem(self.tr("{name} (not there)").format(name=missing), query)
        wanted = chosen.id if chosen is not None and query else query
        self.choice.setCurrentIndex(max(0, self.choice.findData(wanted)))
        self.choice.blockSignals(False)
        self.state.setText(self._state_text(missing))
        self.state.setVisible(bool(self.state.text()))
        self.details.setText(_details(chosen) if chosen is not None else "")
        self.more.setEnabled(chosen is not None)
        if role != "input":
            self.test.setEnabled(chosen is not None)
        if chosen is None:
            self.more.setChecked(False)

    def _state_text(self, missing: str) -> str:
        if missing:
            return self.tr("“{name}” is not there. Plug it in again; it is used as soon as it is back.").format(name=missing)
        if kept := self._devices.kept(self._role):
            words = self.tr("The voice stays at “{name}”, where it was begun. The system's choice is used the next time you switch it on.")
            return words.format(name=kept)
        if self._devices.known and not self._devices.groups(self._role):
            return self.tr("No device was found. Plug one in; it appears here by itself.")
        return ""

    def _on_chosen(self, index: int) -> None:
        self._devices.choose(self._role, str(self.choice.itemData(index)))

    def _on_tone(self, role: str) -> None:
        self.test.setEnabled(role == "" and self._devices.chosen(self._role) is not None)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)


def _details(group: DeviceGroup) -> str:
    """One line a way to the device: technical, the same in every language."""
    return "\n".join(f"{way.api}: {way.rate_hz} Hz, {way.channels} ch, {way.id}" for way in group.ways)
