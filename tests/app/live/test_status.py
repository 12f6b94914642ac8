"""What each event of the engine means for the status, and a session beside an engine that answers what the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.live.news import News
from app.live.session import LiveSession
from app.live.status import Status, after, in_state, lasting, sent
from app.live.wanted import CommandWanted
from engine.config import LiveParams
from engine.link.messages import AnyCommand, AnyEvent, Failed, MonitorSet, Notice, RecordingStarted, Start, Started, Stopped, Telemetry
from models.builtin import find_voice

LIVE = in_state(Status(voice_id="robot"), "live")


def telemetry(latency_ms: float = 48.0) -> Telemetry:
    figures: dict[str, Any] = {"seconds": 2.0, "input_db": -20.0, "output_db": -20.0, "f0_hz": 0.0, "load": 0.2, "latency_ms": latency_ms}
    return Telemetry(**figures, latency=[], stage_ms={}, counters={"underruns": 1, "late_blocks": 2, "periods": 9})


def started(**more: object) -> Started:
    values = {"voice": "robot", "input": "", "output": "", "monitor": "", "params": {}, "config": {}, "latency": [], **more}
    return Started.model_validate(values)


def test_events_fill_the_status() -> None:
    status = after(LIVE, telemetry())
    assert (status.latency_ms, status.load, status.dropouts) == (48.0, 0.2, 3)
    status = after(status, started(provider="CPU", params={"muted": True}, monitor="Headphones"))
    assert (status.provider, status.in_force, status.monitor_in_force, status.dropouts) == ("CPU", {"muted": True}, True, 0)
    assert after(status, MonitorSet(monitor="", gain_db=0.0)).monitor_in_force is False
    assert after(status, RecordingStarted(paths=["a.wav"])).recording
    lost = after(status, Notice(code="device.lost", subject="Headset"))
    assert (lost.state, lost.on) == ("waiting", True)
    assert after(lost, Notice(code="device.back", subject="Headset")).state == "live"
    assert after(in_state(status, "off"), Notice(code="device.lost", subject="Headset")).state == "off"
    assert after(status, Stopped(reason="asked", seconds=1.0)).in_force == {}


def test_figures_rest_while_it_is_off_and_are_no_news() -> None:
    busy = after(LIVE, telemetry())
    assert lasting(busy) == lasting(LIVE)
    assert lasting(replace(busy, muted=True)) != lasting(LIVE)
    off = in_state(busy, "off")
    assert (off.on, off.latency_ms, off.load, off.dropouts) == (False, 0.0, 0.0, 0)


def test_what_is_inside_is_not_sent() -> None:
    names = {name for name, _ in sent()}
    assert {"on", "state", "provider"} <= names
    assert not {"in_force", "monitor_in_force"} & names


class Bench:
    """An engine that notes what it is sent; `answer` answers the oldest command that waits."""

    def __init__(self) -> None:
        self.sent: list[AnyCommand] = []
        self.ended = 0
        self._waiting: list[Callable[[AnyEvent], None]] = []

    def send(self, command: AnyCommand) -> int:
        self.sent.append(command)
        return len(self.sent)

    def ask(self, command: AnyCommand, answer: Callable[[AnyEvent], None]) -> int:
        self._waiting.append(answer)
        return self.send(command)

    def end(self) -> None:
        self.ended += 1

    def answer(self, session: LiveSession, event: AnyEvent) -> None:
        session.handle(event)
        self._waiting.pop(0)(event)


class Watching:
    """Notes what a session tells, in order: the state whenever it changes, and codes."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def status_changed(self, now: Status, before: Status) -> None:
        if now.state != before.state:
            self.told.append(now.state)

    def news(self, news: News) -> None:
        self.told.append(f"{news.level} {news.code}")

    def stream_started(self, event: Started) -> None:
        self.told.append("started")

    def stream_stopped(self, event: Stopped) -> None:
        self.told.append("stopped")


def made(**start: object) -> tuple[LiveSession, Bench, Watching]:
    bench, watching = Bench(), Watching()
    session = LiveSession(bench, CommandWanted(Start.model_validate({"voice": "robot", "silent": True, **start}), LiveParams()))
    session.silent = True
    session.observe(watching)
    session.select(find_voice("robot"))
    return session, bench, watching


