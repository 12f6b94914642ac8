"""Microphone, output and monitor: what there is, what is chosen, what has gone; a meter and a test tone for trying them.

Thread: GUI. The engine looks for devices; nothing here waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings.record import Settings
from app.viewmodels.device_groups import DeviceGroup, Direction, group_devices
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message, message_of
from engine.config import NO_MONITOR, VIRTUAL_MICROPHONE
from engine.link.messages import (
    AnyEvent,
    Cancel,
    Devices,
    Failed,
    InputLevel,
    ListDevices,
    Listen,
    Notice,
    PlaySound,
    Started,
    Stopped,
    Telemetry,
)

Role = Literal["input", "output", "monitor"]
ROLES: tuple[Role, ...] = ("input", "output", "monitor")
NO_DEVICE: Mapping[Role, str] = {"output": VIRTUAL_MICROPHONE, "monitor": NO_MONITOR}
"""What may be chosen and is no device of the list."""
LOOK_EVERY_MS = 2000
LISTEN_AGAIN_MS = 1000
SILENT_DB = -120.0


class DevicesVM(QObject):
    """devices_changed: another list, or another choice. level(peak_db): what the chosen microphone hears, while `meter` is on or the voice
    runs. tone_changed(Role | ""): which output plays the test tone. message(Message)."""

    devices_changed = Signal()
    level = Signal(float)
    meter_changed = Signal(bool)
    tone_changed = Signal(str)
    message = Signal(object)

    def __init__(self, link: EngineLink, keeper: SettingsKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._keeper = link, keeper
        self._groups: dict[Direction, tuple[DeviceGroup, ...]] = {"input": (), "output": ()}
        self._known = self._watched = False
        self._asking = False
        self._live = False
        self._metering = False
        self._listening = 0
        self._fault = ""  # of the microphone that is tried again and again: said once
        self._missing: set[Role] = set()
        self._in_use: Mapping[Role, str] = {}  # of the voice that runs
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look_again)
        self._again = QTimer(self, singleShot=True, interval=LISTEN_AGAIN_MS)
        self._again.timeout.connect(self._listen_again)
        link.event_received.connect(self._on_event)
        link.ready.connect(self._on_ready)
        link.died.connect(self._on_died)
        keeper.changed.connect(self._on_settings)

    # --- what there is -------------------------------------------------------------------------------------------------------------------

    @property
    def known(self) -> bool:
        """Whether the engine has answered yet."""
        return self._known

    def groups(self, role: Role) -> tuple[DeviceGroup, ...]:
        """The devices to choose from, the sensible ones first."""
        return self._groups["input" if role == "input" else "output"]

    def query(self, role: Role) -> str:
        """The setting: "" is the system's default, and for the monitor "none" is nowhere."""
        return str(getattr(self._keeper.now.engine, role))

    def chosen(self, role: Role) -> DeviceGroup | None:
        """The device that the setting means; None where it is not there, and for what is no device (no monitor, the virtual microphone)."""
        query = self.query(role)
        if query == NO_DEVICE.get(role):
            return None
        if not query:
            return next((group for group in self.groups(role) if group.is_default), None)
        return next((group for group in self.groups(role) if group.has(query)), None)

    def missing(self, role: Role) -> str:
        """The device that is chosen and not there, as the setting names it; "" where all is well."""
        query = self.query(role)
        if not self._known or not query or query == NO_DEVICE.get(role) or self.chosen(role) is not None:
            return ""
        return query.partition(":")[2] or query

    def kept(self, role: Role) -> str:
        """The device that the running voice was begun with and stays at, where the system's default was chosen and is another one by now;
        else ""."""
        name, default = self._in_use.get(role, ""), self.chosen(role)
        return name if name and not self.query(role) and default is not None and not default.has(name) else ""

    # --- what the user does --------------------------------------------------------------------------------------------------------------

    def watch(self, shown: bool) -> None:
        """Looks for devices every two seconds while somebody looks at them."""
        self._watched = shown
        if shown:
            self.look()
        self._keep_looking()

    def look(self) -> None:
        """Asks the engine for the devices, unless an answer is on its way."""
        if not self._asking:
            self._asking = True
            self._link.ask(ListDevices(), self._on_devices)

    def choose(self, role: Role, device_id: str) -> None:
        """`device_id` of a group; "" for the system's default, "none" for no monitor."""
        self._keeper.set_engine({role: device_id})

    @property
    def metering(self) -> bool:
        return self._metering

    def set_meter(self, on: bool) -> None:
        """Listens to the chosen microphone, or no longer. While the voice runs, its own meter is shown."""
        if on != self._metering:
            self._metering = on
            self._restart_listening()
            self.meter_changed.emit(on)

    def play_tone(self, role: Role) -> None:
        """Two short tones to the chosen output or monitor."""
        query = self.query(role)
        device = "" if query == NO_DEVICE.get(role) else query
        self.tone_changed.emit(role)
        self._link.ask(PlaySound(device=device, backend=self._keeper.now.engine.backend), self._on_tone)

    # --- from the engine -----------------------------------------------------------------------------------------------------------------

    def _on_ready(self, event: object) -> None:
        self.look()
        if self._metering:
            self._again.start()

    def _on_died(self, status: int) -> None:
        self._set_live({})

    def _set_live(self, in_use: Mapping[Role, str]) -> None:
        """With which devices the voice runs; none: it does not."""
        self._live, self._in_use = bool(in_use), in_use
        self.devices_changed.emit()

    def _keep_looking(self) -> None:
        """Looks again while somebody looks at the devices, or one of them is missing."""
        if not self._watched and not self._missing:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _look_again(self) -> None:
        """Nothing is asked of an engine that has been given up: that would start it."""
        if self._link.running:
            self.look()

    def _listen_again(self) -> None:
        if self._link.running:
            self._listen()

    def _on_devices(self, event: AnyEvent) -> None:
        self._asking = False
        if not isinstance(event, Devices):
            return
        found: dict[Direction, tuple[DeviceGroup, ...]] = {
            "input": group_devices(event.devices, "input"),
            "output": group_devices(event.devices, "output"),
        }
        changed = found != self._groups or not self._known
        self._groups, self._known = found, True
        if changed:
            self._tell_missing()
            self.devices_changed.emit()

    def _tell_missing(self) -> None:
        """Says what has gone and what is back; the engine says it itself while the voice runs."""
        missing = {role for role in ROLES if self.missing(role)}
        if not self._live:
            for role in sorted(missing - self._missing):
                text = self.tr("“{name}” is not there. It is used again as soon as it is plugged in.").format(name=self.missing(role))
                self.message.emit(Message("warn", text, "device.lost"))
            for role in sorted(self._missing - missing):
                group = self.chosen(role)
                text = self.tr("“{name}” is back.").format(name=group.name if group is not None else "")
                self.message.emit(Message("good", text, "device.back"))
        self._missing = missing
        self._keep_looking()

    def _on_event(self, event: AnyEvent) -> None:
        match event:
            case Telemetry():
                self._live = True
                self.level.emit(event.input_db)
            case Started(input=microphone, output=output, monitor=monitor):
                self._set_live({"input": microphone, "output": output, "monitor": monitor})
                self._restart_listening()
            case Notice(code="device.back"):
                self._in_use = {}  # what was opened in the place of a default that had gone is not told
            case Stopped():
                self._set_live({})
                self._restart_listening()
            case InputLevel(reply_to=number) if number == self._listening:
                self._fault = ""
                self.level.emit(event.peak_db)

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if now.engine.input != before.engine.input:
            self._restart_listening()
        if any(getattr(now.engine, role) != getattr(before.engine, role) for role in ROLES):
            self._missing = {role for role in ROLES if self.missing(role)}
            self._keep_looking()
            self.devices_changed.emit()

    def _restart_listening(self) -> None:
        if self._listening:
            self._link.send(Cancel(job=self._listening))
            self._listening = 0
        self._fault = ""
        self._listen()

    def _listen(self) -> None:
        if self._metering and not self._live and not self._listening:
            engine = self._keeper.now.engine
            self._listening = self._link.ask(Listen(device=engine.input, backend=engine.backend), self._on_listened)
        elif not self._metering:
            self._again.stop()
            self.level.emit(SILENT_DB)

    def _on_listened(self, event: AnyEvent) -> None:
        """The listening has ended; where the device failed, it is tried again until it is back."""
        if event.reply_to != self._listening:
            return
        self._listening = 0
        if isinstance(event, Failed) and self._metering:
            self.level.emit(SILENT_DB)
            if event.code == "engine.died":
                return  # it goes on when another one is ready
            if event.code not in ("device.lost", "device.not_found", self._fault):
                self._fault = event.code
                self.message.emit(message_of(event))
            self.look()
            self._again.start()

    def _on_tone(self, event: AnyEvent) -> None:
        self.tone_changed.emit("")
        if isinstance(event, Failed):
            self.message.emit(message_of(event))
