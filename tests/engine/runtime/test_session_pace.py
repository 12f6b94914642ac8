"""A live RVC voice made lighter and heavier again, in a real session that plays nowhere."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.link.messages import Notice, SetConfig, Stopped, Telemetry, VoiceChanged
from tests.engine.runtime.sessions import started, wait_for


@pytest.fixture
def no_collector() -> Iterator[None]:
    """As beside sound, where the collector of circles comes once in minutes."""
    gc.disable()
    yield
    gc.enable()


def test_what_nobody_hears_any_more_goes_at_once(voices: tuple[str, ...], tmp_path: Path, no_collector: None) -> None:
    session, events = started(voices[0], tmp_path)
    try:
        left = [weakref.ref(session.changes.crossfader.current.pipeline)]
        for hop_ms in (120, 160):
            session.changes.set_config(SetConfig(config={"hop_ms": hop_ms}))
            wait_for(events, VoiceChanged)
            left.append(weakref.ref(session.changes.crossfader.current.pipeline))
        for _ in range(20):
            if [pipeline() for pipeline in left[:-1]] == [None, None]:
                break
            wait_for(events, Telemetry)
        assert [pipeline() for pipeline in left[:-1]] == [None, None]
        assert left[-1]() is not None
    finally:
        session.close("asked")


def test_a_step_down_is_said_and_heard_and_taken_back(voices: tuple[str, ...], tmp_path: Path) -> None:
    session, events = started(voices[0], tmp_path)
    try:
        session.changes.step("slower")
        slower = wait_for(events, Notice)
        assert isinstance(slower, Notice)
        assert (slower.code, slower.facts["context_s"], slower.facts["hop_ms"]) == ("pace.slower", 0.5, 100)
        heard = wait_for(events, VoiceChanged)
        assert isinstance(heard, VoiceChanged)
        assert heard.config["context_s"] == 0.5
        session.changes.step("slower")
        again = wait_for(events, Notice)
        assert isinstance(again, Notice)
        assert again.facts["hop_ms"] == 160
        session.changes.step("faster")
        faster = wait_for(events, Notice)
        assert isinstance(faster, Notice)
        assert (faster.code, faster.facts["hop_ms"], faster.facts["context_s"]) == ("pace.faster", 100, 0.5)
        session.changes.set_config(SetConfig(id=7, config={"context_s": 0.8}))
        while wait_for(events, VoiceChanged).reply_to != 7:
            pass
        assert not session.changes._before_steps  # what somebody sets is the new start
    finally:
        session.close("asked")
    wait_for(events, Stopped)
