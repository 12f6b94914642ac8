"""Compiling a loop over samples when it is first needed, not when its file is read.

Whoever reads a file only for what it declares (the window, the command line) loads no compiler.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, ParamSpec, TypeVar

from engine.dsp.kernel import kernel

P = ParamSpec("P")
R = TypeVar("R")


class CompiledLoop(Generic[P, R]):
    """A kernel that is made at its first call: while a pipeline is warmed up."""

    def __init__(self, function: Callable[P, R]) -> None:
        self._function = function
        self._made: Callable[P, R] | None = None
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.kernel()(*args, **kwargs)

    def kernel(self) -> Callable[P, R]:
        """What is called; made now, if it has not been."""
        if self._made is None:
            self._made = kernel(self._function)
        return self._made


def compiled(function: Callable[P, R]) -> CompiledLoop[P, R]:
    """`function`, a loop over samples, compiled at its first call. It can call no other compiled function."""
    return CompiledLoop(function)
