"""A live RVC voice made lighter and heavier again, in a real session that plays nowhere."""

from __future__ import annotations

import gc
import queue
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from bench.full_size import EncoderWidths, content_encoder
from engine.audio.virtual_mic.contract import VirtualMicrophones
from engine.calibration.trial import demo_speech
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import Event, Notice, SetConfig, Start, Stopped, Telemetry, VoiceHeard
from engine.runtime.session import Session
from models.foundation import FoundationShelf
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from tests.models.voice_files import save, small_voice, tensors, with_tensors

ANSWER_S = 60.0


class NoMicrophones:
    """A system without a virtual microphone; a silent session asks for none."""


@pytest.fixture
def voice_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    data = tmp_path / "data"
    monkeypatch.setenv("URVC_DATA_DIR", str(data))
    widths = EncoderWidths(convolution=16, hidden=768, filter=16, n_layers=12, projection=256)
    FoundationShelf(data / "foundation").add(
        save(tmp_path / "pytorch_model.bin", tensors(content_encoder(widths=widths))), name="contentvec"
    )
    source = save(tmp_path / "Some Body.pth", with_tensors(small_voice()))
    return import_voice(source, Library(data / "voices"), write_rvc_graphs).package.manifest.id


def wait_for(events: queue.SimpleQueue[Event], kind: type[Event]) -> Event:
    while True:
        event = events.get(timeout=ANSWER_S)
        if isinstance(event, kind):
            return event


def started(voice_id: str, folder: Path) -> tuple[Session, queue.SimpleQueue[Event]]:
    """A session that hears the demo again and again, in blocks of 100 ms with 1 s of context, and what it says."""
    said = folder / "said.wav"
    soundfile.write(said, demo_speech(2.0), SAMPLE_RATE_HZ)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    command = Start(voice=voice_id, config={"hop_ms": 100, "context_s": 1.0}, input_file=str(said), input_loop=True, silent=True)
    microphones: VirtualMicrophones = NoMicrophones()  # type: ignore[assignment]
    session = Session(command, events.put, microphones)
    session.start()
    return session, events


@pytest.fixture
def no_collector() -> Iterator[None]:
    """As beside sound, where the collector of circles comes once in minutes."""
    gc.disable()
    yield
    gc.enable()


def test_what_nobody_hears_any_more_goes_at_once(voice_id: str, tmp_path: Path, no_collector: None) -> None:
    session, events = started(voice_id, tmp_path)
    try:
        left = [weakref.ref(session._slot.current.pipeline)]
        for hop_ms in (120, 160):
            session.set_config(SetConfig(config={"hop_ms": hop_ms}))
            wait_for(events, VoiceHeard)
            left.append(weakref.ref(session._slot.current.pipeline))
        for _ in range(20):
            if [pipeline() for pipeline in left[:-1]] == [None, None]:
                break
            wait_for(events, Telemetry)
        assert [pipeline() for pipeline in left[:-1]] == [None, None]
        assert left[-1]() is not None
    finally:
        session.close("asked")


def test_a_step_down_is_said_and_heard_and_taken_back(voice_id: str, tmp_path: Path) -> None:
    session, events = started(voice_id, tmp_path)
    try:
        session._step("slower")
        slower = wait_for(events, Notice)
        assert isinstance(slower, Notice)
        assert (slower.code, slower.facts["context_s"], slower.facts["hop_ms"]) == ("pace.slower", 0.5, 100)
        heard = wait_for(events, VoiceHeard)
        assert isinstance(heard, VoiceHeard)
        assert heard.config["context_s"] == 0.5
        session._step("slower")
        again = wait_for(events, Notice)
        assert isinstance(again, Notice)
        assert again.facts["hop_ms"] == 160
        session._step("faster")
        faster = wait_for(events, Notice)
        assert isinstance(faster, Notice)
        assert (faster.code, faster.facts["hop_ms"], faster.facts["context_s"]) == ("pace.faster", 100, 0.5)
        session.set_config(SetConfig(id=7, config={"context_s": 0.8}))
        assert not session._before_steps  # what somebody sets is the new start
    finally:
        session.close("asked")
    wait_for(events, Stopped)
