"""Finding a device by what a person types."""

from dataclasses import replace

import pytest

from engine.audio.devices import Device, Direction, find_device, in_listing_order
from engine.errors import DeviceError


def device(name: str, bare_id: str, direction: str = "input", is_default: bool = False, is_monitor: bool = False) -> Device:
    side: Direction = "input" if direction == "input" else "output"
    return Device(f"pulse:{bare_id}", name, "pulse", side, 2, 48_000, is_default=is_default, is_monitor=is_monitor)


YETI = device("Yeti Stereo Microphone", "alsa_input.usb-Blue_Yeti-00", is_default=True)
WEBCAM = device("Webcam Mono", "alsa_input.usb-Cam-00")
MONITOR = device("Monitor of Speakers", "alsa_output.pci.monitor", is_monitor=True)
CABLE = device("CABLE Output (VB-Audio Virtual Cable)", "cable")
SPEAKERS = device("Speakers", "alsa_output.pci", "output", is_default=True)
ALL = [YETI, WEBCAM, MONITOR, CABLE, SPEAKERS]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", YETI),
        ("  ", YETI),
        ("pulse:alsa_input.usb-Cam-00", WEBCAM),
        ("alsa_input.usb-Cam-00", WEBCAM),
        ("Webcam Mono", WEBCAM),
        ("webcam mono", WEBCAM),
        ("yeti", YETI),
        ("vb-audio", CABLE),
        ("usb-blue", YETI),
        ("speakers", MONITOR),
        ("alsa_output.pci.monitor", MONITOR),
    ],
)
def test_finds_inputs(query: str, found: Device) -> None:
    assert find_device(ALL, query, "input") == found


def test_direction_matters() -> None:
    assert find_device(ALL, "Speakers", "output") == SPEAKERS
    with pytest.raises(DeviceError, match=r"device\.not_found"):
        find_device(ALL, "Webcam Mono", "output")


def test_ambiguous_names_all_that_match() -> None:
    with pytest.raises(DeviceError) as caught:
        find_device(ALL, "o", "input")
    assert caught.value.code == "device.ambiguous"
    assert caught.value.facts["matches"] == [YETI.name, WEBCAM.name, CABLE.name]


def test_two_devices_of_one_name_are_told_apart_by_their_ids() -> None:
    twins = [device("USB Audio", "usb-1"), device("USB Audio", "usb-2")]
    with pytest.raises(DeviceError) as caught:
        find_device(twins, "USB Audio", "input")
    assert caught.value.facts["matches"] == ["USB Audio (pulse:usb-1)", "USB Audio (pulse:usb-2)"]
    assert find_device(twins, "usb-2", "input") == twins[1]


def test_not_found_offers_the_nearest() -> None:
    with pytest.raises(DeviceError) as caught:
        find_device(ALL, "Webcam Moon", "input")
    assert caught.value.code == "device.not_found"
    nearest = caught.value.facts["nearest"]
    assert isinstance(nearest, list)
    assert nearest[0] == WEBCAM.name
    assert caught.value.facts["known"] == [YETI.name, WEBCAM.name, MONITOR.name, CABLE.name]


def test_a_monitor_is_the_default_microphone_only_where_somebody_made_it_so() -> None:
    chosen = replace(MONITOR, is_default=True, hears="alsa_output.pci")
    assert find_device([chosen, WEBCAM], "", "input") == chosen
    assert find_device([chosen, WEBCAM], "", "input", played=["alsa_output.pci"]) == WEBCAM
    with pytest.raises(DeviceError, match=r"device\.none"):
        find_device([chosen], "", "input", played=["alsa_output.pci"])


def test_a_monitor_is_not_taken_by_itself() -> None:
    only_monitor = [device("Monitor of Speakers", "x.monitor", is_monitor=True)]
    with pytest.raises(DeviceError, match=r"device\.none"):
        find_device(only_monitor, "", "input")
    assert find_device([*only_monitor, WEBCAM], "", "input") == WEBCAM
    assert find_device(only_monitor, "monitor of speakers", "input") == only_monitor[0]


@pytest.mark.parametrize("query", ["", "anything"])
def test_nothing_to_choose_from(query: str) -> None:
    with pytest.raises(DeviceError, match=r"device\.none"):
        find_device([YETI], query, "output")


def test_listing_order() -> None:
    assert in_listing_order([SPEAKERS, MONITOR, WEBCAM, YETI, CABLE]) == [YETI, CABLE, WEBCAM, MONITOR, SPEAKERS]


def test_a_word_for_microphone_does_not_mean_where_the_voice_comes_out() -> None:
    """ "mic" is the user's microphone, and not the virtual one that repeats what the program plays."""
    own = replace(device("URVC Microphone", "urvc_microphone"), hears="urvc_out")
    monitor = device("Monitor of URVC voice", "urvc_out.monitor", is_monitor=True)
    for query in ("mic", "microphone"):
        assert find_device([own, monitor, YETI, WEBCAM], query, "input") == YETI
    assert find_device([own, monitor, YETI], "URVC Microphone", "input") == own  # by its whole name it is meant
