"""A voice from a file, an archive, a folder or an address of the web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.jobs.add_model import AddModel, add_model
from jobs.context import JobContext
from jobs.errors import Failure, failure_of
from jobs.kind import JobKind

WEIGHTS = ("assets/weights", "weights")
CHECKPOINTS = ("G_", "D_")


@dataclass(frozen=True, slots=True)
class ImportVoice:
    """`place`: a path or an address. `index`: the index that belongs to it, `name`: what it is to be called; "" finds both by itself."""

    place: str
    index: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class VoiceImported:
    """What became of it.

    outcome    "new"; "known" if the same file had been imported before; "index_added" if so, and its index came with it now;
               "several" for a folder of many voices: nothing was done, and `instead` are the places to import one by one;
               "model" where it was no voice but a foundation model that voices need: it is in the library of those, as `model`
    left_out   an index that was found beside the voice and cannot be used, with the reason
    """

    outcome: Literal["new", "known", "index_added", "several", "model"]
    voice_id: str = ""
    model: str = ""
    left_out: tuple[Failure, ...] = ()
    instead: tuple[str, ...] = ()


def import_voice(request: ImportVoice, context: JobContext) -> VoiceImported:
    """Raises ModelError, AppError (`import.disk`, `import.address`), WorkCancelled; the library is then as it was."""
    import tempfile

    from app.jobs.address import download_voice, is_address
    from app.voice_report import on_disk

    if not is_address(request.place):
        return _from_disk(Path(request.place), request, context)
    with tempfile.TemporaryDirectory(prefix="urvc-voice-") as folder:
        with on_disk("download the voice", request.place):
            path = download_voice(request.place, Path(folder), context.about(request.place).part(0.0, 0.5))
        return _from_disk(path, request, context.part(0.5, 1.0))


def _from_disk(path: Path, request: ImportVoice, context: JobContext) -> VoiceImported:
    """Of a folder with models in it (that of RVC itself), they and the voices are imported one by one."""
    if path.is_dir() and not request.index and not request.name and (inside := _installation(path)):
        return VoiceImported("several", instead=inside)
    return _one_from_disk(path, request, context)


def _installation(folder: Path) -> tuple[str, ...]:
    """The models and voices in a folder of RVC or Applio; nothing where it is another kind of folder."""
    from models.foundation.found import files_in

    models = [str(found.path) for found in files_in(folder)]
    voices = [path for place in WEIGHTS for path in sorted((folder / place).glob("*.pth"))]
    voices += [path for path in sorted((folder / "logs").glob("*/*.pth")) if not path.name.startswith(CHECKPOINTS)]
    return (*models, *map(str, voices)) if models else ()


def _one_from_disk(path: Path, request: ImportVoice, context: JobContext) -> VoiceImported:
    from app.voice_report import on_disk
    from engine.synth.rvc_trial import try_foreign_voice
    from models.errors import BadVoiceFile
    from models.importers import job
    from models.importers.rvc_graphs import write_rvc_graphs
    from models.voices import user_library

    index = Path(request.index) if request.index else _index_of_training(path)
    try:
        with on_disk("import the voice", path.name):
            done = job.import_voice(path, user_library(), write_rvc_graphs, index, request.name, context, try_foreign_voice)
    except BadVoiceFile as error:
        if error.facts.get("reason") == "several_voices" and path.is_dir() and not request.index and not request.name:
            return VoiceImported("several", instead=tuple(map(str, voices_inside(path))))
        if path.is_file() and _is_model(path):
            return VoiceImported("model", model=add_model(AddModel(str(path)), context).name)
        raise
    left_out = tuple(failure_of(error) for error in done.left_out)
    return VoiceImported(done.outcome, done.package.manifest.id, left_out=left_out)


def _is_model(path: Path) -> bool:
    """Whether it is one of the files that voices need beside themselves, rather than a voice."""
    from models.errors import FoundationError
    from models.foundation.convert import kind_of

    if path.suffix.lower() == ".onnx":
        return path.name == "rmvpe.onnx"
    try:
        return bool(kind_of(path))
    except (FoundationError, OSError):
        return False


def _index_of_training(voice: Path) -> Path | None:
    """RVC keeps the voice in its folder of weights, and the index in logs/NAME."""
    if voice.parent.name != "weights" or voice.suffix.lower() != ".pth":
        return None
    roots = voice.parents[1:3]
    found = [path for root in roots for path in sorted((root / "logs" / voice.stem).glob("added_*.index"))]
    return found[0] if found else None


def voices_inside(folder: Path) -> Iterator[Path]:
    """The files that may be voices, and the folders that hold such, right inside a folder of many voices."""
    from models.importers.sources import MODELS

    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__MACOSX")) or path.is_symlink():
            continue
        candidates = path.rglob("*") if path.is_dir() else [path]
        if any(one.suffix.lower() in (*MODELS, ".zip") for one in candidates):
            yield path


IMPORT_VOICE = JobKind("import_voice", ImportVoice, VoiceImported, import_voice)
