"""A voice whose graph never ends, chosen in the running engine: whatever else is asked for is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.engine_client import EngineClient
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import (
    Cancel,
    Cancelled,
    Convert,
    Converted,
    Devices,
    Failed,
    ListDevices,
    Params,
    SetParams,
    SetVoice,
    Start,
    Started,
    Stop,
    Stopped,
    Values,
    VoiceChanged,
)
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from tests.engine.foreign.graphs import ABOVE_HZ, endless_voice
from tests.engine.runtime.sessions import add_encoder

WAIT_S = 60.0
CONFIG: Values = {"hop_ms": 100, "context_s": 0.5}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with such voices, as one would be that was brought in before anybody tried it."""
    files, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    add_encoder(data, files)
    for name, model in {"endless": endless_voice(), "moody": endless_voice(ABOVE_HZ)}.items():
        (files / f"{name}.onnx").write_bytes(model)
        import_voice(files / f"{name}.onnx", Library(data / "voices"), write_rvc_graphs)
    return data


@pytest.fixture
def engine(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineClient]:
    monkeypatch.setenv("URVC_DATA_DIR", str(data))
    with EngineClient() as client:
        yield client


def start(voice: str, file: Path) -> Start:
    return Start(voice=voice, config=CONFIG, input_file=str(file), input_loop=True, silent=True)


def tone(path: Path, f0_hz: float, seconds: float = 2.0) -> Path:
    """A voice-like sound: some harmonics."""
    t = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    soundfile.write(path, sum(0.2 / k * np.sin(2 * np.pi * k * f0_hz * t) for k in range(1, 6)), SAMPLE_RATE_HZ)
    return path


def test_a_stop_does_not_wait_for_a_start(engine: EngineClient, tmp_path: Path) -> None:
    sound = tone(tmp_path / "low.wav", 120.0)
    begun = engine.send(start("endless", sound))
    early = engine.send(SetParams(params={"pitch_st": 3.0}))
    assert isinstance(engine.answer(ListDevices(), Devices, timeout_s=WAIT_S), Devices)
    stopped = engine.answer(Stop(), Started, Stopped, timeout_s=WAIT_S)
    assert isinstance(stopped, Stopped)
    assert stopped.reason == "asked"
    answer = next(event for event in engine.events(WAIT_S) if event.reply_to == early)
    assert isinstance(answer, Failed)
    assert answer.code == "live.not_running"
    assert begun
    assert isinstance(engine.answer(start("robot", sound), Started, timeout_s=WAIT_S), Started)
    assert isinstance(engine.answer(Stop(), Stopped, timeout_s=WAIT_S), Stopped)


def test_another_voice_is_answered(engine: EngineClient, tmp_path: Path) -> None:
    sound = tone(tmp_path / "low.wav", 120.0)
    assert isinstance(engine.answer(start("robot", sound), Started, timeout_s=WAIT_S), Started)
    asked = engine.send(SetVoice(voice="endless"))
    wanted = engine.send(SetVoice(voice="deeper"))
    answers = {}
    for event in engine.events(WAIT_S):
        if event.reply_to in (asked, wanted):
            answers[event.reply_to] = event
        if len(answers) == 2:
            break
    left, heard = answers[asked], answers[wanted]
    assert isinstance(left, Failed)
    assert left.code == "inference.voice_left"
    assert isinstance(heard, VoiceChanged)
    assert heard.voice == "deeper"
    engine.send(SetVoice(voice="endless"))
    assert isinstance(engine.answer(Stop(), Stopped, timeout_s=WAIT_S), Stopped)


def test_off_works_while_a_block_never_ends(engine: EngineClient, tmp_path: Path) -> None:
    begun = engine.answer(start("moody", tone(tmp_path / "high.wav", 2 * ABOVE_HZ)), Started, timeout_s=WAIT_S)
    assert isinstance(begun, Started), begun
    assert isinstance(engine.answer(SetParams(params={"muted": True}), Params, timeout_s=WAIT_S), Params)
    stopped = engine.answer(Stop(), Stopped, timeout_s=WAIT_S)
    assert isinstance(stopped, Stopped)
    assert stopped.reason == "asked"


def test_a_block_that_never_ends_is_said(engine: EngineClient, tmp_path: Path) -> None:
    assert isinstance(engine.answer(start("moody", tone(tmp_path / "high.wav", 2 * ABOVE_HZ)), Started, timeout_s=WAIT_S), Started)
    for event in engine.events(WAIT_S):
        if isinstance(event, Failed):
            assert event.code == "inference.voice_stuck"
            assert event.subject == "moody"
            break
    else:
        pytest.fail("nothing was said")


def test_a_conversion_can_be_cancelled(engine: EngineClient, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    job = engine.send(Convert(input=str(tone(tmp_path / "low.wav", 120.0)), output=str(out), voice="endless"))
    engine.send(Cancel(job=job))
    answer = next(event for event in engine.events(WAIT_S) if event.reply_to == job and isinstance(event, (Cancelled, Converted, Failed)))
    assert isinstance(answer, Cancelled)
    assert not out.exists()
