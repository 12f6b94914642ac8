"""On, off, another voice, settings that change meanwhile, an engine that dies: with the real engine."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import STORM_DEATHS
from engine.config import EngineConfig
from engine.link.messages import KeepReady, Params, Start, Started, VoiceChanged
from tests.app.viewmodels.parts import DEMO, Live, SignalLog, running, until
from tests.app.viewmodels.stand_in import StandIn
from tests.app.viewmodels.stand_in import started as has_started


def test_on_and_off(qtbot: QtBot) -> None:
    live = Live()
    states, started = SignalLog(live.session.state_changed), SignalLog(live.session.started)
    live.session.start()
    assert live.session.state == "off"  # no voice yet
    live.select("deeper")
    live.session.toggle()
    until(qtbot, lambda: live.session.state == "live")
    assert isinstance(started.values[0], Started)
    assert started.values[0].params["pitch_st"] == -4.0
    assert live.session.provider == "CPU (built-in)"
    live.session.toggle()
    until(qtbot, lambda: live.session.state == "off")
    assert states.values == ["starting", "live", "stopping", "off"]
    live.close()


def test_another_voice_while_live_takes_over_and_is_remembered(qtbot: QtBot) -> None:
    with running(qtbot, "brighter") as live:
        heard = SignalLog(live.link.event_received)
        for voice_id in ("child", "giant", "robot"):  # faster than the engine can: only the last one counts
            live.select(voice_id)
        until(qtbot, lambda: not live.session.busy)
        voices = [event.voice for event in heard.values if isinstance(event, VoiceChanged)]
        assert voices[-1] == "robot"
        assert "giant" not in voices
        assert live.keeper.now.last_voice == "robot"
        assert live.messages.values == []


def test_a_voice_that_cannot_be_opened_leaves_the_old_one(qtbot: QtBot) -> None:
    with running(qtbot, "deeper") as live:
        voice = live.gallery.find("child")
        assert voice is not None
        live.session.select(replace(voice, id="not-there"))
        until(qtbot, lambda: not live.session.busy)
        assert live.messages.codes == ["voice.not_found"]
        assert live.session.voice is not None
        assert live.session.voice.id == "deeper"
        assert live.session.state == "live"


def test_settings_that_change_while_live_reach_the_engine(qtbot: QtBot) -> None:
    with running(qtbot, "brighter") as live:
        heard = SignalLog(live.link.event_received)
        live.session.set_bypass(True)
        live.session.set_muted(True)
        live.controls.set("pitch_st", 7.5)
        until(qtbot, lambda: any(isinstance(event, Params) for event in heard.values))
        params = next(event.params for event in heard.values if isinstance(event, Params))
        assert (params["bypass"], params["muted"], params["pitch_st"]) == (True, True, 7.5)
        live.controls.set("denoise", True)
        until(qtbot, lambda: any(isinstance(event, VoiceChanged) for event in heard.values))
        rebuilt = next(event for event in heard.values if isinstance(event, VoiceChanged))
        assert rebuilt.config["denoise"] is True
        assert rebuilt.params["pitch_st"] == 7.5
        started = SignalLog(live.session.started)
        live.keeper.set_engine({"margin_ms": 20.0})  # only a new start can change it
        until(qtbot, lambda: started.values)
        assert started.values[0].config["margin_ms"] == 20.0
        assert live.session.state == "live"


def test_favourites_and_what_scenes_call_for_are_kept_ready(qtbot: QtBot, tmp_path: Path) -> None:
    engine = StandIn(tmp_path / "engine")
    engine.answers(Start, has_started("deeper"))
    live = Live(Settings(favourites=("robot", "child"), scene_voices={"Game": "giant", "Chat": "robot"}), engine.command)
    live.select("deeper")
    live.keeper.change(favourites=("child", "robot"))
    live.session.start()
    until(qtbot, lambda: live.session.state == "live")
    assert [command.ready for command in engine.sent(Start)] == [["child", "robot", "giant"]]
    live.gallery.set_favourite("child", False)
    live.keeper.change(last_voice="giant")
    engine.settle(qtbot, live.link)
    assert [command.voices for command in engine.sent(KeepReady)] == [["robot", "giant"]]
    live.close()


def test_a_dead_engine_comes_back_with_the_same_settings_and_says_so(qtbot: QtBot) -> None:
    with running(qtbot, "elder") as live:
        live.controls.set("formant_st", 3.0)
        live.session.set_bypass(True)
        started = SignalLog(live.session.started)
        os.kill(live.link.pid, signal.SIGKILL)
        until(qtbot, lambda: started.values)
        assert live.session.state == "live"
        assert (started.values[0].voice, started.values[0].params["formant_st"], started.values[0].params["bypass"]) == ("elder", 3.0, True)
        assert live.messages.codes == ["engine.died"]


def test_what_cannot_start_is_said_in_one_line_and_is_off_again(qtbot: QtBot) -> None:
    live = Live(Settings(engine=replace(EngineConfig(), monitor="No such headphones")))
    live.session.live.silent, live.session.live.file = False, "/nowhere/speech.wav"
    live.select("natural")
    live.session.start()
    until(qtbot, lambda: live.session.state == "off")
    assert len(live.messages.values) == 1
    assert live.messages.codes[0] in ("file.not_found", "device.none", "device.not_found")
    live.close()


def test_a_file_takes_the_microphones_place_and_gives_it_back(qtbot: QtBot) -> None:
    with running(qtbot) as live:
        started, files = SignalLog(live.session.started), SignalLog(live.session.file_changed)
        live.file_input.open(str(DEMO))
        until(qtbot, lambda: started.values)
        assert abs(live.file_input.length_s - 7.32) < 0.01
        live.file_input.set_paused(True)
        live.file_input.seek(5.0)
        until(qtbot, lambda: live.file_input.position_s > 4.9)
        live.file_input.set_loop(False)
        live.file_input.set_paused(False)
        until(qtbot, lambda: live.session.state == "off")  # it has been spoken to its end
        assert files.values == [str(DEMO)]
        assert live.messages.values == []


def test_an_engine_that_keeps_dying_is_tried_again_after_a_pause(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.viewmodels.session.AGAIN_MS", 50)
    with running(qtbot, "robot") as live:
        died, given_up = SignalLog(live.link.died), SignalLog(live.link.given_up)
        for _ in range(STORM_DEATHS):
            until(qtbot, lambda: live.link.pid > 0)
            deaths = len(died.values) + len(given_up.values)
            os.kill(live.link.pid, signal.SIGKILL)
            until(qtbot, partial(has_more, died, given_up, deaths))
        assert live.session.state == "off"
        until(qtbot, lambda: live.session.state == "live")


def test_who_switches_off_meanwhile_is_not_overruled(qtbot: QtBot) -> None:
    live = Live()
    live.select("robot")
    live.link.given_up.emit(1)  # while nothing is on
    assert not live.session._again.isActive()
    live.close()


def has_more(died: SignalLog, given_up: SignalLog, n_before: int) -> bool:
    return len(died.values) + len(given_up.values) > n_before
