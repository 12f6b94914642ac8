"""One line a device, whatever the audio systems make of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.viewmodels.device_groups import group_devices
from engine.link.messages import DeviceInfo


def portaudio(api: str, name: str, direction: str = "input", default: bool = False) -> DeviceInfo:
    return DeviceInfo.model_validate(
        {
            "id": f"portaudio:{api}/{name}",
            "name": name,
            "backend": "portaudio",
            "direction": direction,
            "channels": 2,
            "rate_hz": 48_000,
            "is_default": default,
            "is_monitor": False,
        }
    )


def pulse(name: str, description: str, direction: str = "input", monitor: bool = False, default: bool = False) -> DeviceInfo:
    values = {"id": f"pulse:{name}", "name": description, "backend": "pulse", "direction": direction, "channels": 2, "rate_hz": 48_000}
    return DeviceInfo.model_validate({**values, "is_default": default, "is_monitor": monitor})


WINDOWS = [
    portaudio("MME", "Microsoft Sound Mapper - Input"),
    portaudio("MME", "Microphone (Blue Yeti USB Micro", default=True),
    portaudio("MME", "CABLE Output (VB-Audio Virtual "),
    portaudio("Windows DirectSound", "Primary Sound Capture Driver"),
    portaudio("Windows DirectSound", "Microphone (Blue Yeti USB Microphone)", default=True),
    portaudio("Windows DirectSound", "CABLE Output (VB-Audio Virtual Cable)"),
    portaudio("Windows WASAPI", "Microphone (2- Blue Yeti USB Microphone)", default=True),
    portaudio("Windows WASAPI", "CABLE Output (VB-Audio Virtual Cable)"),
    portaudio("Windows WDM-KS", "Microphone (Blue Yeti USB Microphone)"),
    portaudio("Windows WASAPI", "Speakers (Realtek(R) Audio)", "output", True),
]


def names(devices: Sequence[DeviceInfo]) -> list[str]:
    return [group.name for group in group_devices(devices, "input")]


def test_a_device_of_windows_shows_once_with_wasapi_first() -> None:
    groups = group_devices(WINDOWS, "input")
    assert [group.is_virtual for group in groups] == [False, True]
    yeti, cable = groups
    assert yeti.is_default
    assert [way.api for way in yeti.ways] == ["wasapi", "directsound", "wdm-ks", "mme"]
    assert yeti.id == "portaudio:Windows WASAPI/Microphone (2- Blue Yeti USB Microphone)"
    assert [way.api for way in cable.ways] == ["wasapi", "directsound", "mme"]
    assert cable.name == "CABLE Output (VB-Audio Virtual Cable)"


def test_outputs_and_inputs_do_not_mix() -> None:
    assert [group.name for group in group_devices(WINDOWS, "output")] == ["Speakers (Realtek(R) Audio)"]


def test_a_cut_name_that_fits_two_devices_is_not_guessed() -> None:
    cut = "Microphone (Yeti Stereo Microph"
    assert len(cut) == 31
    whole = ["Microphone (Yeti Stereo Microphone)", "Microphone (Yeti Stereo Microphone X)"]
    groups = group_devices([portaudio("MME", cut), *(portaudio("Windows WASAPI", name) for name in whole)], "input")
    assert {group.name for group in groups} == {cut, *whole}


def test_a_short_name_of_mme_is_not_taken_for_a_cut_one() -> None:
    devices = [portaudio("MME", "Microphone"), portaudio("Windows WASAPI", "Microphone (Blue Yeti)")]
    assert len(group_devices(devices, "input")) == 2


def test_two_devices_of_one_name_stay_two() -> None:
    twice = [pulse("usb-1", "USB Microphone"), pulse("usb-2", "USB Microphone")]
    groups = group_devices(twice, "input")
    assert [group.name for group in groups] == ["USB Microphone (1)", "USB Microphone (2)"]
    assert {group.id for group in groups} == {"pulse:usb-1", "pulse:usb-2"}


def test_the_default_comes_first_and_monitors_last() -> None:
    devices = [
        pulse("out.monitor", "Monitor of Speakers", monitor=True),
        pulse("urvc", "URVC virtual microphone"),
        pulse("b", "B"),
        pulse("a", "A"),
        pulse("z", "Z", default=True),
    ]
    assert names(devices) == ["Z", "A", "B", "URVC virtual microphone", "Monitor of Speakers"]


def test_a_setting_finds_its_device_by_id_or_name() -> None:
    (group,) = group_devices([pulse("alsa_input.usb-Blue", "Blue Yeti")], "input")
    assert all(group.has(query) for query in ("pulse:alsa_input.usb-Blue", "alsa_input.usb-blue", "blue yeti"))
    assert not group.has("blue")


def test_where_the_voice_comes_out_is_not_offered_as_a_microphone() -> None:
    devices = [
        pulse("urvc_microphone", "URVC Microphone"),
        pulse("urvc_microphone_2", "URVC Microphone (2)"),
        pulse("urvc_out.monitor", "Monitor of URVC voice", monitor=True),
        pulse("yeti", "Yeti", default=True),
        pulse("speakers.monitor", "Monitor of Speakers", monitor=True),
    ]
    assert names(devices) == ["Yeti", "Monitor of Speakers"]
    outputs = [pulse("urvc_out", "URVC voice", direction="output")]
    assert [group.name for group in group_devices(outputs, "output")] == ["URVC voice"]
