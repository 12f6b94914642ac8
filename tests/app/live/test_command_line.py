"""Steering a real engine: the bundled recording goes round and round through it, and no device is needed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.engine_client import EngineClient
from app.errors import AppError
from app.live.command_line import CommandLineSteering
from app.live.status import Status
from engine.errors import ConfigError
from engine.link.messages import Start, Started
from models.errors import VoiceNotFound
from tests.e2e.speech import DEMO

WAIT_S = 20.0


class Steered:
    """An engine with a thread that reads it, as `urvc live --control` has."""

    def __init__(self, engine: EngineClient, start: Start) -> None:
        started = engine.answer(start, Started, timeout_s=WAIT_S)
        assert isinstance(started, Started)
        self.engine, self.steering = engine, CommandLineSteering(engine, start, started)
        self.statuses: queue.SimpleQueue[Status] = queue.SimpleQueue()
        self.steering.subscribe(self.statuses.put)
        self._ending = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, fits: Callable[[Status], bool]) -> Status:
        """The next status told that fits."""
        while not fits(status := self.statuses.get(timeout=WAIT_S)):
            pass
        return status

    def close(self) -> None:
        self._ending.set()
        self._reader.join()
        self.steering.close()

    def _read(self) -> None:
        while not self._ending.is_set():
            for event in self.engine.events(0.05):
                self.steering.handle(event)
                if self._ending.is_set():
                    return


@contextmanager
def steered(**start: object) -> Iterator[Steered]:
    command = Start.model_validate({"voice": "robot", "input_file": str(DEMO), "input_loop": True, "silent": True, **start})
    with EngineClient() as engine:
        made = Steered(engine, command)
        try:
            yield made
        finally:
            made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Steered]:
    with steered() as made:
        yield made


@pytest.fixture
def running(shared: Steered) -> Steered:
    """On, speaking as the robot, with nothing else changed."""
    shared.steering.set_on(True)
    shared.steering.select_voice("robot")
    shared.steering.set_bypass(False)
    shared.steering.set_muted(False)
    while not shared.statuses.empty():
        shared.statuses.get()
    return shared


def test_the_state_at_the_start(running: Steered) -> None:
    status = running.steering.status()
    assert (status.on, status.bypass, status.muted, status.monitor) == (True, False, False, False)
    assert (status.voice_id, status.voice_name) == ("robot", "Robot")
    assert "pitch_st" in status.params
    assert not {"bypass", "muted"} & set(status.params)
    assert running.wait_for(lambda s: s.latency_ms > 0).load > 0


def test_what_was_asked_is_in_force_when_the_call_returns(running: Steered) -> None:
    steering = running.steering
    steering.set_bypass(True)
    steering.set_muted(True)
    steering.set_params({"pitch_st": 3.5, "output_gain_db": -6})
    status = steering.status()
    assert (status.bypass, status.muted, status.params["pitch_st"], status.params["output_gain_db"]) == (True, True, 3.5, -6)
    steering.select_voice("GIANT")
    status = steering.status()
    assert (status.voice_id, status.params["pitch_st"], status.params["output_gain_db"]) == ("giant", -9, -6)
    assert status.bypass
    steering.set_params({"output_gain_db": 0.0})


def test_changes_are_told_to_who_listens(running: Steered) -> None:
    running.steering.set_bypass(True)
    assert running.wait_for(lambda s: s.bypass).voice_id == "robot"
    running.steering.select_voice("child")
    assert running.wait_for(lambda s: s.voice_id == "child").voice_name == "Child"
    running.steering.set_on(False)
    assert running.wait_for(lambda s: not s.on).latency_ms == 0


def test_after_unsubscribing_nothing_more_is_told(running: Steered) -> None:
    told: list[Status] = []
    unsubscribe = running.steering.subscribe(told.append)
    running.steering.set_muted(True)
    unsubscribe()
    n_told = len(told)
    assert n_told >= 1
    running.steering.set_muted(False)
    unsubscribe()
    assert len(told) == n_told


def test_what_is_changed_while_off_is_in_force_when_on_again(running: Steered) -> None:
    steering = running.steering
    steering.set_on(False)
    steering.set_on(False)
    steering.select_voice("elder")
    steering.set_params({"pitch_st": -2})
    steering.set_muted(True)
    status = steering.status()
    assert (status.on, status.voice_id, status.params["pitch_st"], status.muted) == (False, "elder", -2, True)
    steering.set_on(True)
    status = steering.status()
    assert (status.on, status.voice_id, status.params["pitch_st"], status.muted) == (True, "elder", -2, True)


def test_a_voice_brings_its_own_proposals_also_while_off(running: Steered) -> None:
    steering = running.steering
    steering.select_voice("giant")
    proposed = dict(steering.status().params)
    steering.select_voice("robot")
    steering.set_on(False)
    steering.select_voice("giant")
    assert dict(steering.status().params) == proposed
    steering.set_on(True)
    assert dict(steering.status().params) == proposed


@pytest.mark.parametrize("on", [True, False])
def test_refusals_leave_everything_as_it_was(running: Steered, on: bool) -> None:
    steering = running.steering
    steering.set_on(on)
    before = steering.status()
    with pytest.raises(VoiceNotFound):
        steering.select_voice("robbot")
    for values in ({"pitch_st": 99.0}, {"pitch": 1.0}, {"speaker": 0.5}):
        with pytest.raises(ConfigError):
            steering.set_params(values)
    with pytest.raises(AppError) as caught:
        steering.set_params({"muted": 1})
    assert caught.value.code == "control.switch"
    after = steering.status()
    assert (after.voice_id, after.params, after.muted, after.on) == (before.voice_id, before.params, before.muted, before.on)


def test_many_threads_at_once(running: Steered) -> None:
    steering = running.steering
    changes: list[Callable[[], None]] = [
        lambda: steering.select_voice("giant"),
        lambda: steering.set_muted(True),
        lambda: steering.set_params({"input_gain_db": 2}),
        lambda: steering.set_on(False),
        lambda: steering.set_bypass(True),
        lambda: steering.set_on(True),
    ]
    threads = [threading.Thread(target=change) for change in changes * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    steering.set_on(True)
    status = steering.status()
    assert (status.voice_id, status.muted, status.bypass, status.params["input_gain_db"]) == ("giant", True, True, 2)
    steering.set_params({"input_gain_db": 0})


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    with steered(record_output=str(tmp_path / "voice.wav")) as made:
        made.wait_for(lambda s: s.latency_ms > 0)
        for _ in range(2):
            made.steering.set_on(False)
            made.steering.set_on(True)
        made.steering.set_on(False)
        assert {path.name for path in tmp_path.iterdir()} == {"voice.wav", "voice-2.wav", "voice-3.wav"}


def test_when_the_engine_goes_whoever_waits_is_told() -> None:
    with steered() as made:
        failures: queue.SimpleQueue[str] = queue.SimpleQueue()
        stopped = threading.Event()
        made.steering.handle = lambda event: stopped.is_set()  # type: ignore[method-assign]  # the answer never comes

        def ask() -> None:
            try:
                made.steering.set_bypass(True)
            except AppError as error:
                failures.put(error.code)

        asking = threading.Thread(target=ask)
        asking.start()
        made.steering.close()
        asking.join(WAIT_S)
        assert failures.get(timeout=WAIT_S) == "control.ended"
        with pytest.raises(AppError):
            made.steering.set_muted(True)
