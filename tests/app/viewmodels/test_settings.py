"""The settings page's model: search, refusals, costs, the report. The page itself: tests/app/views/test_settings_page.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import JsonValue
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from app.viewmodels.settings_vm import Entry, SettingsVM
from engine.config import EngineConfig, settings_of
from engine.link.messages import AskCosts, Devices, ListDevices, Start, Stop, Stopped
from engine.runtime.costs import costs
from models.builtin import find_voice
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, device, kill, started, telemetry


class Office:
    """The settings beside an engine that has two devices."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.engine = StandIn(folder / "engine")
        self.engine.answers(Start, started())
        self.engine.answers(Stop, Stopped(reason="asked", seconds=1.0))
        self.engine.has(device("Yeti", default=True), device("Speakers", "output"))
        self.link, self.keeper = EngineLink(self.engine.command), SettingsKeeper(settings or Settings())
        self.session = SessionVM(self.link, self.keeper)
        self.session.live.silent = True
        self.vm = SettingsVM(self.link, self.keeper, self.session)

    def entry(self, name: str) -> Entry:
        return next(entry for entry in self.vm.entries() if entry.name == name)

    def found(self, search: str) -> set[str]:
        return {entry.name for entry in self.vm.entries() if self.vm.fits(entry, search)}


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.link.close()


def test_search_wants_every_word_wherever_it_stands(office: Office) -> None:
    assert office.found("NOISE gate") == {"gate_db"}
    assert office.found("rvc context") == {"context_s"}  # one word of the label, one of its explanation or name
    keys = {entry.name for entry in office.vm.entries() if entry.name.startswith("hotkey_")}
    assert keys - {"hotkey_talk", "hotkey_change"} == office.found("key program")
    assert office.found("") == {entry.name for entry in office.vm.entries()}
    assert office.found("dbfs") == {"gate_db"}
    assert office.found("margin_ms") == {"margin_ms"}
    assert office.found("hop loudspeaker") == set()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("theme", "neon", "config.choice"),
        ("control_port", 80, "config.range"),
        ("hop_ms", 15, "config.step"),
        ("gate_db", "loud", "config.type"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name_and_the_old_one_stays(office: Office, name: str, value: object, code: str) -> None:
    refused, changed = SignalLog(office.vm.refused), SignalLog(office.vm.changed)
    office.vm.put(office.entry(name), value)
    assert (refused.values, changed.values) == ([(name, code)], [])
    assert office.keeper.now == Settings()


def test_whoever_changes_something_that_and_nothing_else_is_told(office: Office) -> None:
    changed = SignalLog(office.vm.changed)
    office.vm.put(office.entry("theme"), "dark")
    office.keeper.set_engine({"hop_ms": 40, "denoise": True})  # as by calibration
    office.keeper.change(last_voice="giant")
    assert changed.values == ["theme", "hop_ms", "denoise"]
    for name in changed.values[:3]:
        assert not office.vm.is_usual(office.entry(name))
        office.vm.reset(office.entry(name))
        assert office.vm.is_usual(office.entry(name))
    assert office.keeper.now == Settings(last_voice="giant")


def test_an_unusual_value_of_last_time_is_among_the_offers(qtbot: QtBot, tmp_path: Path) -> None:
    office = Office(tmp_path, Settings(engine=EngineConfig(hop_ms=70)))
    offered = office.vm.offered(office.entry("hop_ms"))
    assert 70 in offered
    assert list(offered) == sorted(offered)
    assert office.vm.offered(office.entry("control_port")) == ()


def test_costs_are_measured_while_the_voice_runs_with_these_settings(office: Office, qtbot: QtBot) -> None:
    offered = {name: list[JsonValue](rule.offered) for name, rule in settings_of(EngineConfig).items() if rule.offered}
    office.engine.answers(AskCosts, costs(AskCosts(voice="robot", settings=offered), None))
    hop = office.entry("hop_ms")

    def delay_ms() -> float | None:
        cost = office.vm.cost(hop, 40)
        return cost.delay_ms if cost is not None else None

    office.session.select(find_voice("robot"))
    office.session.start()
    until(qtbot, lambda: office.session.state == "live")
    assert office.vm.cost(hop, 40) is None  # nobody looks, nobody asks
    office.vm.watch_costs()
    until(qtbot, lambda: delay_ms() is not None)
    told = SignalLog(office.vm.costs_changed)
    office.link.event_received.emit(telemetry(seconds=0.5, latency_ms=500.0))  # the first second is like no other
    assert not office.vm.measured
    office.link.event_received.emit(telemetry(latency_ms=60.0))
    office.link.event_received.emit(telemetry(latency_ms=61.0))
    assert (office.vm.measured, len(told.values)) == (True, 1)  # the offers do not change under the pointer
    assert delay_ms() == 91.0
    office.vm.put(office.entry("denoise"), True)
    assert (office.vm.measured, len(told.values)) == (False, 2)
    office.link.event_received.emit(telemetry(latency_ms=81.0))
    assert office.vm.measured
    office.session.stop()
    until(qtbot, lambda: office.session.state == "off")
    assert not office.vm.measured
    until(qtbot, lambda: delay_ms() is not None)
    assert delay_ms() == 30.0  # a difference


def test_the_report_has_devices_and_what_runs_and_comes_without_an_engine_too(office: Office, qtbot: QtBot) -> None:
    copied = SignalLog(office.vm.copied)
    office.link.event_received.emit(telemetry(latency_ms=61.0))
    office.vm.copy_report()
    until(qtbot, lambda: copied.values)
    assert "Yeti" in copied.values[0]
    assert '"latency_ms": 61.0' in copied.values[0]
    office.engine.answers(ListDevices)  # no answer
    office.vm.copy_report()
    office.engine.settle(qtbot, office.link)
    kill(office.link)
    until(qtbot, lambda: len(copied.values) == 2)
    assert "[versions]" in copied.values[1]
    assert "[devices]" not in copied.values[1]
    assert Devices.__name__ not in copied.values[1]
