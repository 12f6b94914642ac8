"""A pickle read as data: a small stack machine that can only make plain values, tensors and inert stand-ins.

The instruction set is that of Python's `pickletools`, protocols 0 to 5. No name is imported, no attribute of anything is looked up, nothing
of the file is called: `models/checkpoint/rebuild.py` holds the closed list of what a call may mean.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping

from models.checkpoint.limits import Limits
from models.checkpoint.malformed import MalformedError
from models.checkpoint.plain import Name
from models.checkpoint.rebuild import Rebuilder

_MAX_LINE_BYTES = 4096
_MAX_INT_BYTES = 32
_NUMBER = re.compile(rb"[+-]?[0-9]{1,70}L?\Z")
_DECIMAL = re.compile(rb"[+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]{1,5})?|inf|nan)\Z")


class PickleReader:
    """One pickle in `data` from `start`. `load()` returns its value; `position` is then the byte after it."""

    def __init__(self, data: bytes, rebuild: Rebuilder, persistent: Callable[[object], object], limits: Limits, start: int = 0) -> None:
        self.position = start
        self._data = data
        self._rebuild = rebuild
        self._persistent = persistent
        self._limits = limits
        self._stack: list[object] = []
        self._marks: list[list[object]] = []
        self._memo: dict[int, object] = {}

    def load(self) -> object:
        """Runs to the STOP instruction. Raises MalformedError."""
        for _ in range(self._limits.max_opcodes):
            code = self._take(1)[0]
            if code == _STOP:
                return self._pop()
            action = _ACTIONS.get(code)
            if action is None:
                raise MalformedError("damaged", f"instruction {code:#04x} at {self.position - 1} is unknown")
            action(self)
        raise MalformedError("too_large", f"the pickle has over {self._limits.max_opcodes} instructions")

    # --- bytes and stack ---------------------------------------------------------------------------------------------------------------

    def _take(self, n_bytes: int) -> bytes:
        end = self.position + n_bytes
        if end > len(self._data):
            raise MalformedError("damaged", "the pickle is cut short")
        piece = self._data[self.position : end]
        self.position = end
        return piece

    def _number(self, form: struct.Struct) -> int:
        value: int = form.unpack(self._take(form.size))[0]
        return value

    def _line(self) -> bytes:
        end = self._data.find(b"\n", self.position, self.position + _MAX_LINE_BYTES)
        if end < 0:
            raise MalformedError("damaged", "a line of the pickle does not end")
        line = self._data[self.position : end]
        self.position = end + 1
        return line

    def _text(self, raw: bytes, encoding: str = "utf-8") -> str:
        try:
            return raw.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
        except UnicodeDecodeError:
            raise MalformedError("damaged", "a text of the pickle cannot be decoded") from None

    def _push(self, value: object) -> None:
        self._stack.append(value)

    def _pop(self) -> object:
        if not self._stack:
            raise MalformedError("damaged", "the pickle takes what it has not made")
        return self._stack.pop()

    def _top(self) -> object:
        if not self._stack:
            raise MalformedError("damaged", "the pickle takes what it has not made")
        return self._stack[-1]

    def _mark(self) -> None:
        if len(self._marks) >= self._limits.max_marks:
            raise MalformedError("too_large", "the pickle is nested too deeply")
        self._marks.append(self._stack)
        self._stack = []

    def _since_mark(self) -> list[object]:
        if not self._marks:
            raise MalformedError("damaged", "the pickle takes what it has not made")
        values, self._stack = self._stack, self._marks.pop()
        return values

    # --- instructions ------------------------------------------------------------------------------------------------------------------

    def _skip(self, n_bytes: int) -> None:
        self._take(n_bytes)

    def _discard(self) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._since_mark()

    def _discard_mark(self) -> None:
        self._since_mark()

    def _long(self, form: struct.Struct) -> None:
        n_bytes = self._number(form)
        if not 0 <= n_bytes <= _MAX_INT_BYTES:
            raise MalformedError("damaged", f"a whole number of {n_bytes} bytes")
        self._push(int.from_bytes(self._take(n_bytes), "little", signed=True))

    def _int_line(self) -> None:
        line = self._line()
        if line in (b"00", b"01"):
            self._push(line == b"01")
        elif _NUMBER.match(line):
            self._push(int(line.rstrip(b"L")))
        else:
            raise MalformedError("damaged", "a number of the pickle is none")

    def _float_line(self) -> None:
        line = self._line()
        if not _DECIMAL.match(line) or line.count(b".") > 1 or line in (b".", b"+.", b"-."):
            raise MalformedError("damaged", "a number of the pickle is none")
        try:
            self._push(float(line))
        except ValueError:
            raise MalformedError("damaged", "a number of the pickle is none") from None

    def _string_line(self) -> None:
        line = self._line()
        if len(line) < 2 or line[:1] not in (b"'", b'"') or line[-1:] != line[:1]:
            raise MalformedError("damaged", "a text of the pickle is not in quotes")
        self._push(self._text(line[1:-1], "latin-1"))

    def _sized(self, form: struct.Struct, text: bool) -> None:
        raw = self._take(self._checked_size(self._number(form)))
        self._push(self._text(raw) if text else raw)

    def _sized_string(self, form: struct.Struct) -> None:
        """Python 2's strings: text where they can be, else bytes."""
        raw = self._take(self._checked_size(self._number(form)))
        try:
            self._push(raw.decode("utf-8"))
        except UnicodeDecodeError:
            self._push(raw)

    def _checked_size(self, n_bytes: int) -> int:
        if not 0 <= n_bytes <= self._limits.max_pickle_bytes:
            raise MalformedError("damaged", f"a text of {n_bytes} bytes")
        return n_bytes

    def _last(self, n_values: int) -> None:
        values = [self._pop() for _ in range(n_values)]
        self._push(tuple(reversed(values)))

    def _mark_tuple(self) -> None:
        self._push(tuple(self._since_mark()))

    def _mark_dict(self) -> None:
        values = self._since_mark()
        target: dict[object, object] = {}
        self._put_pairs(target, values)
        self._push(target)

    def _mark_list(self) -> None:
        self._push(self._since_mark())

    def _mark_set(self) -> None:
        target: set[object] = set()
        self._rebuild.append(target, self._since_mark())
        self._push(target)

    def _put_pairs(self, target: object, values: list[object]) -> None:
        if len(values) % 2:
            raise MalformedError("damaged", "a dict of the pickle has a key without a value")
        for at in range(0, len(values), 2):
            self._rebuild.put(target, values[at], values[at + 1])

    def _set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._rebuild.put(self._top(), key, value)

    def _set_items(self) -> None:
        values = self._since_mark()
        self._put_pairs(self._top(), values)

    def _append(self) -> None:
        value = self._pop()
        self._rebuild.append(self._top(), [value])

    def _appends(self) -> None:
        values = self._since_mark()
        self._rebuild.append(self._top(), values)

    def _fetch(self, index: int) -> None:
        if index not in self._memo:
            raise MalformedError("damaged", "the pickle takes what it has not made")
        self._push(self._memo[index])

    def _keep(self, index: int) -> None:
        self._memo[index] = self._top()

    def _line_index(self) -> int:
        line = self._line()
        if not re.fullmatch(rb"[0-9]{1,9}", line):
            raise MalformedError("damaged", "a number of the pickle is none")
        return int(line)

    def _global_line(self) -> None:
        module, name = self._text(self._line()), self._text(self._line())
        self._push(Name(module, name))

    def _global_stack(self) -> None:
        name, module = self._pop(), self._pop()
        if not isinstance(module, str) or not isinstance(name, str):
            raise MalformedError("damaged", "a name of the pickle is none")
        self._push(Name(module, name))

    def _call(self) -> None:
        args, callee = self._pop(), self._pop()
        self._push(self._rebuild.new(callee, args))

    def _call_with_keywords(self) -> None:
        keywords, args, callee = self._pop(), self._pop(), self._pop()
        self._push(self._rebuild.new(callee, args))
        self._rebuild.set_state(self._top(), keywords)

    def _call_line(self) -> None:
        name = Name(self._text(self._line()), self._text(self._line()))
        self._push(self._rebuild.new(name, tuple(self._since_mark())))

    def _call_mark(self) -> None:
        values = self._since_mark()
        if not values:
            raise MalformedError("damaged", "something is called that cannot be called")
        self._push(self._rebuild.new(values[0], tuple(values[1:])))

    def _state(self) -> None:
        state = self._pop()
        self._rebuild.set_state(self._top(), state)

    def _by_id(self) -> None:
        self._push(self._persistent(self._pop()))


