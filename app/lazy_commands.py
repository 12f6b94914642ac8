"""Commands whose files are loaded when they are called: a list of commands, or one of them, must not wait for all the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """`path` ("module:name") is a function, or a typer.Typer for a group; `help` is what its list says of it, the first line of its own.
    `settings` are those of `typer.Typer.command`."""

    name: str
    path: str
    help: str
    settings: Mapping[str, Any] | None = None

    def load(self) -> Any:
        """The command itself; its file is imported now."""
        module, _, name = self.path.partition(":")
        made = getattr(import_module(module), name)
        around = typer.Typer(add_completion=False, rich_markup_mode=None)
        around.callback()(lambda: None)  # a group even of one
        if isinstance(made, typer.Typer):
            around.add_typer(made, name=self.name)
        else:
            around.command(self.name, **(self.settings or {}))(made)
        group = get_command(around)
        assert isinstance(group, TyperGroup)
        return group.commands[self.name]


def lazy_group(*rows: LazyCommand) -> type[TyperGroup]:
    """A group that begins with the commands of `rows`; those that it is given besides follow."""

    class LazyGroup(TyperGroup):
        """Lists its commands by their rows, and loads the one that is called."""

        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = {**{row.name: TyperCommand(row.name, help=row.help) for row in rows}, **self.commands}

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            """Typer's own, with the real command in its place."""
            for row in rows:
                if args and args[0] == row.name:
                    self.commands[row.name] = row.load()
            return super().resolve_command(ctx, args)

    return LazyGroup