def test_a_start_that_fails_is_off_again_and_says_why_until_it_goes() -> None:
    session, bench, watching = made()
    session.start()
    bench.answer(session, Failed(reply_to=1, code="device.none", doing="start"))
    assert watching.told == ["starting", "bad device.none", "off"]
    assert session.status.error is not None
    assert session.status.error.code == "device.none"
    session.start()
    bench.answer(session, started())
    assert session.status.error is None
    assert watching.told[3:] == ["starting", "live", "started"]


def test_a_monitor_that_cannot_be_opened_is_off_again() -> None:
    session, bench, watching = made()
    session.start()
    bench.answer(session, started())
    session.set_monitor(True)
    assert session.status.monitor
    bench.answer(session, Failed(reply_to=2, code="device.feedback", doing="open the monitor"))
    assert not session.status.monitor
    assert watching.told[-1] == "bad device.feedback"
    assert len(bench.sent) == 2  # nothing more is asked


def test_a_voice_that_fails_leaves_the_old_one_with_its_controls() -> None:
    session, bench, _ = made()
    session.start()
    bench.answer(session, started())
    session.put({"pitch_st": 3.5})
    bench.answer(session, Notice(code="pace.lighter", subject=""))
    session.select(find_voice("giant"))
    assert (session.status.voice_id, session.status.busy, session.status.params["pitch_st"]) == ("giant", True, -9.0)
    bench.answer(session, Failed(reply_to=3, code="voice.bad_file", doing="open the voice", subject="giant"))
    assert (session.status.voice_id, session.status.busy, session.status.params["pitch_st"]) == ("robot", False, 3.5)
    assert session.status.error is None  # the old voice speaks on


def test_an_engine_that_dies_is_asked_the_same_again() -> None:
    session, bench, watching = made()
    session.set_muted(True)
    session.start()
    bench.answer(session, started())
    session.died()
    assert watching.told[-2:] == ["warn engine.died", "starting"]
    again = bench.sent[-1]
    assert isinstance(again, Start)
    assert (again.voice, again.params["muted"]) == ("robot", True)


def test_an_engine_that_hangs_is_said_and_nothing_old_is_shown() -> None:
    session, bench, watching = made()
    session.start()
    bench.answer(session, started())
    session.handle(telemetry(60.0))
    session.hear_quiet(2.0)
    session.hear_quiet(2.25)
    assert watching.told[-2:] == ["bad engine.hangs", "waiting"]
    assert session.status.error is not None
    assert (session.status.latency_ms, session.status.load) == (0.0, 0.0)
    session.hear_quiet(0.0)
    assert watching.told[-2:] == ["good engine.speaks", "live"]
    assert session.status.error is None
    assert bench.ended == 0


def test_switching_off_ends_an_engine_that_hangs() -> None:
    session, bench, watching = made()
    session.start()
    bench.answer(session, started())
    session.hear_quiet(2.0)
    session.stop()
    assert bench.ended == 1
    session.died()
    assert watching.told[-2:] == ["stopping", "off"]


def test_muting_ends_an_engine_that_hangs_and_the_next_one_starts_muted() -> None:
    session, bench, _ = made()
    session.start()
    bench.answer(session, started())
    session.hear_quiet(2.0)
    session.set_muted(True)
    assert bench.ended == 1
    session.died()
    start = bench.sent[-1]
    assert isinstance(start, Start)
    assert start.params["muted"] is True


def test_an_engine_that_does_not_stop_is_ended() -> None:
    session, bench, _ = made()
    session.start()
    bench.answer(session, started())
    session.stop()
    session.hear_quiet(7.0)  # it may have been quiet before
    session.hear_quiet(8.75)
    assert bench.ended == 0
    session.hear_quiet(9.0)
    assert bench.ended == 1


def test_silence_while_a_device_is_awaited_or_nothing_runs_is_nothing_new() -> None:
    session, bench, watching = made()
    session.hear_quiet(2.0)
    session.start()
    bench.answer(session, started())
    session.handle(Notice(code="device.lost", subject="Yeti"))
    told = list(watching.told)
    session.hear_quiet(2.0)
    assert watching.told == told
    session.handle(Notice(code="device.back", subject="Yeti"))
    assert session.status.state == "live"


def test_good_news_of_a_recording_mend_nothing_else() -> None:
    session, bench, _ = made()
    session.start()
    bench.answer(session, started())
    session.handle(Notice(code="device.lost", subject="Yeti"))
    session.handle(Notice(code="recording.goes_on", subject="a (part 2).wav"))
    assert session.status.error is not None
    assert session.status.error.code == "device.lost"
    session.handle(Notice(code="device.back", subject="Yeti"))
    assert session.status.error is None