_U1, _U2, _U4, _U8, _I4 = (struct.Struct(form) for form in ("<B", "<H", "<I", "<Q", "<i"))
_F8 = struct.Struct(">d")
_STOP = ord(".")

_ACTIONS: Mapping[int, Callable[[PickleReader], None]] = {
    0x80: lambda r: r._skip(1),  # PROTO
    0x95: lambda r: r._skip(8),  # FRAME
    ord("("): PickleReader._mark,
    ord("0"): PickleReader._discard,
    ord("1"): PickleReader._discard_mark,
    ord("2"): lambda r: r._push(r._top()),  # DUP
    ord("N"): lambda r: r._push(None),
    0x88: lambda r: r._push(True),
    0x89: lambda r: r._push(False),
    ord("I"): PickleReader._int_line,
    ord("L"): PickleReader._int_line,
    ord("J"): lambda r: r._push(r._number(_I4)),
    ord("K"): lambda r: r._push(r._number(_U1)),
    ord("M"): lambda r: r._push(r._number(_U2)),
    0x8A: lambda r: r._long(_U1),
    0x8B: lambda r: r._long(_I4),
    ord("F"): PickleReader._float_line,
    ord("G"): lambda r: r._push(r._number(_F8)),
    ord("S"): PickleReader._string_line,
    ord("T"): lambda r: r._sized_string(_I4),
    ord("U"): lambda r: r._sized_string(_U1),
    ord("B"): lambda r: r._sized(_U4, text=False),
    ord("C"): lambda r: r._sized(_U1, text=False),
    0x8E: lambda r: r._sized(_U8, text=False),
    0x96: lambda r: r._sized(_U8, text=False),
    ord("V"): lambda r: r._push(r._text(r._line(), "raw-unicode-escape")),
    ord("X"): lambda r: r._sized(_U4, text=True),
    0x8C: lambda r: r._sized(_U1, text=True),
    0x8D: lambda r: r._sized(_U8, text=True),
    ord(")"): lambda r: r._push(()),
    0x85: lambda r: r._last(1),
    0x86: lambda r: r._last(2),
    0x87: lambda r: r._last(3),
    ord("t"): PickleReader._mark_tuple,
    ord("]"): lambda r: r._push([]),
    ord("l"): PickleReader._mark_list,
    ord("a"): PickleReader._append,
    ord("e"): PickleReader._appends,
    ord("}"): lambda r: r._push({}),
    ord("d"): PickleReader._mark_dict,
    ord("s"): PickleReader._set_item,
    ord("u"): PickleReader._set_items,
    0x8F: lambda r: r._push(set()),
    0x90: PickleReader._appends,
    0x91: PickleReader._mark_set,
    ord("g"): lambda r: r._fetch(r._line_index()),
    ord("h"): lambda r: r._fetch(r._number(_U1)),
    ord("j"): lambda r: r._fetch(r._number(_U4)),
    ord("p"): lambda r: r._keep(r._line_index()),
    ord("q"): lambda r: r._keep(r._number(_U1)),
    ord("r"): lambda r: r._keep(r._number(_U4)),
    0x94: lambda r: r._keep(len(r._memo)),
    ord("c"): PickleReader._global_line,
    0x93: PickleReader._global_stack,
    ord("R"): PickleReader._call,
    0x81: PickleReader._call,  # NEWOBJ
    0x92: PickleReader._call_with_keywords,
    ord("i"): PickleReader._call_line,
    ord("o"): PickleReader._call_mark,
    ord("b"): PickleReader._state,
    ord("Q"): PickleReader._by_id,
}
