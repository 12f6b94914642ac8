"""A device that is asked for is obtained, refused, or said not to have been: never silently another one."""

from __future__ import annotations

import platform

import pytest

from engine.config import EngineConfig, with_values
from engine.errors import ConfigError
from engine.inference.asked import not_as_asked
from engine.inference.choice import placement_of
from engine.inference.placement import Placement
from engine.inference.profile import Profile, machine
from engine.inference.sessions import open_on
from models.graphs.builder import tiny_graph


def asking(device: str, runtime: str = "auto") -> EngineConfig:
    return with_values(EngineConfig(), {"device": device, "runtime": runtime})


@pytest.mark.parametrize("device", ["quantum", "cuda:x", "cuda0", "CUDA:0", "cuda:", "gpu.", ""])
def test_words_that_mean_no_device_are_refused(device: str) -> None:
    with pytest.raises(ConfigError) as caught:
        asking(device)
    assert caught.value.code == "config.choice"


@pytest.mark.parametrize("device", ["auto", "cpu", "cuda", "cuda:1", "tensorrt:0", "directml:0", "coreml", "gpu", "gpu.1"])
def test_words_that_mean_one_are_taken(device: str) -> None:
    assert asking(device).device == device


def calibrated_for_openvino() -> Profile:
    return Profile(
        machine=machine(),
        runtime="openvino",
        device="cpu",
        precision="bfloat16",
        n_threads=2,
        hop_ms=100,
        lookahead_ms=30,
        context_s=1.0,
        detector="rmvpe",
        rtf=0.4,
        delay_ms=200.0,
    )


def test_a_card_is_asked_of_the_library_that_computes_on_it() -> None:
    assert placement_of(asking("cuda"), calibrated_for_openvino()) == Placement("onnxruntime", "cuda:0", "float32", 2)
    assert placement_of(asking("gpu"), None).runtime == "openvino"
    assert placement_of(asking("cpu"), calibrated_for_openvino()).runtime == "openvino"


def test_a_card_that_is_not_there_is_said_with_the_reason() -> None:
    """On a machine without one; where there is one, it is obtained and nothing is said."""
    config = asking("cuda:7")
    provider = open_on(tiny_graph(), placement_of(config, None)).obtained.description
    missed = not_as_asked(config, provider, built_in=False)
    assert missed["asked"] == "CUDA:7"
    assert missed["provider"] == "ONNX Runtime CPU"
    assert missed["reason"]


def test_built_in_voices_say_that_they_need_none() -> None:
    missed = not_as_asked(asking("cuda:0", "onnxruntime"), "CPU (built-in)", built_in=True)
    assert missed["asked"] == "CUDA:0"
    assert "no networks" in missed["reason"]


def test_what_was_obtained_is_not_talked_about() -> None:
    assert not_as_asked(asking("cuda:1"), "ONNX Runtime CUDA:1, float16", built_in=False) == {}
    assert not_as_asked(asking("auto"), "ONNX Runtime CPU (something else)", built_in=False) == {}
    assert not_as_asked(asking("cpu"), "CPU (built-in)", built_in=True) == {}
    assert not_as_asked(asking("auto", "openvino"), "CPU (built-in)", built_in=True) == {}
    if platform.machine() == "x86_64":
        provider = open_on(tiny_graph(), placement_of(asking("auto", "openvino"), None)).obtained.description
        assert not_as_asked(asking("auto", "openvino"), provider, built_in=False) == {}
