"""One import from beginning to end: what the user dropped -> a voice in the library, or an error and no trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from jobs.context import JobContext
from models.errors import BadVoiceFile
from models.graphs.spec import RvcSpec
from models.importers.index import VoiceIndex, read_grouped_index
from models.importers.onnx_forms import open_onnx
from models.importers.printable import printable
from models.importers.rvc import RvcVoice, read_rvc
from models.importers.sources import VoiceFiles, find_voice
from models.importers.weight_norm import Floats
from models.library import Library
from models.package import About, Defaults, Manifest, OnnxInterface, VoicePackage, VoiceSource, hashed, write_voice_index
from models.sha256 import sha256_of

BuildGraphs = Callable[[RvcSpec, Mapping[str, Floats], Path], Mapping[str, str]]
"""Writes the graphs of a voice into a folder and returns role -> file name."""

TryGraph = Callable[[bytes, int, Callable[[], bool]], None]
"""Speaks with a foreign graph, given its file, the width of its features, and what says that nobody waits any more. Raises BadVoiceFile."""

INDEX_RATE = 0.75


@dataclass(frozen=True, slots=True)
class Imported:
    """The voice in the library, how it got there, and what was left out of it.

    outcome    "new"; "known" if the same file had been imported before; "index_added" if so, and its index came with it now
    left_out   an index that was found beside the voice and cannot be used, with the reason
    """

    package: VoicePackage
    outcome: Literal["new", "known", "index_added"]
    left_out: tuple[BadVoiceFile, ...] = ()


def import_voice(
    path: Path,
    library: Library,
    build_graphs: BuildGraphs,
    index: Path | None = None,
    name: str = "",
    context: JobContext | None = None,
    try_graph: TryGraph | None = None,
) -> Imported:
    """Imports what is at `path`: a checkpoint, an ONNX voice, a zip or a folder.

    index: an index for it; one that is given must fit, one that is merely found may be left out. name: "" takes the file's own. try_graph:
    how a foreign graph is tried before it is taken; the program always gives one.
    Raises BadVoiceFile, WorkCancelled, OSError; the library is then as it was.
    """
    context = (context or JobContext()).about(path.name)
    workspace = library.workspace()
    try:
        return _import(path, library, _Builders(build_graphs, try_graph), index, name, context, workspace)
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Builders:
    """How the graphs of a voice are made, or tried where another program made them."""

    build: BuildGraphs
    try_out: TryGraph | None


def _import(
    path: Path, library: Library, builders: _Builders, index: Path | None, name: str, context: JobContext, workspace: Path
) -> Imported:
    context.step(0.0, "looking for the voice")
    unpacked, folder = workspace / "unpacked", workspace / "voice"
    unpacked.mkdir()
    folder.mkdir()
    files = find_voice(path, unpacked, context)
    if index is not None:
        files = replace(files, index=index, index_name=index.name)
    context.step(0.1, "checking whether the voice is known")
    source = VoiceSource(file=printable(files.name), sha256=sha256_of(files.model, context))
    known = library.with_source(source.sha256)
    if known is not None:
        return _complete(known, files, library, required=index is not None, context=context)
    context.step(0.15, "reading the voice")
    manifest = _voice(files, source, folder, builders, context)
    context.step(0.85, "reading the index")
    found, left_out = _index(files, manifest.phone_dim, required=index is not None)
    if found is not None:
        write_voice_index(folder, found)
        manifest = _with_index(manifest, files, len(found.vectors), context)
    context.step(0.95, "putting the voice in the library")
    stem = PurePosixPath(files.name).stem
    title = library.free_name(name or stem)
    package = library.admit(folder, manifest.model_copy(update={"id": library.free_id(title), "name": title}))
    context.say(1.0, "done")
    return Imported(package, "new", left_out)


def _voice(files: VoiceFiles, source: VoiceSource, folder: Path, builders: _Builders, context: JobContext) -> Manifest:
    """Writes the graphs and returns the manifest of the voice without its index, id and name."""
    if files.kind == "onnx":
        return _onnx_manifest(files, source, folder, builders.try_out, context)
    voice = read_rvc(files.model)
    context.step(0.35, "writing the voice's network")
    with _faults_of(files):
        return _rvc_manifest(voice, source, builders.build(voice.spec, voice.weights, folder))


@contextmanager
def _faults_of(files: VoiceFiles) -> Iterator[None]:
    """Who builds or tries a network does not know its file."""
    try:
        yield
    except BadVoiceFile as error:
        raise BadVoiceFile("import the voice", PurePosixPath(files.name).name, **error.facts) from None


def _rvc_manifest(voice: RvcVoice, source: VoiceSource, graphs: Mapping[str, str]) -> Manifest:
    spec, says = voice.spec, voice.metadata
    about = About(info=says.info, author=says.author, created=says.created, epoch=says.epoch, licence=says.licence)
    return Manifest(
        id="new",
        name="new",
        kind="rvc",
        source=source,
        sample_rate_hz=spec.sample_rate_hz,
        version=spec.version,
        encoder=says.encoder,
        has_f0=spec.has_f0,
        phone_dim=spec.phone_dim,
        n_speakers=spec.n_speakers,
        spec=spec,
        graphs=dict(graphs),
        about=about,
    )


def _onnx_manifest(files: VoiceFiles, source: VoiceSource, folder: Path, try_out: TryGraph | None, context: JobContext) -> Manifest:
    """What was checked is what is kept: the model as it was understood, not the bytes of its file."""
    voice, model = open_onnx(files.model, PurePosixPath(files.name).name)
    if try_out is not None:
        context.step(0.35, "trying the voice's network")
        with _faults_of(files):
            try_out(model, voice.phone_dim, context.cancelled)
        context.check()
    (folder / "voice.onnx").write_bytes(model)
    return Manifest(
        id="new",
        name="new",
        kind="rvc-onnx",
        source=source,
        sample_rate_hz=voice.sample_rate_hz,
        version=voice.version,
        encoder=voice.encoder,
        has_f0=voice.has_f0,
        phone_dim=voice.phone_dim,
        n_speakers=voice.n_speakers,
        onnx=OnnxInterface(form=voice.form, inputs=voice.inputs, output=voice.output),
        graphs={"voice": "voice.onnx"},
    )


def _index(files: VoiceFiles, dim: int, required: bool) -> tuple[VoiceIndex | None, tuple[BadVoiceFile, ...]]:
    if files.index is None:
        return None, ()
    try:
        return read_grouped_index(files.index, dim), ()
    except BadVoiceFile as error:
        if required:
            raise
        return None, (BadVoiceFile(error.doing, files.index_name, **error.facts),)


def _with_index(manifest: Manifest, files: VoiceFiles, n_vectors: int, context: JobContext) -> Manifest:
    digest = sha256_of(files.index, context) if files.index else None
    source = manifest.source.model_copy(update={"index_file": printable(files.index_name), "index_sha256": digest})
    defaults: Defaults = manifest.defaults.model_copy(update={"index_rate": INDEX_RATE})
    changes = {"source": source, "n_vectors": n_vectors, "defaults": defaults}
    return manifest.model_copy(update=changes)


def _complete(known: VoicePackage, files: VoiceFiles, library: Library, required: bool, context: JobContext) -> Imported:
    """A voice that is here already: nothing to do, unless its index comes only now."""
    manifest = known.manifest
    if files.index is None or (manifest.has_index and not required):
        return Imported(known, "known")
    found, left_out = _index(files, manifest.phone_dim, required)
    if found is None:
        return Imported(known, "known", left_out)
    completed = _with_index(manifest, files, len(found.vectors), context)
    if completed.source.index_sha256 == manifest.source.index_sha256:
        return Imported(known, "known")
    write_voice_index(known.folder, found)
    return Imported(library.update(hashed(known.folder, completed)), "index_added")
