"""The closed list of names that a checkpoint may "call", and what we make of each: tensors, plain containers, numbers.

Nothing is imported or looked up: a name that is not listed here becomes a ForeignObject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.plain import ForeignObject, Name, TensorOutline
from models.checkpoint.tensors import STORAGE_DTYPES, ByteStorage, TensorBuilder

Args = tuple[object, ...]
Maker = Callable[[Args], object]

_DICTS = {("collections", "OrderedDict"), ("collections", "defaultdict"), ("collections", "Counter"), ("builtins", "dict")}
_LISTS = {("builtins", "list"), ("collections", "deque")}
_TORCH_DTYPES = {
    "float32": "Float",
    "float64": "Double",
    "float16": "Half",
    "bfloat16": "BFloat16",
    "int64": "Long",
    "int32": "Int",
    "int16": "Short",
    "int8": "Char",
    "uint8": "Byte",
    "uint16": "UInt16",
    "uint32": "UInt32",
    "uint64": "UInt64",
    "bool": "Bool",
}
_KEY_TYPES = (str, int, float, bytes, bool, type(None), Name)


class Rebuilder:
    """Answers a pickle's calls. `new(callee, args)` is the only door."""

    def __init__(self, tensors: TensorBuilder, limits: Limits) -> None:
        self._tensors = tensors
        self._left_items = limits.max_copied_items
        self._makers: Mapping[tuple[str, str], Maker] = {
            ("torch._utils", "_rebuild_tensor"): self._tensor,
            ("torch._utils", "_rebuild_tensor_v2"): self._tensor,
            ("torch._utils", "_rebuild_tensor_v3"): self._tensor_v3,
            ("torch._utils", "_rebuild_parameter"): _first_tensor,
            ("torch._utils", "_rebuild_parameter_with_state"): _first_tensor,
            ("torch", "Size"): self._tuple,
            ("builtins", "tuple"): self._tuple,
            ("builtins", "set"): self._set,
            ("builtins", "frozenset"): self._set,
            ("_codecs", "encode"): _encoded,
            **dict.fromkeys(_DICTS, self._dict),
            **dict.fromkeys(_LISTS, self._list),
        }

    def new(self, callee: object, args: object) -> object:
        """What `callee(*args)` stands for. Raises MalformedError if `callee` is no name or the arguments do not fit it."""
        if isinstance(callee, ForeignObject) and isinstance(args, tuple):
            return ForeignObject(callee.kind, args)
        if not isinstance(callee, Name) or not isinstance(args, tuple):
            raise MalformedError("damaged", "something is called that cannot be called")
        module = {"__builtin__": "builtins", "numpy._core.multiarray": "numpy.core.multiarray"}.get(callee.module, callee.module)
        maker = self._makers.get((module, callee.name))
        if (module, callee.name) == ("numpy.core.multiarray", "scalar"):
            return _numpy_scalar(args) if len(args) == 2 else ForeignObject(callee, args)
        return ForeignObject(callee, args) if maker is None else maker(args)

    def put(self, target: object, key: object, value: object) -> None:
        """`target[key] = value`."""
        if isinstance(target, ForeignObject):
            target.items.append((key, value))
        elif isinstance(target, dict):
            target[checked_key(key)] = value
        else:
            raise MalformedError("damaged", "a pair is put into something that is no dict")

    def append(self, target: object, values: list[object]) -> None:
        """`target.extend(values)` or `target.update(values)`."""
        if isinstance(target, list):
            target.extend(values)
        elif isinstance(target, set):
            target.update(checked_key(value) for value in values)
        elif isinstance(target, ForeignObject):
            target.elements.extend(values)
        else:
            raise MalformedError("damaged", "something is appended to what is no list")

    def set_state(self, target: object, state: object) -> None:
        """`target.__setstate__(state)`: kept by foreign objects, without meaning for plain containers and tensors."""
        if isinstance(target, ForeignObject):
            target.state = state

    def _tensor(self, args: Args) -> object:
        if len(args) < 4 or not isinstance(args[0], ByteStorage):
            raise MalformedError("damaged", "a tensor without a storage")
        return self._tensors.build(args[0], args[1], args[2], args[3])

    def _tensor_v3(self, args: Args) -> object:
        """An untyped storage and a dtype by name: used for torch's newer types."""
        if len(args) < 7 or not isinstance(args[0], ByteStorage) or not isinstance(args[6], Name):
            raise MalformedError("damaged", "a tensor without a storage")
        dtype = _TORCH_DTYPES.get(args[6].name)
        if dtype is None:
            return ForeignObject(args[6])
        n_items = args[0].n_items // np.dtype(STORAGE_DTYPES[dtype]).itemsize
        return self._tensors.build(ByteStorage(dtype, n_items, args[0].raw), args[1], args[2], args[3])

    def _items(self, args: Args) -> list[object]:
        """The one optional iterable of a container's constructor, copied within the budget."""
        if not args or args[-1] is None:
            return []
        source = args[-1]
        if not isinstance(source, (list, tuple, set, dict)):
            raise MalformedError("damaged", "a container is made of something that is none")
        self._left_items -= len(source) + 1
        if self._left_items < 0:
            raise MalformedError("too_large", "the pickle copies lists too often")
        return list(source.items()) if isinstance(source, dict) else list(source)

    def _dict(self, args: Args) -> object:
        made: dict[object, object] = {}
        if args and isinstance(args[-1], (Name, ForeignObject)):  # defaultdict(factory)
            return made
        for pair in self._items(args):
            if not isinstance(pair, (list, tuple)) or len(pair) != 2:
                raise MalformedError("damaged", "a dict is made of something other than pairs")
            made[checked_key(pair[0])] = pair[1]
        return made

    def _list(self, args: Args) -> object:
        return self._items(args[:1])

    def _tuple(self, args: Args) -> object:
        return tuple(self._items(args))

    def _set(self, args: Args) -> object:
        return {checked_key(value) for value in self._items(args)}


def checked_key(key: object) -> object:
    """`key` if it may be a dict's key or a set's member: plain scalars and short flat tuples of them (deep ones take for ever to hash)."""
    if isinstance(key, _KEY_TYPES):
        return key
    if isinstance(key, tuple) and len(key) <= 16 and all(isinstance(part, _KEY_TYPES) for part in key):
        return key
    raise MalformedError("unsupported", f"a key of type {type(key).__name__}")


def _first_tensor(args: Args) -> object:
    if not args or not isinstance(args[0], (np.ndarray, TensorOutline, ForeignObject)):
        raise MalformedError("damaged", "a parameter without a tensor")
    return args[0]


def _encoded(args: Args) -> object:
    """Bytes as Python 2's protocol writes them: text and the name of an encoding."""
    if len(args) != 2 or not isinstance(args[0], str) or not isinstance(args[1], str) or args[1] not in ("latin1", "latin-1"):
        raise MalformedError("unsupported", "bytes in an unknown encoding")
    try:
        return args[0].encode("latin-1")
    except UnicodeEncodeError:
        raise MalformedError("damaged", "bytes in a wrong encoding") from None


def _numpy_scalar(args: Args) -> object:
    """numpy's scalars (a learning rate, a loss) as Python numbers; anything unusual stays foreign."""
    kind, data = args
    if isinstance(kind, ForeignObject) and kind.args and isinstance(data, bytes):
        code = kind.args[0]
        if isinstance(code, str) and code in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"):
            dtype = np.dtype(code).newbyteorder("<")
            if len(data) == dtype.itemsize:
                return np.frombuffer(data, dtype)[0].item()
    return ForeignObject(Name("numpy.core.multiarray", "scalar"), args)
