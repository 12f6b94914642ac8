"""Foreign graphs that reach outside their file, or ask for more work than any voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from models.errors import BadVoiceFile
from models.importers.onnx_closed import read_closed
from models.importers.onnx_forms import read_onnx
from models.importers.onnx_wire import MAX_DEPTH, check_parts
from models.importers.refusal import Refusal
from tests.models.importers.onnx_places import PLACES, sound_model, with_place
from tests.models.importers.onnx_speaking import speaking_onnx

HOSTILE = Path(__file__).parents[2] / "data" / "hostile"
WHY = {
    "onnx_constantofshape_12GB": "too_large",
    "onnx_ext_in_function_abs": "unsupported",
    "onnx_ext_in_function_ssh": "unsupported",
    "onnx_ext_sparse": "unsupported",
    "onnx_ext_sparse_attr": "unsupported",
    "onnx_functions_bomb": "too_large",
    "onnx_init_negative": "damaged",
    "onnx_loop_endless": "too_large",
}


@pytest.mark.parametrize("place", PLACES)
def test_no_place_of_the_format_may_name_a_file(place: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_closed(with_place(place))
    assert caught.value.reason == "unsupported"


def test_every_field_that_can_hold_a_tensor_is_tried() -> None:
    """A later version of the format that lets a tensor stand elsewhere needs a place above."""
    tensors = {"TensorProto", "SparseTensorProto", "GraphProto", "FunctionProto", "TrainingInfoProto", "NodeProto", "AttributeProto"}
    known = {
        "ModelProto": {"graph", "functions", "training_info"},
        "GraphProto": {"node", "initializer", "sparse_initializer"},
        "NodeProto": {"attribute"},
        "AttributeProto": {"t", "g", "tensors", "graphs", "sparse_tensor", "sparse_tensors"},
        "FunctionProto": {"node", "attribute_proto"},
        "TrainingInfoProto": {"initialization", "algorithm"},
        "SparseTensorProto": {"values", "indices"},
    }
    for kind, fields in known.items():
        found = {
            field.name
            for field in getattr(onnx, kind).DESCRIPTOR.fields
            if field.message_type is not None and field.message_type.name in tensors
        }
        assert found == fields, kind


@pytest.mark.parametrize(("name", "reason"), WHY.items())
def test_hostile_files_are_refused_at_import(name: str, reason: str) -> None:
    with pytest.raises(BadVoiceFile) as caught:
        read_onnx(HOSTILE / f"{name}.onnx")
    assert caught.value.facts["reason"] == reason


def test_sound_files_are_taken() -> None:
    assert read_onnx(HOSTILE / "onnx_ok.onnx").form == "w-okada"
    for form in ("rvc-webui", "w-okada", "deiteris", "obs-rvc"):
        assert read_closed(speaking_onnx(form)).graph.node


def test_what_is_kept_is_what_was_looked_at() -> None:
    """Nothing that another reader of the format might take for more."""
    model = sound_model()
    model.producer_name = "ORTM"
    model.training_info.append(onnx.TrainingInfoProto(algorithm=model.graph))
    unknown = b"\xa2\x06\x04evil"  # field 100
    kept = read_closed(model.SerializeToString() + unknown).SerializeToString()
    assert b"evil" not in kept
    assert b"ORTM" not in kept
    assert len(kept) < len(model.SerializeToString())


# --- work ------------------------------------------------------------------------------------------------------------------------------


def with_loop(turns: Any, keep_on: str = "", inside: Any = None) -> bytes:
    """turns: a number in the file, "computed", or "" for as long as the body wishes."""
    model = sound_model()
    graph = model.graph
    name = str(turns)
    if isinstance(turns, int):
        graph.initializer.append(numpy_helper.from_array(np.array(turns, np.int64), name))
    elif turns == "computed":
        graph.node.insert(0, helper.make_node("Size", ["feats"], [name]))
    body = inside or _counting_body()
    graph.initializer.append(numpy_helper.from_array(np.array(True), "yes"))
    graph.initializer.append(numpy_helper.from_array(np.zeros(1, np.float32), "zero"))
    graph.node.append(helper.make_node("Loop", [name, "yes", "zero"], ["looped"], body=body))
    return bytes(model.SerializeToString())


def _counting_body(*nodes: Any) -> Any:
    ends = [helper.make_tensor_value_info(name, kind, []) for name, kind in (("i", TensorProto.INT64), ("on", TensorProto.BOOL))]
    value, after = (helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("value", "after"))
    on = helper.make_tensor_value_info("still", TensorProto.BOOL, [])
    made = [helper.make_node("Identity", ["on"], ["still"]), helper.make_node("Add", ["value", "value"], ["after"]), *nodes]
    return helper.make_graph(made, "body", [*ends, value], [on, after])


@pytest.mark.parametrize(
    ("turns", "reason"), [(1000, ""), (1 << 40, "too_large"), ("computed", "unsupported"), ("", "unsupported")], ids=str
)
def test_loops_end_where_it_stands_in_the_file(turns: Any, reason: str) -> None:
    assert _reason(with_loop(turns)) == reason


def test_loops_in_loops_are_multiplied() -> None:
    inner = helper.make_node("Loop", ["2000", "on", "value"], ["deeper"], body=_counting_body())
    assert _reason(with_loop(2000, inside=_counting_body(inner))) == "too_large"


def test_a_computed_name_hides_a_number_outside() -> None:
    """The inner loop's count is the name of a constant of the outer graph, computed anew inside."""
    size = helper.make_node("Size", ["value"], ["10"])
    inner = helper.make_node("Loop", ["10", "on", "value"], ["deeper"], body=_counting_body())
    assert _reason(with_loop(10, inside=_counting_body(size, inner))) == "unsupported"


