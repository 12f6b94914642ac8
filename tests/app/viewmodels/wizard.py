"""The first run beside an engine that hears what the test wants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.first_run_vm import FirstRunVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from engine.link.messages import (
    InputLevel,
    Listen,
    Listened,
    MicrophoneReady,
    Start,
    Stop,
    Stopped,
)
from models.builtin import builtin_voices
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, started

MICROPHONE = MicrophoneReady(name="URVC Microphone", input="pulse:urvc", output="pulse:urvc_out", product="URVC", made=True)
LEVEL = InputLevel(seconds=1.5, peak_db=-40.0, rms_db=-50.0, f0_hz=0.0)
NOISE_DB, SPEECH_DB = -60.0, -34.0


def heard(noise_db: float = NOISE_DB, speech_db: float = SPEECH_DB, peak_db: float = -18.0, f0_hz: float = 110.0) -> Listened:
    levels = {"noise_db": noise_db, "speech_db": speech_db, "peak_db": peak_db, "f0_hz": f0_hz}
    return Listened.model_validate({"device": "Yeti", "seconds": 3.0, **levels, "clipped": 0, "recorded": "/tmp/own.wav"})


class Wizard:
    """The first run with all that it stands on; two engines, as in the program."""

    def __init__(self, folder: Path) -> None:
        self.engine, self.player = StandIn(folder / "engine"), StandIn(folder / "player")
        self.engine.answers(Start, started())
        self.engine.answers(Stop, Stopped(reason="asked", seconds=1.0))
        self.player.answers(Start, started())
        self.link, self.keeper = EngineLink(self.engine.command), SettingsKeeper(Settings())
        self.session, self.preview = SessionVM(self.link, self.keeper), PreviewVM(self.keeper, self.player.command)
        self.devices = DevicesVM(self.link, self.keeper)
        self.vm = FirstRunVM(self.link, self.keeper, self.devices, self.preview, self.session, builtin_voices)
        self.steps, self.finished, self.playing = SignalLog(self.vm.step_changed), SignalLog(self.vm.finished), SignalLog(self.vm.playing)

    def measured(self, qtbot: QtBot) -> None:
        """Through silence and reading, to the voice."""
        self.vm.begin()
        self.engine.answers(Listen, LEVEL, heard())
        self.vm.measure()
        until(qtbot, lambda: self.vm.step == "reading")
        self.vm.read()
        until(qtbot, lambda: self.vm.step == "voice")

    def settle(self, qtbot: QtBot) -> None:
        self.engine.settle(qtbot, self.link)

    def close(self) -> None:
        self.vm.close()
        self.preview.close()
        self.link.close()
        self.devices.deleteLater()


@pytest.fixture
def wizard(qtbot: QtBot, tmp_path: Path) -> Iterator[Wizard]:
    made = Wizard(tmp_path)
    yield made
    made.close()
