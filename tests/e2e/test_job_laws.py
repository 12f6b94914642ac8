"""The jobs that need sound devices under the laws of a job (tests/laws/jobs.py), with a real sound server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from engine.audio.backends import choose_backend
from engine.audio.virtual_mic.choose import virtual_microphones
from engine.jobs.listen import LISTEN
from engine.jobs.measure import measuring
from engine.jobs.play import PLAY_SOUND
from engine.link.messages import Event, Listen, MeasureLatency, PlaySound, Start
from engine.runtime.session import Session
from tests.e2e.pulse import PulseServer
from tests.laws.jobs import LAWS, Case

pytestmark = pytest.mark.programs
CHIRPS = 3


@contextmanager
def listening(folder: Path) -> Iterator[Case]:
    good = Listen(device="mic.monitor", seconds=0.5, record=str(folder / "own.wav"))
    yield Case(LISTEN, good, Listen(device="nothing like it", seconds=0.5), "device.not_found", folder)


@contextmanager
def playing(folder: Path) -> Iterator[Case]:
    yield Case(PLAY_SOUND, PlaySound(device="out"), PlaySound(device="nothing like it"), "device.not_found", folder)


@contextmanager
def measuring_delay(folder: Path) -> Iterator[Case]:
    def ignore(_: Event) -> None:
        pass

    start = Start(voice="robot", config={"input": "mic.monitor", "output": "out", "monitor": "none"}, params={"bypass": True})
    session = Session(start, ignore, virtual_microphones(choose_backend().list_devices))
    session.start()
    try:
        refused = MeasureLatency(play="nothing like it", listen="out.monitor", repeats=CHIRPS)
        yield Case(measuring(lambda: session), MeasureLatency(repeats=CHIRPS), refused, "device.not_found", folder)
    finally:
        session.close("asked")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("case", [listening, playing, measuring_delay], ids=lambda case: case.__name__)
def test_laws(
    case: Callable[[Path], AbstractContextManager[Case]],
    law: Callable[[Case], None],
    pulse: PulseServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    with case(tmp_path) as made:
        law(made)
