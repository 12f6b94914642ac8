"""What the two levels of the test mean, and a test that goes on when the microphone or the engine comes late. On a real sound server:
tests/e2e/test_use_it_in.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.viewmodels import use_it_in_vm as module
from app.viewmodels.engine_link import STORM_DEATHS, EngineLink
from app.viewmodels.use_it_in_vm import HOLD_FRAMES, SILENT_DB, Peak, UseItInVM, verdict
from engine.link.messages import Cancel, InputLevel, Listen, MicrophoneReady, ProvideMicrophone
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, failed, kill, telemetry

MICROPHONE = MicrophoneReady(name="URVC Microphone", input="pulse:urvc", output="pulse:urvc_out", product="URVC", made=True)
LEVEL = InputLevel(seconds=0.1, peak_db=-12.0, rms_db=-20.0, f0_hz=0.0)
CASES = [
    (True, True, -20.0, -20.0, "good"),
    (True, True, -20.0, SILENT_DB, "lost"),
    (True, True, SILENT_DB, SILENT_DB, "speak"),
    (False, True, SILENT_DB, SILENT_DB, "off"),
    (True, False, -20.0, -20.0, "missing"),
    (False, True, SILENT_DB, -20.0, "off"),
]


@pytest.mark.parametrize(("live", "there", "sent_db", "arrived_db", "wanted"), CASES)
def test_verdicts(live: bool, there: bool, sent_db: float, arrived_db: float, wanted: str) -> None:
    assert verdict(live, there, sent_db, arrived_db) == wanted


@given(st.lists(st.floats(-120.0, 0.0), max_size=3 * HOLD_FRAMES))
def test_the_peak_remembers_a_while_and_no_longer(levels: list[float]) -> None:
    peak = Peak()
    for level in levels:
        peak = peak.after(level)
    assert peak.db == max(levels[-HOLD_FRAMES:], default=SILENT_DB)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTEN_AGAIN_MS", 10)


@pytest.mark.usefixtures("quick")
def test_the_test_says_what_is_missing_and_goes_on_when_it_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    engine = StandIn(tmp_path / "engine")
    link = EngineLink(engine.command)
    model = UseItInVM(link, system_id="linux")
    engine.answers(ProvideMicrophone, failed("microphone.no_server", "PulseAudio", reason="Connection refused"))
    model.set_test(True)
    until(qtbot, lambda: model.problem)
    assert (model.verdict, model.there) == ("missing", False)
    assert "PulseAudio" in model.verdict_text()
    assert model.microphone  # what it is going to be called
    engine.answers(ProvideMicrophone, MICROPHONE)
    until(qtbot, lambda: model.there)
    assert (model.verdict, model.problem) == ("off", "")
    engine.answers(Listen, LEVEL)
    kill(link)  # the next one listens as well
    until(qtbot, lambda: model.there and model._arrived.db == LEVEL.peak_db)
    link.event_received.emit(telemetry())
    assert model.verdict == "good"
    model.set_test(False)
    engine.settle(qtbot, link)
    assert engine.sent(Cancel)[-1].job == engine.sent(Listen)[-1].id
    link.close()


@pytest.mark.usefixtures("quick")
def test_an_engine_that_cannot_live_is_left_alone_until_the_user_starts_it(qtbot: QtBot, tmp_path: Path) -> None:
    engine = StandIn(tmp_path / "engine")
    engine.set_ill(True)
    engine.answers(ProvideMicrophone, MICROPHONE)
    link = EngineLink(engine.command)
    model = UseItInVM(link, system_id="linux")
    died, given_up = SignalLog(link.died), SignalLog(link.given_up)
    model.set_test(True)
    until(qtbot, lambda: given_up.values)
    until(qtbot, lambda: not model._again.isActive())
    assert not link.running
    assert (len(died.values), len(given_up.values)) == (STORM_DEATHS - 1, 1)
    engine.set_ill(False)
    link.start()
    until(qtbot, lambda: model.there)
    link.close()
