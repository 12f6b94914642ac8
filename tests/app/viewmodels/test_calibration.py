"""Measuring this computer before the first RVC voice: when it is due, how it goes, and that the voice starts whatever comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels import calibration_vm
from app.viewmodels.busy import busy_between, processor_times
from app.viewmodels.calibration_vm import CalibrationVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from engine.inference.profile import Profile, machine, write_profile
from engine.link.messages import Calibrate, Calibrated, Cancel, Cancelled, Progress, Start, Stop, Stopped
from models.builtin import builtin_voices, find_voice
from models.voice import Voice
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, failed, started
from tests.app.viewmodels.test_needs import a_voice

RESULT = Calibrated(
    voice="mia",
    provider="CPU",
    n_threads=2,
    hop_ms=100,
    lookahead_ms=40,
    context_s=1.0,
    detector="swiftf0",
    rtf=0.4,
    delay_ms=180.0,
    tried=[],
)
PROFILE = Profile(
    machine="another one",
    runtime="onnxruntime",
    device="cpu",
    precision="float32",
    n_threads=2,
    hop_ms=100,
    lookahead_ms=40,
    context_s=1.0,
    detector="swiftf0",
    rtf=0.4,
    delay_ms=180.0,
)


class Bench:
    """A measure beside a stand-in of the engine, on a machine with nothing else to do."""

    def __init__(self, folder: Path) -> None:
        self.engine = StandIn(folder / "engine")
        self.link = EngineLink(self.engine.command)
        self.keeper = SettingsKeeper(Settings())
        self.session = SessionVM(self.link, self.keeper)
        self.session.live.silent = True
        self.vm = CalibrationVM(self.link, self.session, self.keeper)
        self.began, self.progress, self.said = SignalLog(self.vm.began), SignalLog(self.vm.progress), SignalLog(self.vm.message)
        self.started: list[bool] = []

    def begin(self) -> None:
        self.vm.begin("mia", "first", lambda: self.started.append(True))


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, own_library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(calibration_vm, "LOOK_MS", 5)
    monkeypatch.setattr(calibration_vm, "BUSY", 2.0)
    made = Bench(tmp_path)
    yield made
    made.link.close()


def test_it_is_due_for_the_first_rvc_voice_and_when_the_machine_changed(bench: Bench) -> None:
    assert bench.vm.due(find_voice("natural")) is None
    assert bench.vm.due(a_voice()) == "first"
    write_profile(PROFILE)
    assert bench.vm.due(a_voice()) == "changed"
    write_profile(PROFILE.model_copy(update={"machine": machine()}))
    assert bench.vm.due(a_voice()) is None


def test_it_is_shown_and_the_voice_starts_afterwards(bench: Bench, qtbot: QtBot) -> None:
    bench.engine.answers(Calibrate, Progress(done=0.5), RESULT)
    bench.begin()
    until(qtbot, lambda: bench.started)
    assert len(bench.began.values) == 1
    assert bench.progress.values == [0.5]
    assert "180 ms" in bench.said.texts[0]
    assert bench.vm.state == "idle"


def test_a_measure_that_fails_says_so_and_the_voice_starts(bench: Bench, qtbot: QtBot) -> None:
    bench.engine.answers(Calibrate, failed("calibration.unwritable", "x", reason="full"))
    bench.begin()
    until(qtbot, lambda: bench.started)
    assert bench.said.codes == ["calibration.unwritable"]


def test_skipped_it_does_not_come_again_on_this_machine(bench: Bench, qtbot: QtBot) -> None:
    bench.begin()
    until(qtbot, lambda: bench.engine.sent(Calibrate))
    bench.vm.skip()
    until(qtbot, lambda: bench.engine.sent(Cancel))
    assert bench.engine.sent(Cancel)[0].job == bench.engine.sent(Calibrate)[0].id
    bench.link._tell(Cancelled(reply_to=bench.engine.sent(Calibrate)[0].id))
    assert bench.started
    assert bench.vm.due(a_voice()) is None
    bench.keeper.change(calibration_skipped="another machine")
    assert bench.vm.due(a_voice()) == "first"


def test_a_busy_machine_is_said_before_anything_is_measured(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration_vm, "BUSY", -1.0)
    bench.engine.answers(Calibrate, RESULT)
    bench.begin()
    until(qtbot, lambda: bench.vm.state == "busy")
    assert bench.engine.sent(Calibrate) == []
    bench.vm.go_on()
    until(qtbot, lambda: bench.started)


def test_a_voice_that_runs_is_stopped_first_and_goes_on(bench: Bench, qtbot: QtBot) -> None:
    bench.engine.answers(Start, started())
    bench.engine.answers(Stop, Stopped(reason="asked", seconds=1.0))
    bench.engine.answers(Calibrate, RESULT)
    bench.session.select(builtin_voices()[1])
    bench.session.start()
    until(qtbot, lambda: bench.session.state == "live")
    bench.vm.begin()
    until(qtbot, lambda: len(bench.engine.sent(Start)) == 2)
    assert len(bench.engine.sent(Stop)) == 1


def test_the_gate_holds_a_start_back_until_it_is_let_through(bench: Bench, qtbot: QtBot) -> None:
    bench.engine.answers(Start, started())
    bench.session.select(builtin_voices()[1])
    held: list[str] = []

    def gate(voice: Voice) -> bool:
        held.append(voice.id)
        return True

    bench.session.gate = gate
    bench.session.toggle()
    bench.session.set_file("speech.wav")
    assert held == [builtin_voices()[1].id] * 2
    assert bench.session.state == "off"
    bench.session.start_now()
    until(qtbot, lambda: bench.session.state == "live")
    assert bench.engine.sent(Start)[0].input_file == "speech.wav"


def test_a_machine_that_cannot_keep_up_offers_the_measure(bench: Bench) -> None:
    from app.live.news import News

    said, wanted = SignalLog(bench.session.message), SignalLog(bench.session.measure_wanted)
    bench.session.news(News("warn", "pace.too_slow"))
    (message,) = said.values
    assert message.action is not None
    message.action()
    assert len(wanted.values) == 1


def test_how_busy_the_machine_is() -> None:
    assert busy_between((10.0, 100.0), (40.0, 200.0)) == pytest.approx(0.3)
    assert busy_between((10.0, 100.0), (10.0, 100.0)) == 0.0
    times = processor_times()
    assert times is None or 0.0 < times[0] <= times[1]


def test_it_is_remembered(bench: Bench) -> None:
    from app.settings.codec import decode, encode

    assert decode(encode(replace(Settings(), calibration_skipped="this one"))).settings.calibration_skipped == "this one"
