"""`kernel`: makes machine code of a loop over samples that releases the interpreter's lock.

In a checkout numba compiles a kernel when it is first called, and keeps the result. The frozen program carries the same kernels compiled
ahead of time (installer/kernels.py), as an extension module that needs neither numba nor LLVM: 200 MB less, and nothing to load.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

AHEAD = "urvc_kernels"
"""The extension module of the frozen program; a table of the same name lies beside it: kernel -> its variants."""
WIDE = f"{AHEAD}_wide"
"""The same for processors with AVX2, where there are others."""

UNREADABLE = (EOFError, pickle.UnpicklingError, ValueError, KeyError, IndexError, AttributeError, ImportError)
"""What reading a kept kernel raises whose file was cut off."""

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """`function` as machine code."""
    return _made(function, {})


def quick_sum_kernel(function: Callable[P, R]) -> Callable[P, R]:
    """`function` as machine code whose sums may be taken in any order, so that they use the whole width of the processor."""
    return _made(function, {"fastmath": {"reassoc", "contract", "nsz"}})


def name_of(function: Callable[..., Any]) -> str:
    """What the table calls it."""
    return f"{function.__module__}.{function.__qualname__}"


def _made(function: Callable[P, R], options: dict[str, Any]) -> Callable[P, R]:
    if importlib.util.find_spec(AHEAD) is not None:
        module, table = _ahead()
        return cast(Callable[P, R], AheadKernel(name_of(function), module, table[name_of(function)]))
    from numba import njit

    try:
        made: Any = njit(nogil=True, cache=True, **options)(function)
    except RuntimeError:  # no folder for it that can be written to
        return cast(Callable[P, R], njit(nogil=True, **options)(function))
    _keep_where_possible(made)
    return cast(Callable[P, R], made)


def _keep_where_possible(dispatcher: Any) -> None:
    """What cannot be kept (a full disk) or read (a file cut off) is compiled again: numba would raise, and nothing would sound."""
    cache = dispatcher._cache
    save, load = cache.save_overload, cache.load_overload

    def save_overload(*arguments: Any) -> None:
        with suppress(OSError):
            try:
                save(*arguments)
            except UNREADABLE:
                cache.flush()
                save(*arguments)

    def load_overload(*arguments: Any) -> Any:
        try:
            return load(*arguments)
        except (OSError, *UNREADABLE):
            return None

    cache.save_overload, cache.load_overload = save_overload, load_overload


@cache
def _ahead() -> tuple[Any, dict[str, list[dict[str, Any]]]]:
    features: dict[str, bool] = importlib.import_module("numpy._core._multiarray_umath").__cpu_features__
    wide = all(features.get(one) for one in ("AVX2", "FMA3")) and importlib.util.find_spec(WIDE) is not None
    module = importlib.import_module(WIDE if wide else AHEAD)
    table = json.loads(Path(str(module.__file__)).with_name(f"{AHEAD}.json").read_text(encoding="utf-8"))
    return module, table


class AheadKernel:
    """A kernel that was compiled before. Each variant stands for the kinds of arguments that it takes, once for arrays that lie in one
    piece and once for any; which one is meant is found at the first call of a kind and remembered."""

    def __init__(self, name: str, module: Any, variants: Sequence[dict[str, Any]]) -> None:
        self._name = name
        self._variants = [(tuple(one["kinds"]), getattr(module, one["whole"]), getattr(module, one["any"])) for one in variants]
        self._found: dict[tuple[object, ...], Callable[..., Any]] = {}

    def __call__(self, *arguments: Any) -> Any:
        key = tuple([(one.dtype.char, one.ndim, one.flags.c_contiguous) if isinstance(one, np.ndarray) else type(one) for one in arguments])
        function = self._found.get(key)
        if function is None:
            function = self._found[key] = self._choose(arguments)
        return function(*arguments)

    def _choose(self, arguments: Sequence[Any]) -> Callable[..., Any]:
        whole = all(one.flags.c_contiguous for one in arguments if isinstance(one, np.ndarray))
        kinds = tuple(kind_of(one) for one in arguments)
        for exact in (True, False):
            for wanted, for_whole, for_any in self._variants:
                if _fits(kinds, wanted, exact):
                    return for_whole if whole else for_any  # type: ignore[no-any-return]
        raise TypeError(f"{self._name} was not compiled for ({', '.join(kinds)})")


def kind_of(argument: object) -> str:
    """An array's type and number of axes ("f4 x2": float32 in two), a number's type ("f8"), a tuple's and its length ("i8 *3")."""
    if isinstance(argument, np.ndarray):
        return f"{argument.dtype.str[1:]} x{argument.ndim}"
    if isinstance(argument, np.generic):
        return argument.dtype.str[1:]
    if isinstance(argument, tuple) and argument:
        return f"{kind_of(argument[0])} *{len(argument)}"
    return {bool: "b1", int: "i8", float: "f8"}.get(type(argument), type(argument).__name__)


def _fits(kinds: Sequence[str], wanted: Sequence[str], exact: bool) -> bool:
    """Whether a variant takes these arguments: arrays of the very type; numbers too (exact), or such as convert without loss of meaning."""
    if len(kinds) != len(wanted):
        return False
    pairs = zip(kinds, wanted, strict=True)
    return all(one == other or (not exact and _converts(one, other)) for one, other in pairs)


def _converts(kind: str, wanted: str) -> bool:
    numbers = (kind, wanted)
    return all(len(one) == 2 for one in numbers) and ("u8" in numbers or np.can_cast(kind, wanted, "same_kind"))
