"""The controls: what fits a voice, values that come back with it, undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels import controls as controls_module
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from engine.config import LiveParams, settings_of
from models.builtin import find_voice
from models.voice import RvcSource, Voice, VoiceDefaults
from tests.app.viewmodels.parts import SignalLog


class Desk:
    """Controls without an engine: nothing runs."""

    def __init__(self) -> None:
        self.keeper = SettingsKeeper(Settings())
        self.session = SessionVM(EngineLink(), self.keeper)
        self.controls = ControlsVM(self.session, self.keeper)

    def select(self, voice: Voice) -> None:
        self.session.select(voice)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


def rvc(**source: object) -> Voice:
    usual = {"folder": Path(), "sample_rate_hz": 40_000, "version": "v2", "encoder": "contentvec", "phone_dim": 768}
    made = RvcSource(**{**usual, "has_f0": True, "has_index": True, "n_speakers": 1, **source})  # type: ignore[arg-type]
    return Voice("mia", "Mia", "", "rvc", defaults=VoiceDefaults(pitch_st=12.0, index_rate=0.75, protect=0.33), rvc=made)


def test_every_number_is_declared_once(desk: Desk) -> None:
    for control in desk.controls.controls():
        if control.name in settings_of(LiveParams):
            rule = settings_of(LiveParams)[control.name]
            assert (control.low, control.high, control.unit, control.tip) == (rule.low, rule.high, rule.unit, rule.help or rule.label)
    assert {control.name for control in desk.controls.controls() if control.is_switch} == {"denoise", "monitor"}


@pytest.mark.parametrize(
    ("voice", "fits", "fits_not"),
    [
        (find_voice("elder"), {"pitch_st", "breath", "monotone", "gate_db"}, {"index_rate", "protect", "envelope_mix", "speaker"}),
        (rvc(), {"pitch_st", "index_rate", "protect", "envelope_mix"}, {"breath", "monotone", "speaker"}),
        (rvc(has_f0=False, has_index=False), {"formant_st", "denoise"}, {"pitch_st", "index_rate", "protect"}),
        (rvc(n_speakers=4), {"speaker"}, {"breath"}),
    ],
)
def test_only_what_means_something_for_the_voice_is_of_use(desk: Desk, voice: Voice, fits: set[str], fits_not: set[str]) -> None:
    assert not desk.controls.fits("pitch_st")  # no voice yet
    desk.select(voice)
    assert {name for name in fits | fits_not if desk.controls.fits(name)} == fits


def test_values_come_back_with_their_voice_and_the_microphones_stay(desk: Desk) -> None:
    controls = desk.controls
    desk.select(find_voice("deeper"))
    assert controls.value("pitch_st") == -4.0
    controls.set("pitch_st", -7.0)
    controls.set("gate_db", -60.0)
    desk.select(rvc(n_speakers=3))
    assert controls.value("pitch_st") == 12.0
    assert controls.value("gate_db") == -60.0
    controls.set("speaker", 9)
    assert controls.value("speaker") == 2  # the voice's last
    desk.select(find_voice("deeper"))
    assert controls.value("pitch_st") == -7.0
    assert desk.keeper.now.voice_params == {"deeper": {"pitch_st": -7.0}, "mia": {"speaker": 2}}
    controls.reset("pitch_st")
    assert controls.value("pitch_st") == -4.0
    assert "deeper" not in desk.keeper.now.voice_params  # what the voice proposes is not kept


def test_beyond_the_range_is_the_end_of_the_range(desk: Desk) -> None:
    desk.select(find_voice("deeper"))
    desk.controls.set("pitch_st", 1000.0)
    desk.controls.set("gate_db", -1000.0)
    assert (desk.controls.value("pitch_st"), desk.controls.value("gate_db")) == (24.0, -90.0)


def test_the_monitor_comes_back_to_its_device(desk: Desk) -> None:
    desk.select(find_voice("deeper"))
    desk.controls.set("monitor", True)
    assert desk.keeper.now.engine.monitor == ""  # the system's own output
    desk.keeper.set_engine({"monitor": "Headphones"})
    desk.controls.set("monitor", False)
    assert not desk.controls.value("monitor")
    desk.controls.set("monitor", True)
    assert desk.keeper.now.engine.monitor == "Headphones"


def test_undo_takes_back_a_movement_and_not_its_steps(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    controls, told = desk.controls, SignalLog(desk.controls.undo_changed)
    desk.select(find_voice("deeper"))
    for value in (-4.5, -5.0, -5.5):
        controls.set("pitch_st", value)
    controls.set("denoise", True)
    monkeypatch.setattr(controls_module, "MERGE_S", 0.0)
    controls.set("denoise", False)
    favourites = ("robot",)
    desk.keeper.change(favourites=favourites)
    controls.undo()
    assert controls.value("denoise") is True
    controls.undo()
    assert (controls.value("denoise"), controls.value("pitch_st")) == (False, -5.5)
    assert controls.can_undo
    controls.undo()
    assert controls.value("pitch_st") == -4.0
    assert not controls.can_undo
    assert told.values[-1] is False
    assert desk.keeper.now.favourites == favourites  # what is no control is left alone
    controls.undo()


def test_an_unknown_setting_is_no_control(desk: Desk) -> None:
    desk.select(find_voice("deeper"))
    before = desk.keeper.now
    with pytest.raises(KeyError):
        desk.controls.set("loudness", 1.0)
    assert replace(desk.keeper.now) == before
