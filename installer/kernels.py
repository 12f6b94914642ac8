"""Compiles the kernels of the engine ahead of time, for the frozen program (engine/dsp/kernel.py).

    python installer/kernels.py record [TESTS]   runs these tests of the engine and notes in kernels.json with what they call each kernel
    python installer/kernels.py build FOLDER    compiles what is noted there into FOLDER: an extension module and its table

`record` after a kernel was added or called with other types; a test says when that is. `build` needs a C compiler.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import platform
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTED = Path(__file__).with_suffix(".json")
TESTS = ("tests/laws", "tests/engine/dsp", "tests/engine/audio", "tests/engine/stages", "tests/engine/synth", "tests/engine/pitch")
LETTERS = {"f": "float", "i": "int", "u": "uint", "c": "complex"}
LAYOUTS = {"whole": "C", "any": "A"}
"""Of arrays: in one piece, or not."""
BASELINE, WITH_AVX2 = "x86-64-v2", "x86-64-v3"
"""What every processor has that NumPy runs on, and what nearly every one has had for ten years."""


def main(arguments: list[str]) -> int:
    """The command line above."""
    if arguments[:1] == ["record"]:
        return record(arguments[1:])
    if len(arguments) == 2 and arguments[0] == "build":
        build(Path(arguments[1]))
        return 0
    sys.stderr.write(__doc__ or "")
    return 2


def kernels() -> dict[str, Any]:
    """Every kernel of the engine, by name, as numba's dispatcher."""
    from numba.core.dispatcher import Dispatcher

    import engine
    from engine.dsp.compiled import CompiledLoop
    from engine.dsp.kernel import name_of

    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if not module.name.endswith("__main__"):
            for one in vars(importlib.import_module(module.name)).values():
                made = one.kernel() if isinstance(one, CompiledLoop) else one
                if isinstance(made, Dispatcher):
                    found[name_of(made.py_func)] = made
    return dict(sorted(found.items()))


def noted() -> dict[str, list[list[str]]]:
    """The committed table: kernel -> the kinds of its arguments, for each way in which it is called."""
    table: dict[str, list[list[str]]] = json.loads(NOTED.read_text(encoding="utf-8"))
    return table


def record(pytest_arguments: list[str]) -> int:
    """Adds what the tests call to what is noted; kernels that are gone, or have other parameters now, are forgotten."""
    import pytest

    status = int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *(pytest_arguments or TESTS)]))
    before = noted() if NOTED.exists() else {}
    table = {}
    for name, dispatcher in kernels().items():
        n = len(inspect.signature(dispatcher.py_func).parameters)
        kept = {tuple(kinds) for kinds in before.get(name, ()) if len(kinds) == n}
        table[name] = sorted(kept | {tuple(map(kind, called.signature.args)) for called in dispatcher.overloads.values()})
    lines = [f"  {json.dumps(name)}: [" + ", ".join(map(json.dumps, kinds)) + "]" for name, kinds in table.items()]
    NOTED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return status


def kind(type_: Any) -> str:
    """numba's type as engine.dsp.kernel says it."""
    from numba import types

    if isinstance(type_, types.Array):
        return f"{kind(type_.dtype)} x{type_.ndim}"
    if isinstance(type_, types.UniTuple):
        return f"{kind(type_.dtype)} *{type_.count}"
    if isinstance(type_, types.Boolean):
        return "b1"
    letter = next((letter for letter, word in LETTERS.items() if type_.name.startswith(word)), "")
    if not letter:
        raise TypeError(f"a kernel takes or returns {type_}: only arrays, numbers and tuples of equal ones can be compiled ahead")
    return f"{letter}{type_.bitwidth // 8}"


def type_of(kind_: str, layout: Any) -> Any:
    """The other way. layout: "C", arrays in one piece, or "A", any."""
    from numba import types

    element, _, axes = kind_.partition(" x")
    if axes:
        return types.Array(type_of(element, layout), int(axes), layout)
    element, _, count = kind_.partition(" *")
    if count:
        return types.UniTuple(type_of(element, layout), int(count))  # type: ignore[no-untyped-call]
    if kind_ == "b1":
        return types.boolean
    return getattr(types, f"{LETTERS[kind_[0]]}{8 * int(kind_[1:])}")


def build(folder: Path) -> None:
    """Writes the extension modules, one for each kind of processor, and their table."""
    from engine.dsp.kernel import AHEAD, WIDE

    folder.mkdir(parents=True, exist_ok=True)
    intel = platform.machine().lower() in ("x86_64", "amd64")
    for module, processor in ((AHEAD, BASELINE), (WIDE, WITH_AVX2)) if intel else ((AHEAD, ""),):
        table = compile_into(folder, module, processor)
        (folder / f"{AHEAD}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def compile_into(folder: Path, module: str, processor: str) -> dict[str, list[dict[str, Any]]]:
    """Writes one extension module for `processor` ("": the oldest of its family) and returns its table: kernel -> variants."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba announces a successor that does not exist yet
        ahead: Any = importlib.import_module("numba.pycc")
    compiler = ahead.CC(module, source_module="engine.dsp.kernel")
    compiler.output_dir = str(folder)
    compiler.target_cpu = processor
    table: dict[str, list[dict[str, Any]]] = {}
    options: dict[Any, dict[str, Any]] = {}
    for name, dispatcher in kernels().items():
        table[name] = []
        options[dispatcher.py_func] = dispatcher.targetoptions
        for i, kinds in enumerate(noted()[name]):
            symbols = {word: f"{name.replace('.', '_')}_{i}_{word}" for word in LAYOUTS}
            for word, layout in LAYOUTS.items():
                compiler.export(symbols[word], tuple(type_of(one, layout) for one in kinds))(dispatcher.py_func)
            table[name].append({"kinds": kinds, **symbols})
    with as_declared(options):
        compiler.compile()
    return table


@contextmanager
def as_declared(options: dict[Any, dict[str, Any]]) -> Iterator[None]:
    """Within, numba's ahead-of-time compiler, which knows no options, releases the lock and sums as the kernels say."""
    ahead: Any = importlib.import_module("numba.pycc.compiler")
    fast_math: Any = importlib.import_module("numba.core.cpu_options").FastMathOptions

    compile_extra = ahead.compile_extra

    def compile_kernel(typing: Any, context: Any, function: Any, arguments: Any, returns: Any, flags: Any, **further: Any) -> Any:
        flags = flags.copy()
        flags.release_gil = True
        if "fastmath" in options[function]:
            flags.fastmath = fast_math(options[function]["fastmath"])
        return compile_extra(typing, context, function, arguments, returns, flags, **further)

    ahead.compile_extra = compile_kernel
    try:
        yield
    finally:
        ahead.compile_extra = compile_extra


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
