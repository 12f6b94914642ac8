"""What of a computer is offered for voices; the looking itself: tests/app/views/test_settings_page.py."""

from __future__ import annotations

from app.jobs.find_processors import Processor, answering
from engine.inference.runtime import DeviceFound

LISTED = (
    DeviceFound("onnxruntime", "cuda:0", "CUDAExecutionProvider"),
    DeviceFound("onnxruntime", "tensorrt:0", "TensorrtExecutionProvider"),
    DeviceFound("onnxruntime", "cpu", "CPUExecutionProvider"),
    DeviceFound("openvino", "cpu", "A Processor of 8 Cores"),
    DeviceFound("openvino", "gpu.1", "A Graphics Card"),
)


def test_what_is_listed_and_does_not_answer_is_not_offered() -> None:
    found = answering(LISTED, lambda one: one.device != "tensorrt:0")
    assert found == (Processor("cuda:0"), Processor("cpu", "A Processor of 8 Cores"), Processor("gpu.1", "A Graphics Card"))


def test_a_name_comes_from_a_library_that_answers() -> None:
    assert answering(LISTED, lambda one: one.runtime == "onnxruntime" and one.device == "cpu") == (Processor("cpu"),)
