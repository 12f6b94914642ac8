"""Virtual cables by the names that Windows and macOS show, also cut at 31 characters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.audio.devices import Device, Direction, find_device
from engine.audio.virtual_mic.cables import explain_wrong_end, find_cables, with_cables
from engine.audio.virtual_mic.choose import CABLES, virtual_microphones
from engine.config import EngineConfig, with_values
from engine.errors import DeviceError
from engine.runtime.routing import find_route

INPUTS = ["Microphone (2- Yeti Nano)", "Stereo Mix (Realtek(R) Audio)"]
OUTPUTS = ["Speakers (Realtek(R) Audio)", "Headphones (2- Yeti Nano)"]
VB = ("CABLE Input (VB-Audio Virtual Cable)", "CABLE Output (VB-Audio Virtual Cable)")
VAC = ("Line 1 (Virtual Audio Cable)", "Line 1 (Virtual Audio Cable)")
MIXER_IN = ["Voicemeeter Input (VB-Audio Voicemeeter VAIO)", "Voicemeeter AUX Input (VB-Audio Voicemeeter VAIO)"]
MIXER_OUT = [
    "Voicemeeter Out A1 (VB-Audio Voicemeeter VAIO)",
    "Voicemeeter Out B2 (VB-Audio Voicemeeter VAIO)",
    "Voicemeeter Out B1 (VB-Audio Voicemeeter VAIO)",
]


def devices(outputs: list[str], inputs: list[str], api: str = "Windows WASAPI", cut: int = 99) -> list[Device]:
    def one(name: str, direction: Direction) -> Device:
        return Device(f"portaudio:{api}/{name[:cut]}", name[:cut], "portaudio", direction, 2, 48_000)

    return [*(one(name, "output") for name in outputs), *(one(name, "input") for name in inputs)]


def windows(outputs: list[str], inputs: list[str], cut: int = 99) -> list[Device]:
    return with_cables(devices(OUTPUTS + outputs, INPUTS + inputs, cut=cut), CABLES["win32"])


@pytest.mark.parametrize(
    ("played", "heard", "product"),
    [
        (*VB, "VB-Cable"),
        ("CABLE In 16ch (VB-Audio Virtual Cable)", "CABLE Output (VB-Audio Virtual Cable)", "VB-Cable"),
        ("CABLE-A Input (VB-Audio Cable A)", "CABLE-A Output (VB-Audio Cable A)", "VB-Cable"),
        ("Hi-Fi Cable Input (VB-Audio Hi-Fi Cable)", "Hi-Fi Cable Output (VB-Audio Hi-Fi Cable)", "VB-Cable"),
        (*VAC, "Virtual Audio Cable"),
        ("VoiceMeeter Input (VB-Audio VoiceMeeter VAIO)", "VoiceMeeter Output (VB-Audio VoiceMeeter VAIO)", "Voicemeeter"),
    ],
)
@pytest.mark.parametrize("cut", [99, 31])
def test_cables_of_windows(played: str, heard: str, product: str, cut: int) -> None:
    found = virtual_microphones(lambda: windows([played], [heard], cut), "win32").ensure()
    assert (found.name, found.product, found.made) == (heard[:cut], product, False)
    assert found.output_id.endswith(played[:cut])


def test_cables_of_macos() -> None:
    found = virtual_microphones(
        lambda: devices(["BlackHole 2ch"], ["MacBook Pro Microphone", "BlackHole 2ch"], "Core Audio"), "darwin"
    ).ensure()
    assert (found.name, found.product) == ("BlackHole 2ch", "BlackHole")


def test_the_simplest_cable_comes_first_and_a_mixers_microphone_is_its_first_bus() -> None:
    listed = windows([*MIXER_IN, VAC[0], VB[0]], [*MIXER_OUT, VAC[1], VB[1]])
    cables = find_cables(listed, CABLES["win32"])
    assert [cable.product.name for cable in cables] == ["VB-Cable", "Virtual Audio Cable", "Voicemeeter"]
    assert (cables[2].play.name, cables[2].listen.name) == (MIXER_IN[0], MIXER_OUT[2])


def test_two_lines_are_two_cables() -> None:
    lines = ["Line 1 (Virtual Audio Cable)", "Line 2 (Virtual Audio Cable)"]
    listed = windows(lines, lines)
    assert [cable.line for cable in find_cables(listed, CABLES["win32"])] == ["line 1", "line 2"]
    route = find_route(listed, EngineConfig(input="Line 2 (Virtual Audio Cable)", output="Line 1 (Virtual Audio Cable)"))
    assert route.output is not None


@pytest.mark.parametrize("name", ["Line 1 (Focusrite USB)", "Cable Matters Headset", "Line In (Realtek(R) Audio)", "Voicemod Audio"])
def test_other_devices_are_no_cables(name: str) -> None:
    with pytest.raises(DeviceError) as caught:
        virtual_microphones(lambda: windows([name], [name]), "win32").ensure()
    assert caught.value.code == "microphone.none"
    assert caught.value.facts["link"] == "https://vb-audio.com/Cable/"


def test_half_a_cable_is_none() -> None:
    with pytest.raises(DeviceError, match=r"microphone\.none"):
        virtual_microphones(lambda: windows([VB[0]], []), "win32").ensure()


def test_a_cable_that_appears_is_noticed() -> None:
    installed: list[list[Device]] = [windows([], []), windows([VB[0]], [VB[1]])]
    microphones = virtual_microphones(lambda: installed.pop(0), "win32")
    with pytest.raises(DeviceError, match=r"microphone\.none"):
        microphones.ensure()
    assert microphones.ensure().name == VB[1]


@pytest.mark.parametrize(
    ("query", "direction", "code", "instead"),
    [
        ("CABLE Output", "output", "microphone.wrong_output", VB[0]),
        ("cable output (vb-audio virtual cable)", "output", "microphone.wrong_output", VB[0]),
        ("CABLE Input", "input", "microphone.wrong_input", VB[1]),
    ],
)
def test_the_wrong_end_is_explained(query: str, direction: Direction, code: str, instead: str) -> None:
    listed = windows([VB[0]], [VB[1]])
    with pytest.raises(DeviceError) as caught:
        find_route(listed, with_values(EngineConfig(output=OUTPUTS[0], input=INPUTS[0]), {direction: query}))
    assert (caught.value.code, caught.value.facts["instead"]) == (code, instead)


def test_a_real_microphone_named_as_output_is_just_not_found() -> None:
    listed = windows([VB[0]], [VB[1]])
    explain_wrong_end(listed, "Yeti", "output")
    explain_wrong_end(listed, "nothing of the kind", "output")
    with pytest.raises(DeviceError, match=r"device\.not_found"):
        find_route(listed, EngineConfig(output="Stereo Mix"))


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (EngineConfig(input="CABLE Output", output="CABLE Input"), "device.loop"),
        (EngineConfig(input="Yeti", output="CABLE Input", monitor="CABLE Input"), "device.same_output"),
        (EngineConfig(input="CABLE Output", output="Speakers", monitor="CABLE Input"), "device.monitor_loop"),
    ],
)
def test_ways_back_into_itself_are_refused(config: EngineConfig, code: str) -> None:
    with pytest.raises(DeviceError) as caught:
        find_route(windows([VB[0]], [VB[1]]), config)
    assert caught.value.code == code


def test_a_cable_that_is_windows_default_microphone_is_not_taken_for_the_users_own() -> None:
    listed = [replace(d, is_default=d.name == VB[1]) for d in windows([VB[0]], [VB[1]])]
    assert find_device(listed, "", "input", played=[listed[2].bare_id]).name == INPUTS[0]