def test_a_function_that_calls_itself_is_refused() -> None:
    model = sound_model()
    again = helper.make_node("Again", ["x"], ["y"], domain="local")
    model.functions.append(helper.make_function("local", "Again", ["x"], ["y"], [again], [helper.make_opsetid("local", 1)]))
    model.graph.node.append(helper.make_node("Again", ["feats"], ["extra"], domain="local"))
    assert _reason(model.SerializeToString()) == "too_large"


@pytest.mark.parametrize(
    ("kind", "sizes"), [("ConstantOfShape", [1 << 16, 1 << 16]), ("Expand", [1 << 30]), ("Tile", [1, 1 << 28]), ("Range", [0, 1 << 40, 1])]
)
def test_sizes_that_stand_in_the_file_are_bounded(kind: str, sizes: list[int]) -> None:
    model = sound_model()
    for i, size in enumerate(sizes):
        model.graph.initializer.append(numpy_helper.from_array(np.array(size, np.int64), f"size{i}"))
    model.graph.node.append(helper.make_node("Constant", [], ["sizes"], value_ints=sizes))
    inputs = [f"size{i}" for i in range(3)] if kind == "Range" else ["sizes"] if kind == "ConstantOfShape" else ["feats", "sizes"]
    model.graph.node.append(helper.make_node(kind, inputs, ["extra"]))
    assert _reason(model.SerializeToString()) == "too_large"


@pytest.mark.parametrize("dims", [[-5], [1 << 40], [1 << 62, 1 << 62]])
def test_weights_are_as_large_as_they_say(dims: list[int]) -> None:
    model = sound_model()
    model.graph.initializer.append(TensorProto(name="extra", data_type=TensorProto.FLOAT, dims=dims, raw_data=bytes(4)))
    assert _reason(model.SerializeToString()) == "damaged"


def test_a_file_of_nothing_but_parts_is_not_even_parsed() -> None:
    """Two bytes each, a hundred in memory."""
    empty_nodes = b"\x0a\x00" * 2_500_000
    graph = b"\x3a" + _varint(len(empty_nodes)) + empty_nodes
    with pytest.raises(Refusal, match="parts"):
        check_parts(graph)


def test_a_graph_that_is_nested_without_end_is_refused() -> None:
    content = b""
    for _ in range(MAX_DEPTH):
        content = _field(0x32, content)  # AttributeProto.g
        content = _field(0x2A, content)  # NodeProto.attribute
        content = _field(0x0A, content)  # GraphProto.node
    with pytest.raises(Refusal, match="nested"):
        check_parts(_field(0x3A, content))


def _field(tag: int, content: bytes) -> bytes:
    return bytes([tag]) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _reason(model: bytes) -> str:
    try:
        read_closed(model)
    except Refusal as refusal:
        return refusal.reason
    return ""
