"""What telemetry says, made readable; with the clock in the test's hand, and with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.meters import CLIP_DB, FLOOR_DB, HOLD_S, MeterLevel, MetersVM
from app.viewmodels.session import SessionVM
from engine.link.messages import LatencyPart, Telemetry
from tests.app.viewmodels.parts import SignalLog, running, until


def test_a_peak_is_held_and_then_falls() -> None:
    level = MeterLevel()
    level.feed(-6.0, 10.0)
    level.feed(-50.0, 10.1)
    assert level.peak_db == -6.0
    assert -15.0 < level.level_db < -6.0
    level.feed(-50.0, 10.0 + HOLD_S)
    assert level.peak_db == -6.0
    level.feed(-50.0, 10.5 + HOLD_S)
    assert FLOOR_DB < level.peak_db < -6.0
    level.feed(-200.0, 30.0)
    level.feed(-200.0, 31.0)
    level.feed(-200.0, 32.0)
    assert level.level_db == FLOOR_DB


def test_the_clip_light_stays() -> None:
    level = MeterLevel()
    level.feed(CLIP_DB, 1.0)
    assert not level.clipped
    level.feed(CLIP_DB + 0.2, 1.1)
    level.feed(-40.0, 1.2)
    assert level.clipped


@pytest.mark.parametrize(("load", "light"), [(0.1, "good"), (0.7, "warn"), (0.95, "bad")])
def test_the_light_is_computing_time_against_block_time(qtbot: QtBot, load: float, light: str) -> None:
    link, keeper = EngineLink(), SettingsKeeper(Settings())
    meters = MetersVM(link, SessionVM(link, keeper), clock=lambda: 1.0)
    assert meters.light == "off"
    event = Telemetry(
        seconds=1.0,
        input_db=-0.1,
        output_db=-20.0,
        f0_hz=120.0,
        load=load,
        latency_ms=32.0,
        latency=[LatencyPart(name="block", ms=12.0), LatencyPart(name="capture", ms=20.0)],
        stage_ms={},
        counters={"underruns": 2, "overruns": 1, "late_blocks": 4, "late_samples": 9000},
    )
    link.event_received.emit(event)
    assert (meters.light, meters.latency_ms, meters.dropouts) == (light, 32.0, 7)
    assert meters.input.clipped
    meters.reset_clips()
    assert not meters.input.clipped


def test_live_figures_and_the_picture_of_the_sound(qtbot: QtBot) -> None:
    with running(qtbot, "brighter") as live:
        live.pitch.watch(True)
        until(qtbot, lambda: live.meters.input.level_db > -30.0 and live.meters.seconds > 0.3)
        assert {part.name for part in live.meters.parts} >= {"block", "pitch and synthesizer", "computing"}
        assert 31.0 < live.meters.latency_ms < 300.0
        assert live.meters.provider == "CPU (built-in)"
        heard, spoken = live.pitch.input_hz, live.pitch.output_hz
        until(qtbot, lambda: heard[-1] > 0 and spoken[-1] > heard[-1])  # the voice speaks four semitones higher
        until(qtbot, lambda: live.pitch.levels[-1].max() > 100)  # speech has its pauses
        advanced = SignalLog(live.pitch.advanced)
        live.pitch.set_side("input")
        assert advanced.values == [()]
        until(qtbot, lambda: live.pitch.levels[-1].max() > 100)
        live.session.stop()
        until(qtbot, lambda: live.session.state == "off")
        assert live.meters.light == "off"
        assert live.meters.seconds > 0.3  # the figures of the run stay


def test_nobody_looks_nothing_is_computed(qtbot: QtBot) -> None:
    with running(qtbot, "robot") as live:
        live.pitch.watch(True)
        pictures = SignalLog(live.pitch.advanced)
        until(qtbot, lambda: len(pictures.values) > 3)
        live.pitch.watch(False)
        seconds = live.meters.seconds
        until(qtbot, lambda: live.meters.seconds > seconds + 0.2)  # what was under way has come
        n_pictures, seconds = len(pictures.values), live.meters.seconds
        until(qtbot, lambda: live.meters.seconds > seconds + 0.3)
        assert len(pictures.values) == n_pictures


def test_recording_while_live(qtbot: QtBot, tmp_path: Path) -> None:
    import soundfile

    with running(qtbot, "brighter") as live:
        recorder = live.recorder
        recorder.folder, recorder.what, recorder.format = tmp_path / "new folder", "both", "flac"
        recorder.toggle()
        until(qtbot, lambda: recorder.recording)
        seconds = live.meters.seconds
        until(qtbot, lambda: live.meters.seconds > seconds + 0.5)
        recorder.toggle()
        until(qtbot, lambda: not recorder.recording)
        assert len(recorder.paths) == 2
        for path in recorder.paths:
            assert soundfile.info(path).duration > 0.4
        assert "Recorded" in live.messages.texts[-1]
        recorder.what = "output"
        recorder.toggle()
        until(qtbot, lambda: recorder.recording)
        live.session.stop()  # ends the recording too, and the file is whole
        until(qtbot, lambda: live.session.state == "off")
        assert not recorder.recording
        assert soundfile.info(recorder.paths[0]).frames > 0
        recorder.toggle()
        assert not recorder.recording  # there is nothing to record


def test_a_folder_without_rights_is_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with running(qtbot, "robot") as live:
        live.recorder.folder = blocked / "below"
        live.recorder.toggle()
        assert live.messages.codes == ["file.unwritable"]
        assert not live.recorder.recording
