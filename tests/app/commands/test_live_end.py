"""How `urvc live` ends when the engine ends the stream by itself. The real engine in tests/e2e."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from app.commands.live import run_live
from app.engine_client import EngineClient
from app.errors import AppError
from engine.link.messages import AnyEvent, Event, Failed, Start, Started, Stopped


class Failing:
    """Starts, and then gives up: first the end, then the reason, as the engine does."""

    def answer(self, command: Start, kind: type[Started], meanwhile: Callable[[AnyEvent], None]) -> Started:
        return Started(voice=command.voice, input="mic", output="out", monitor="", params={}, config={}, latency=[])

    def events(self, timeout_s: float) -> Iterator[Event]:
        yield Stopped(reason="failed", seconds=1.0, recorded=["a.wav"], recording_lost_samples=480)
        yield Failed(code="file.not_found", doing="open", subject="speech.wav")


def test_the_reason_is_told_after_what_was_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AppError) as error:
        run_live(cast(EngineClient, Failing()), Start(voice="robot"), None, as_json=True)
    assert error.value.code == "file.not_found"
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["started", "stopped"]
    assert lines[1]["recorded"] == ["a.wav"]
