"""A recipe: steps by name, what each takes from others, and their parameters. It is data: saved as JSON, edited, listed, shared.

    {"title": "...", "steps": [{"name": "song", "do": "decode", "take": {"file": "file:/music/song.mp3"}},
                               {"name": "stems", "do": "separate", "take": {"audio": "song"}},
                               {"name": "lead", "do": "convert", "take": {"audio": "stems.vocals"}, "params": {"voice": "robot"}}]}

What a step takes is `STEP` (of one that makes one file), `STEP.OUTPUT`, or `file:PATH`, so that any step can be replaced by a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import StudioError

FILE = "file:"
MOST_BYTES = 1 << 20


class RecipeStep(BaseModel):
    """One step: `name` within the recipe, `do` which kind, `take` input -> where it comes from, `params` how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")
    do: str
    take: dict[str, str] = {}
    params: dict[str, Any] = {}


class Recipe(BaseModel):
    """A chain of steps, each after those that it takes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    title: str = ""
    steps: tuple[RecipeStep, ...]

    def with_file(self, step: str, path: Path) -> Recipe:
        """The same with the result of `step` ("name" or "name.output") replaced by a file: what nobody needs any more is left out."""
        place = f"{FILE}{path}"
        changed = tuple(
            one.model_copy(update={"take": {key: place if where == step else where for key, where in one.take.items()}})
            for one in self.steps
            if one.name != step
        )
        return self.model_copy(update={"steps": changed})

    def to_json(self) -> str:
        """As it is saved."""
        return self.model_dump_json(indent=2) + "\n"


def read_recipe(path: Path) -> Recipe:
    """Raises StudioError `studio.recipe`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("the file is too large for a recipe")
        return Recipe.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError) as error:
        raise StudioError("studio.recipe", "read the recipe", str(path), reason=str(error).replace("\n", "; ")[:300]) from None
