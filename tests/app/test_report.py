"""A report tells what helps, and nothing that is nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.report import LEFT_OUT, Folder, owners, report, scrub
from app.settings.record import Microphone, Settings
from engine.config import EngineConfig
from engine.link.messages import DeviceInfo

OWN = Folder("data", Path("/srv/anna/.local/share/urvc"))

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
    "device.lost: pulse:alsa_input.usb-Blue_Microphones_Yeti_divorce-00.analog-stereo",
    "device.lost: AppleUSBAudioEngine:Blue:Yeti X:divorce:1",
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


NUMBERS = [
    ("bluez_input.AA_BB_CC_DD_EE_FF.0 went", "bluez_input.<left out>.0 went"),
    ("took aa:bb:cc:dd:ee:ff", "took <left out>"),
    ("AA-BB-CC-DD-EE-0F", "<left out>"),
    ("alsa_input.usb-Blue_Yeti_REV8_SN12-34AB-00.analog", "alsa_input.usb-Blue_Yeti_REV8_<left out>-00.analog"),
    ("obs at 192.168.1.20 closed", "obs at <left out> closed"),
    ("obs at fe80::1:2 closed", "obs at <left out> closed"),
    ("obs at 127.0.0.1 closed at 07:00:01,123", "obs at 127.0.0.1 closed at 07:00:01,123"),
]


@pytest.mark.parametrize(("line", "told"), NUMBERS)
def test_no_serial_number_and_no_address_is_told(line: str, told: str) -> None:
    assert scrub(line, [OWN]) == told


def test_names_that_the_user_gave_are_not_told() -> None:
    settings = Settings(
        last_voice="anna-divorce",
        favourites=("robot", "anna-divorce", "boss"),
        voice_params={"boss": {"pitch_st": 2.0}},
        scene_voices={"My bedroom": "boss", "Start": "robot"},
        obs_address="studio-of-anna.lan:4455",
        engine=EngineConfig(input="pulse:alsa_input.usb-Blue_Yeti_12345-00.analog"),
    )
    log = ["voice anna-divorce opened", "scene My bedroom calls for Boss", "obs at studio-of-anna.lan: closed", 'voice "Anna D." failed']
    text = report(settings, [], log, [OWN], own_names=["Anna D."])
    for private in ("anna", "boss", "bedroom", "12345"):
        assert private not in text.lower()
    for kept in ('"robot"', '"pitch_st": 2.0', ":4455", "usb-Blue_Yeti", "voice own voice 1 opened"):
        assert kept in text
    assert ":4455" in report(Settings(obs_address="localhost:4455"), [], [], [])
    assert "localhost:4455" in report(Settings(obs_address="localhost:4455"), [], [], [])


PERSONAL = (
    "Anna's AirPods",
    "Anna’s AirPods Pro",
    "Monitor of Anna Berg's iPhone",
    "AirPods von Anna",
    "AirPods Max de Anna Berg",
    "AirPods d’Anna",
    "Anna의 AirPods",
    "AnnaのAirPods",
    "Anna的AirPods Pro",
    "Headset (Anna Berg's AirPods Hands-Free)",
)


@pytest.mark.parametrize("name", PERSONAL)
def test_nobody_whom_a_device_is_named_after_is_told(name: str) -> None:
    values = {"id": "x:1", "direction": "input", "channels": 1, "rate_hz": 48000, "is_default": True, "is_monitor": False}
    device = DeviceInfo.model_validate({"name": name, "backend": "wasapi", **values})
    settings = Settings(engine=EngineConfig(input=name, monitor=f"wasapi:{name}"))
    text = report(settings, [device], [f"opened {name}", "anna spoke"], [OWN])
    assert "anna" not in text.lower()
    assert "berg" not in text.lower()
    assert "input wasapi 48000 Hz 1 ch default: " in text


@pytest.mark.parametrize(
    "name", ["Blue Yeti", "Monitor of Built-in Audio Analog Stereo", "Headset (WH-1000XM4 Hands-Free AG Audio)", "CABLE-A"]
)
def test_what_is_no_person_is_told(name: str) -> None:
    assert owners([name]) == {}


def test_a_short_name_is_left_out_with_its_mark() -> None:
    settings = Settings(engine=EngineConfig(input="Bo's AirPods"))
    assert "Bo" not in report(settings, [], ["opened Bo's AirPods"], [])


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
