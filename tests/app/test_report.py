"""A report tells what helps, and nothing that is nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.report import LEFT_OUT, Place, report, scrub
from app.settings.record import Microphone, Settings
from engine.config import EngineConfig
from engine.link.messages import DeviceInfo

OWN = Place("data", Path("/srv/anna/.local/share/urvc"))

LEAKS = [
    'could not read "/srv/anna/Private Recordings/divorce talk.wav": no such file',
    "could not read /srv/anna/Private Recordings/divorce talk.wav",
    r"file.not_found: open: C:\Users\Anna\Private\divorce.wav",
    "import of 'divorce talk.pth' failed",
    "fetching file:///srv/anna/divorce.zip",
    "took https://anna:divorce@example.org/divorce.zip?key=divorce",
    "recorded to divorce.flac in 3 s",
    "obs password=divorce refused",
    'obs {"password": "divorce"}',
    "Authorization: Bearer divorce",
    "recorded to my divorce talk.flac",
    "2026-11-21 07:00:01,123 INFO engine: took my divorce talk.flac",
    "control token divorce accepted",
    "~/divorce",
    "\\\\server\\share\\divorce",
    "../divorce/voice.onnx",
    "/srv/anna/.local/share/urvc-divorce/x",
    "/srv/anna/.local/share/urvc/../../../divorce.wav and /divorce",
]


@pytest.mark.parametrize("line", LEAKS)
def test_no_foreign_file_and_no_password_is_told(line: str) -> None:
    assert "divorce" not in scrub(line, [OWN])
    assert LEFT_OUT in scrub(line, [OWN])


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-21 07:00:01,123 INFO engine.runtime.session: still waiting: device.lost",
        "the worker stopped: 3.5 ms/block, on/off 1/2",
        "device.busy: start: Blue Yeti (USB)",
    ],
)
def test_what_helps_stays(line: str) -> None:
    assert scrub(line, [OWN]) == line


def test_the_programs_own_files_keep_their_names_but_not_where_they_lie() -> None:
    line = 'broken: "/srv/anna/.local/share/urvc/voices/singer/voice.toml", see /srv/anna/.local/share/urvc'
    assert scrub(line, [OWN]) == 'broken: "<data>/voices/singer/voice.toml", see <data>'


def test_the_whole_report() -> None:
    values = {"backend": "pulse", "direction": "input", "channels": 2, "rate_hz": 48000, "is_default": True, "is_monitor": False}
    device = DeviceInfo.model_validate({"id": "pulse:yeti", "name": "Blue Yeti", **values})
    settings = Settings(engine=EngineConfig(hop_ms=40, input="/dev/divorce"), microphone=Microphone(gate_db=-41.0), window="divorce")
    text = report(settings, [device], ["x" * 10, *LEAKS], [OWN], {"latency_ms": 61.5})
    assert "divorce" not in text
    for expected in (
        "[versions]",
        "python 3.",
        "urvc 0.",
        "Blue Yeti",
        "48000 Hz",
        '"hop_ms": 40',
        '"gate_db": -41.0',
        '"latency_ms": 61.5',
    ):
        assert expected in text
