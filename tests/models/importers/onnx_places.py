"""Sound ONNX voices with one thing too much: a tensor outside the file in each place where the format lets one stand, and other tricks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.models.importers.onnx_speaking import speaking_onnx

LOCATION = ".ssh/id_rsa"


def sound_model() -> Any:
    return onnx.load_model_from_string(speaking_onnx("w-okada"))


def outside(name: str = "outside") -> Any:
    """A tensor whose values lie in another file."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=[4], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value=LOCATION)
    return tensor


def _sparse(inside: str) -> Any:
    values = numpy_helper.from_array(np.ones(1, np.float32), "values")
    indices = numpy_helper.from_array(np.zeros(1, np.int64), "indices")
    parts = {"values": values, "indices": indices, inside: outside(inside)}
    return onnx.SparseTensorProto(dims=[4], **parts)


def _attribute(name: str, kind: int, **value: Any) -> Any:
    """value: one field of AttributeProto; a list goes into a repeated one."""
    attribute = onnx.AttributeProto(name=name, type=kind)
    for field, content in value.items():
        if isinstance(content, list):
            getattr(attribute, field).extend(content)
        else:
            getattr(attribute, field).CopyFrom(content)
    return attribute


def _node(*attributes: Any) -> Any:
    node = onnx.NodeProto(op_type="Constant", output=["extra"])
    node.attribute.extend(attributes)
    return node


def _graph(*nodes: Any, weights: tuple[Any, ...] = ()) -> Any:
    return helper.make_graph(list(nodes), "inner", [], [helper.make_tensor_value_info("extra", TensorProto.FLOAT, None)], list(weights))


def _function(*nodes: Any, defaults: tuple[Any, ...] = ()) -> Any:
    function = helper.make_function("local", "Leak", [], ["extra"], list(nodes), [helper.make_opsetid("", 17)])
    function.attribute_proto.extend(defaults)
    return function


_AT = onnx.AttributeProto
_T, _TS = _attribute("value", _AT.TENSOR, t=outside()), _attribute("values", _AT.TENSORS, tensors=[outside()])
_ST = _attribute("sparse_value", _AT.SPARSE_TENSOR, sparse_tensor=_sparse("values"))
_STS = _attribute("sparse_values", _AT.SPARSE_TENSORS, sparse_tensors=[_sparse("indices")])
_G = _attribute("then_branch", _AT.GRAPH, g=_graph(_node(_T)))
_GS = _attribute("branches", _AT.GRAPHS, graphs=[_graph(_node(), weights=(outside("weight"),))])
_DEEP = _attribute("body", _AT.GRAPH, g=_graph(_node(_attribute("body", _AT.GRAPH, g=_graph(_node(_GS))))))

PLACES: Mapping[str, Callable[[Any], object]] = {
    "initializer": lambda m: m.graph.initializer.append(outside()),
    "sparse initializer, values": lambda m: m.graph.sparse_initializer.append(_sparse("values")),
    "sparse initializer, indices": lambda m: m.graph.sparse_initializer.append(_sparse("indices")),
    "attribute, tensor": lambda m: m.graph.node.append(_node(_T)),
    "attribute, tensors": lambda m: m.graph.node.append(_node(_TS)),
    "attribute, sparse tensor": lambda m: m.graph.node.append(_node(_ST)),
    "attribute, sparse tensors": lambda m: m.graph.node.append(_node(_STS)),
    "subgraph, attribute": lambda m: m.graph.node.append(_node(_G)),
    "subgraphs, initializer": lambda m: m.graph.node.append(_node(_GS)),
    "subgraph of a subgraph": lambda m: m.graph.node.append(_node(_DEEP)),
    "function, attribute": lambda m: m.functions.append(_function(_node(_T))),
    "function, subgraph": lambda m: m.functions.append(_function(_node(_DEEP))),
    "function, default of an attribute": lambda m: m.functions.append(_function(_node(), defaults=(_T,))),
    "training, initialization": lambda m: m.training_info.append(
        onnx.TrainingInfoProto(initialization=_graph(_node(), weights=(outside(),)))
    ),
    "training, algorithm": lambda m: m.training_info.append(onnx.TrainingInfoProto(algorithm=_graph(_node(_T)))),
    "a location, though it is not called external": lambda m: m.graph.initializer.append(_half_outside()),
    "an operator that loads what another program compiled": lambda m: m.graph.node.append(
        helper.make_node("EPContext", [], ["extra"], domain="com.microsoft", ep_cache_context=LOCATION, embed_mode=0)
    ),
    "an operator of somebody": lambda m: m.graph.node.append(helper.make_node("Load", [], ["extra"], domain="evil", path=LOCATION)),
}


def _half_outside() -> Any:
    tensor = outside()
    tensor.data_location = TensorProto.DEFAULT
    return tensor


def with_place(place: str) -> bytes:
    model = sound_model()
    PLACES[place](model)
    return bytes(model.SerializeToString())
