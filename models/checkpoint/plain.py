"""Inert stand-ins for what a pickle names and we neither have nor want: they keep what the file says and can do nothing."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A global that the file mentions, by name. It is never looked up."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(slots=True, eq=False, repr=False)
class ForeignObject:
    """An object of a class that is not ours (fairseq's dictionaries, argparse's Namespace): the parts that were stored, uninterpreted.

    args     what its constructor or rebuild function would have been given
    state    what its `__setstate__` or `__dict__` would have been given; None if nothing
    items    key-value pairs put into it, if it is a kind of dict
    elements what was appended to it, if it is a kind of list or set
    """

    kind: Name
    args: tuple[object, ...] = ()
    state: object = None
    items: list[tuple[object, object]] = field(default_factory=list)
    elements: list[object] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<foreign {self.kind}>"


@dataclass(frozen=True, slots=True)
class TensorOutline:
    """A tensor of which only the outline was read: its shape and torch's name of its type ("Half", "Float", ...)."""

    shape: tuple[int, ...]
    dtype: str
