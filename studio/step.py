"""What a step is: files in, files out, the same files for the same content and parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from jobs.context import JobContext

Facts = dict[str, Any]
"""What a step has to say about its result, as JSON: a loudness, a pitch."""
ANY = "*"


class Params(BaseModel):
    """Base of every step's parameters: plain values, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


P = TypeVar("P", bound=Params)


@dataclass(frozen=True, slots=True)
class Work(Generic[P]):
    """What a step is run with. `outputs` do not exist yet; `context` hears how far it is, and may stop it."""

    params: P
    inputs: Mapping[str, Path]
    outputs: Mapping[str, Path]
    context: JobContext


def _nothing_else(_: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class StepKind(Generic[P]):
    """A kind of step.

    name      in recipes
    version   counts up with what it computes: results of an older one are not used again
    params    its parameters, a pydantic record
    inputs    names of the files it takes; (ANY,) any number under any names
    outputs   name -> suffix of the files it makes, for its parameters
    run       makes them. Raises CodedError, WorkCancelled
    depends   what else its result depends on, as text: a voice's files
    cost      its share of the progress bar
    title     what it does, for a person
    """

    name: str
    title: str
    version: int
    params: type[P]
    inputs: tuple[str, ...]
    outputs: Callable[[P], Mapping[str, str]]
    run: Callable[[Work[P]], Facts]
    depends: Callable[[P], str] = _nothing_else
    cost: float = 1.0


AnyStep = StepKind[Any]


def one_wav(_: object) -> Mapping[str, str]:
    """The outputs of most steps."""
    return {"audio": ".wav"}
