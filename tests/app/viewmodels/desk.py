"""Devices beside an engine whose devices the test has in its hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels import devices_vm
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from engine.config import EngineConfig
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, device

YETI, USB = device("Yeti", default=True), device("USB")
SPEAKERS, PHONES = device("Speakers", "output", default=True), device("Phones", "output")


class Desk:
    """Devices beside a stand-in of the engine, looked for quickly."""

    def __init__(self, folder: Path, **engine: str) -> None:
        self.engine = StandIn(folder / "engine")
        self.engine.has(YETI, USB, SPEAKERS, PHONES)
        self.link = EngineLink(self.engine.command)
        self.keeper = SettingsKeeper(Settings(engine=EngineConfig(**engine)))  # type: ignore[arg-type]
        self.devices = DevicesVM(self.link, self.keeper)
        self.messages, self.levels = SignalLog(self.devices.message), SignalLog(self.devices.level)

    def look(self, qtbot: QtBot) -> None:
        """Looks, and returns when the answer has been taken in."""
        self.devices.look()
        until(qtbot, lambda: not self.devices._asking and self.devices.known)

    def settle(self, qtbot: QtBot) -> None:
        self.engine.settle(qtbot, self.link)

    def close(self) -> None:
        self.link.close()
        self.devices.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(devices_vm, "LOOK_EVERY_MS", 10)
    monkeypatch.setattr(devices_vm, "LISTEN_AGAIN_MS", 10)
    made = Desk(tmp_path)
    yield made
    made.close()
