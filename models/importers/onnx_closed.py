"""Whether a foreign ONNX graph stands alone: all that it computes from is in its own file, and all that it computes with is known.

A graph may name a file wherever it holds a tensor (weights, attributes, branches, functions and their defaults, sparse tensors, what is
kept for training), and through operators of other makers. Here every message is looked at, by the format's own description.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from models.importers.onnx_cost import check_cost
from models.importers.onnx_wire import check_parts
from models.importers.refusal import Refusal

MAX_NODES = 200_000
_OWN_DOMAINS = {"", "ai.onnx"}
_FUSED_DOMAIN = "com.microsoft"
_FUSED = {
    "Attention",
    "BiasAdd",
    "BiasDropout",
    "BiasGelu",
    "BiasSoftmax",
    "BiasSplitGelu",
    "ConvTransposeWithDynamicPads",
    "DequantizeLinear",
    "DynamicQuantizeMatMul",
    "FastGelu",
    "FusedConv",
    "FusedGemm",
    "FusedMatMul",
    "FusedMatMulActivation",
    "Gelu",
    "GroupNorm",
    "Inverse",
    "MatMulInteger16",
    "MatMulIntegerToFloat",
    "MatMulNBits",
    "MultiHeadAttention",
    "NhwcConv",
    "NhwcFusedConv",
    "NhwcMaxPool",
    "QAttention",
    "QGemm",
    "QLinearAdd",
    "QLinearAveragePool",
    "QLinearConcat",
    "QLinearConv",
    "QLinearGlobalAveragePool",
    "QLinearLeakyRelu",
    "QLinearMul",
    "QLinearReduceMean",
    "QLinearSigmoid",
    "QLinearSoftmax",
    "QuantizeLinear",
    "QuickGelu",
    "RotaryEmbedding",
    "SimplifiedLayerNormalization",
    "SkipGroupNorm",
    "SkipLayerNormalization",
    "SkipSimplifiedLayerNormalization",
    "TransposeMatMul",
    "Trilu",
}
"""What ONNX Runtime's own optimiser writes; others of its operators call other programs, or read files (EPContext)."""


def read_closed(data: bytes) -> Any:
    """The ModelProto in `data`, checked, without what nobody needs to run it. Raises Refusal (damaged, unsupported, too_large)."""
    check_parts(data)
    try:
        model = onnx.load_model_from_string(data)
    except DecodeError:
        raise Refusal("damaged", "the file is no ONNX graph, or it is cut short") from None
    check_closed(model)
    check_cost(model)
    del model.training_info[:]
    model.ClearField("producer_name")  # its letters could pass for the beginning of another format
    model.ClearField("doc_string")
    model.DiscardUnknownFields()
    return model


def check_closed(model: Any) -> None:
    """Raises Refusal unless the model (an onnx.ModelProto) stands alone."""
    known = {(function.domain, function.name) for function in model.functions}
    n_nodes = 0
    for message in _messages(model):
        kind = message.DESCRIPTOR.name
        if kind == "TensorProto":
            _check_tensor(message)
        elif kind == "SparseTensorProto":
            raise Refusal("unsupported", "a graph with sparse weights")
        elif kind == "NodeProto":
            n_nodes += 1
            if n_nodes > MAX_NODES:
                raise Refusal("too_large", f"a graph of over {MAX_NODES} operators")
            _check_operator(message, known)


def _messages(model: Any) -> Iterator[Any]:
    """Every message inside, tensors before the sparse ones that hold them. Raises Refusal where a text is none."""
    todo = [model]
    while todo:
        message = todo.pop()
        if message.DESCRIPTOR.name != "SparseTensorProto":
            yield message
        if message.DESCRIPTOR.name == "TensorProto":
            if not isinstance(message.name, str):
                raise _no_text()
            continue
        for field, value in message.ListFields():
            each = value if field.is_repeated else (value,)
            if field.message_type is not None:
                todo += each
            elif field.type == field.TYPE_STRING and not all(isinstance(text, str) for text in each):
                raise _no_text()
        if message.DESCRIPTOR.name == "SparseTensorProto":
            for tensor in (message.values, message.indices):
                _check_tensor(tensor)
            yield message


def _no_text() -> Refusal:
    return Refusal("damaged", "the graph has names that are no text")


def _check_tensor(tensor: Any) -> None:
    if tensor.data_location == onnx.TensorProto.EXTERNAL or tensor.external_data:
        raise Refusal("unsupported", "a graph that keeps its weights in other files")
    claimed = 1
    for n in tensor.dims:
        if n < 0:
            raise Refusal("damaged", "a weight of a negative size")
        claimed *= n
    fields = (tensor.float_data, tensor.int32_data, tensor.int64_data, tensor.double_data, tensor.uint64_data, tensor.string_data)
    if claimed > 8 * (len(tensor.raw_data) + sum(map(len, fields))):
        raise Refusal("damaged", "a weight that says it is larger than it is")


def _check_operator(node: Any, known: set[tuple[str, str]]) -> None:
    own = node.domain in _OWN_DOMAINS or (node.domain, node.op_type) in known
    if not own and not (node.domain == _FUSED_DOMAIN and node.op_type in _FUSED):
        raise Refusal("unsupported", f"a graph with the operator {f'{node.domain}.{node.op_type}':.64}, which not every program has")
