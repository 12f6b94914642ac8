"""What the tests of the view models share: real engines and libraries in folders of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.settings.record import Settings
from app.viewmodels.background import Background
from app.viewmodels.controls import ControlsVM
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.file_input import FileInputVM
from app.viewmodels.gallery import GalleryVM
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message
from app.viewmodels.meters import MetersVM
from app.viewmodels.pitch import PitchVM
from app.viewmodels.recorder import RecorderVM
from app.viewmodels.session import SessionVM

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "resources/audio/demo.flac"
RVC_VOICE = ROOT / "tests/data/reference/rvc_v2_40k.pth"
WAIT_MS = 60_000


class SignalLog:
    """Everything that a signal has carried."""

    def __init__(self, *signals: Any) -> None:
        self.values: list[Any] = []
        for signal in signals:
            signal.connect(lambda *values: self.values.append(values[0] if len(values) == 1 else values))

    @property
    def codes(self) -> list[str]:
        return [message.code for message in self.values if isinstance(message, Message)]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.values if isinstance(message, Message)]


class Live:
    """The view models around one real engine that plays the demo recording to nobody."""

    def __init__(self, settings: Settings | None = None, command: list[str] | None = None) -> None:
        self.keeper = SettingsKeeper(settings or Settings())
        self.background = Background()
        self.link = EngineLink(command)
        self.session = SessionVM(self.link, self.keeper)
        self.session.live.silent = True
        self.session.live.file, self.session.live.loop_file = str(DEMO), True
        self.gallery = GalleryVM(self.keeper, self.background)
        self.controls = ControlsVM(self.session, self.keeper)
        self.meters = MetersVM(self.link, self.session)
        self.pitch = PitchVM(self.link)
        self.recorder = RecorderVM(self.link, self.session)
        self.file_input = FileInputVM(self.link, self.session)
        self.messages = SignalLog(self.session.message, self.recorder.message, self.file_input.message, self.gallery.message)

    def select(self, voice_id: str) -> None:
        voice = self.gallery.find(voice_id)
        assert voice is not None
        self.session.select(voice)

    def close(self) -> None:
        self.gallery.close()
        self.link.close()
        self.background.close()


@contextmanager
def running(qtbot: QtBot, voice_id: str = "brighter", settings: Settings | None = None) -> Iterator[Live]:
    """Live with a voice, sound passing."""
    live = Live(settings)
    try:
        live.select(voice_id)
        live.session.start()
        until(qtbot, lambda: live.session.state == "live" and live.meters.live)
        yield live
    finally:
        live.close()


def until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    """Returns when the condition holds; fails when it never does."""
    qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)


@pytest.fixture
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, for this process and its children."""
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path / "data"
