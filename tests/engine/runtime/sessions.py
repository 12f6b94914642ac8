"""A small random RVC voice, and a real session that hears the demo with it and plays nowhere."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import soundfile

from bench.full_size import EncoderWidths, content_encoder
from engine.audio.demo import demo_speech
from engine.audio.virtual_mic.contract import VirtualMicrophones
from engine.contracts import SAMPLE_RATE_HZ
from engine.link.messages import Event, Start, Telemetry, Values
from engine.runtime.session import Session
from models.foundation import FoundationLibrary
from models.importers.job import import_voice
from models.importers.rvc_graphs import write_rvc_graphs
from models.library import Library
from tests.models.voice_files import save, small_voice, tensors, with_tensors

ANSWER_S = 60.0
AWHILE = 10
E = TypeVar("E", bound=Event)


class NoMicrophones:
    """A system without a virtual microphone; a silent session asks for none."""


def add_encoder(data: Path, files: Path) -> None:
    """What v2 voices hear with."""
    widths = EncoderWidths(convolution=16, hidden=768, filter=16, n_layers=12, projection=256)
    FoundationLibrary(data / "foundation").add(
        save(files / "pytorch_model.bin", tensors(content_encoder(widths=widths))), name="contentvec"
    )


def add_voice(data: Path, files: Path, name: str, seed: int = 0) -> str:
    """Its id."""
    source = save(files / f"{name}.pth", with_tensors(small_voice(seed=seed)))
    return import_voice(source, Library(data / "voices"), write_rvc_graphs).package.manifest.id


def wait_for(events: queue.SimpleQueue[Event], kind: type[E]) -> E:
    """The next one of that kind."""
    while True:
        event = events.get(timeout=ANSWER_S)
        if isinstance(event, kind):
            return event


def pass_awhile(events: queue.SimpleQueue[Event]) -> None:
    """Half a second."""
    for _ in range(AWHILE):
        wait_for(events, Telemetry)


def started(voice_id: str, folder: Path, ready: Sequence[str] = ()) -> tuple[Session, queue.SimpleQueue[Event]]:
    """A session that hears the demo again and again, in blocks of 100 ms with 1 s of context, and what it says."""
    said = folder / "said.wav"
    soundfile.write(said, demo_speech(2.0), SAMPLE_RATE_HZ)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    config: Values = {"hop_ms": 100, "context_s": 1.0}
    command = Start(voice=voice_id, config=config, input_file=str(said), input_loop=True, silent=True, ready=list(ready))
    microphones: VirtualMicrophones = NoMicrophones()  # type: ignore[assignment]
    session = Session(command, events.put, microphones)
    session.start()
    return session, events
