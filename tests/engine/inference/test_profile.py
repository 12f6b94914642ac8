from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.config import EngineConfig
from engine.inference.choice import candidates, placement_of
from engine.inference.placement import Placement
from engine.inference.profile import Profile, machine, read_profile, write_profile
from engine.inference.runtime import DeviceFound


def profile(**changes: object) -> Profile:
    values: dict[str, object] = {
        "machine": machine(),
        "runtime": "openvino",
        "device": "cpu",
        "precision": "int8",
        "n_threads": 2,
        "hop_ms": 100,
        "lookahead_ms": 40,
        "context_s": 1.0,
        "detector": "rmvpe",
        "rtf": 0.5,
        "delay_ms": 200.0,
    }
    return Profile.model_validate(values | changes)


def test_a_profile_comes_back(tmp_path: Path) -> None:
    path = write_profile(profile(), tmp_path / "deep" / "calibration.json")
    assert read_profile(path) == profile()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', "\x00" * 10, "x" * 100_000])
def test_what_is_no_profile_is_not_used(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text, encoding="utf-8")
    assert read_profile(path) is None


def test_another_machine_s_profile_is_not_used(tmp_path: Path) -> None:
    assert read_profile(write_profile(profile(machine="abacus, 1 core"), tmp_path / "calibration.json")) is None
    assert read_profile(tmp_path / "none.json") is None


def test_what_is_set_wins_over_the_profile() -> None:
    config = EngineConfig()
    assert placement_of(config, profile()) == Placement("openvino", "cpu", "int8", 2)
    assert placement_of(replace(config, precision="float32", threads=1), profile()) == Placement("openvino", "cpu", "float32", 1)
    assert placement_of(replace(config, runtime="onnxruntime"), profile()).precision == "float32"
    assert placement_of(replace(config, device="cuda:0", runtime="onnxruntime"), profile()) == Placement(
        "onnxruntime", "cuda:0", "float32", 2
    )
    assert placement_of(config, None).precision == "float32"


def test_devices_are_tried_before_the_processor_and_quick_precisions_first() -> None:
    found = [
        DeviceFound("onnxruntime", "cuda:0", "GPU"),
        DeviceFound("onnxruntime", "cpu", "CPU"),
        DeviceFound("openvino", "cpu", "CPU", ("float32", "bfloat16", "int8")),
    ]
    order = [(wish.runtime, wish.device, wish.precision) for wish in candidates(found)]
    assert order == [
        ("onnxruntime", "cuda:0", "float32"),
        ("openvino", "cpu", "int8"),
        ("openvino", "cpu", "bfloat16"),
        ("openvino", "cpu", "float32"),
        ("onnxruntime", "cpu", "float32"),
    ]
