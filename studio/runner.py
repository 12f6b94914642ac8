"""Runs a recipe: each step whose result is not known, in order; what was made before a kill is not made again."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from jobs.context import JobContext
from models.sha256 import sha256_of
from studio.audio import audio_info
from studio.cache import StepCache
from studio.errors import StudioError, disk
from studio.recipe import FILE, Recipe, RecipeStep
from studio.step import ANY, AnyStep, Facts, Params, Work
from studio.steps.catalogue import step_kind

WORK_PREFIX = "work-"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step has made: output -> file (only as long as the run's folder is open), the facts; `known` where nothing was computed."""

    kind: str
    outputs: Mapping[str, Path]
    facts: Facts
    known: bool


@dataclass(frozen=True, slots=True)
class _Planned:
    """A step with its kind, its checked parameters, and the key of its result."""

    step: RecipeStep
    kind: AnyStep
    params: Params
    key: str


class RecipeRun:
    """One recipe over one cache. Its files lie in `folder`, which goes when `running` ends."""

    def __init__(self, recipe: Recipe, cache: StepCache, folder: Path) -> None:
        self._cache, self._folder = cache, folder
        self.results: dict[str, StepResult] = {}
        self._planned: list[_Planned] = []
        self._keys: dict[str, str] = {}
        for step in recipe.steps:
            self._planned.append(self._plan(step))

    def run(self, context: JobContext) -> dict[str, StepResult]:
        """step -> its result. Raises CodedError, WorkCancelled; what was finished is kept for the next time."""
        whole = sum(one.kind.cost for one in self._planned)
        done = 0.0
        for one in self._planned:
            context.step(done / whole)
            part = context.part(done / whole, (done + one.kind.cost) / whole)
            self.results[one.step.name] = self._run(one, part)
            done += one.kind.cost
        context.step(1.0)
        return self.results

    def path(self, where: str) -> Path:
        """The file that `STEP`, `STEP.OUTPUT` or `file:PATH` means. KeyError where there is none (yet)."""
        if where.startswith(FILE):
            return Path(where[len(FILE) :])
        name, _, output = where.partition(".")
        outputs = self.results[name].outputs
        return outputs[output or next(iter(outputs))]

    def _run(self, one: _Planned, context: JobContext) -> StepResult:
        suffixes = one.kind.outputs(one.params)
        outputs = {name: self._folder / f"{one.step.name}.{name}{suffix}" for name, suffix in suffixes.items()}
        known = self._cache.find(one.key, outputs)
        if known is None:
            for path in outputs.values():
                path.unlink(missing_ok=True)
            inputs = {name: self.path(where) for name, where in one.step.take.items()}
            with disk(one.kind.title.lower(), self._folder):
                facts = one.kind.run(Work(one.params, inputs, outputs, context))
            context.check()
            self._cache.keep(one.key, outputs, facts)
            return StepResult(one.kind.name, outputs, facts, known=False)
        return StepResult(one.kind.name, outputs, known, known=True)

    def _plan(self, step: RecipeStep) -> _Planned:
        kind = step_kind(step.do)
        try:
            params = kind.params.model_validate(step.params)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise StudioError("studio.recipe", "read the recipe", step.name, reason=f"{place}: {first['msg']}") from None
        if kind.inputs != (ANY,) and set(step.take) != set(kind.inputs):
            reason = f"it takes {', '.join(kind.inputs) or 'nothing'}, and is given {', '.join(step.take) or 'nothing'}"
            raise StudioError("studio.recipe", "read the recipe", step.name, reason=reason)
        contents = {name: self._content(step, where) for name, where in step.take.items()}
        facts = [kind.name, kind.version, params.model_dump(mode="json"), kind.depends(params), contents]
        key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        for output in kind.outputs(params):
            self._keys[f"{step.name}.{output}"] = f"{key}/{output}"
            self._keys.setdefault(step.name, f"{key}/{output}")
        return _Planned(step, kind, params, key)

    def _content(self, step: RecipeStep, where: str) -> str:
        """What stands for the content of an input: the hash of a file, the key of what a step will have made."""
        if where.startswith(FILE):
            return self._hash(Path(where[len(FILE) :]))
        if where not in self._keys:
            raise StudioError("studio.recipe", "read the recipe", step.name, reason=f"no step before it makes {where}")
        return self._keys[where]

    def _hash(self, path: Path) -> str:
        if not path.is_file():
            audio_info(path)  # says in the words of sound files what is wrong
        state = path.stat()
        mark = f"hash:{path.absolute()}:{state.st_size}:{state.st_mtime_ns}"
        found = self._cache.text(mark)
        if found is None:
            found = sha256_of(path, JobContext(subject=path.name))
            self._cache.remember(mark, found)
        return found


@contextmanager
def running(recipe: Recipe, cache: StepCache) -> Iterator[RecipeRun]:
    """A run with a folder of its own, beside the cache so that files can be linked. What killed runs left there is removed. Raises
    StudioError."""
    with disk("work on the files", cache.folder):
        _sweep(cache.folder)
        folder = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=cache.folder))
    lock = Lock(folder / "lock")
    try:
        yield RecipeRun(recipe, cache, folder)
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


class Lock:
    """A file that is held as long as this process lives. (Where a system has no such lock, an open file cannot be removed.)"""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+b")
        self.held = _try_lock(self._file.fileno())

    def release(self) -> None:
        """Lets go; may be called twice."""
        self._file.close()


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{WORK_PREFIX}*"):
        if not (left / "lock").exists():
            continue  # just being made
        try:
            lock = Lock(left / "lock")
        except OSError:
            continue
        lock.release()
        if lock.held:
            shutil.rmtree(left, ignore_errors=True)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: rmtree fails there as long as somebody has the file open
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
