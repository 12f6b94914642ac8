"""Loading what a record names."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, TypeVar

from engine.errors import ConfigError


class Kind(Protocol):
    """A record of one of the tables."""

    @property
    def name(self) -> str: ...


K = TypeVar("K", bound=Kind)


def loaded(path: str) -> Any:
    """The object that `path`, "module:name", names; its module is imported now."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def chosen(kinds: Sequence[K], name: str, doing: str) -> K:
    """The one of `kinds` that is called `name`. Raises ConfigError `config.choice` with the nearest names."""
    for kind in kinds:
        if kind.name == name:
            return kind
    names = [kind.name for kind in kinds]
    raise ConfigError("config.choice", doing, name, nearest=difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.4), choices=names)
