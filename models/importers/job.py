"""One import from beginning to end: what the user dropped -> a voice on the shelf, or an error and no trace."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from models.errors import BadVoiceFile
from models.graphs.spec import RvcSpec
from models.importers.index import VoiceIndex, read_grouped_index
from models.importers.onnx_forms import read_onnx
from models.importers.printable import printable
from models.importers.progress import Reporter
from models.importers.rvc import RvcVoice, read_rvc
from models.importers.sources import VoiceFiles, find_voice
from models.importers.weight_norm import Floats
from models.library import Library
from models.package import About, Defaults, Manifest, OnnxInterface, Source, VoicePackage, write_voice_index

BuildGraphs = Callable[[RvcSpec, Mapping[str, Floats], Path], Mapping[str, str]]
"""Writes the graphs of a voice into a folder and returns role -> file name."""

INDEX_RATE = 0.75
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Imported:
    """The voice on the shelf, how it got there, and what was left out of it.

    outcome    "new"; "known" if the same file had been imported before; "index_added" if so, and its index came with it now
    left_out   an index that was found beside the voice and cannot be used, with the reason
    """

    package: VoicePackage
    outcome: Literal["new", "known", "index_added"]
    left_out: tuple[BadVoiceFile, ...] = ()


def import_voice(
    path: Path, library: Library, build_graphs: BuildGraphs, index: Path | None = None, name: str = "", reporter: Reporter | None = None
) -> Imported:
    """Imports what is at `path`: a checkpoint, an ONNX voice, a zip or a folder.

    index: an index for it; one that is given must fit, one that is merely found may be left out. name: "" takes the file's own.
    Raises BadVoiceFile, ImportCancelled, OSError; the library is then as it was.
    """
    reporter = replace(reporter or Reporter(), subject=path.name)
    workspace = library.workspace()
    try:
        return _import(path, library, build_graphs, index, name, reporter, workspace)
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _import(
    path: Path, library: Library, build_graphs: BuildGraphs, index: Path | None, name: str, reporter: Reporter, workspace: Path
) -> Imported:
    reporter.step(0.0, "looking for the voice")
    unpacked, folder = workspace / "unpacked", workspace / "voice"
    unpacked.mkdir()
    folder.mkdir()
    files = find_voice(path, unpacked, reporter)
    if index is not None:
        files = replace(files, index=index, index_name=index.name)
    reporter.step(0.1, "checking whether the voice is known")
    source = Source(file=printable(files.name), sha256=_sha256(files.model, reporter))
    known = library.with_source(source.sha256)
    if known is not None:
        return _complete(known, files, library, required=index is not None, reporter=reporter)
    reporter.step(0.15, "reading the voice")
    manifest = _voice(files, source, folder, build_graphs, reporter)
    reporter.step(0.85, "reading the index")
    found, left_out = _index(files, manifest.phone_dim, required=index is not None)
    if found is not None:
        write_voice_index(folder, found)
        manifest = _with_index(manifest, files, len(found.vectors), reporter)
    reporter.step(0.95, "putting the voice on the shelf")
    stem = PurePosixPath(files.name).stem
    title = library.free_name(name or stem)
    package = library.admit(folder, manifest.model_copy(update={"id": library.free_id(title), "name": title}))
    reporter.progress(1.0, "done")
    return Imported(package, "new", left_out)


def _voice(files: VoiceFiles, source: Source, folder: Path, build_graphs: BuildGraphs, reporter: Reporter) -> Manifest:
    """Writes the graphs and returns the manifest of the voice without its index, id and name."""
    if files.kind == "onnx":
        return _onnx_manifest(files, source, folder)
    voice = read_rvc(files.model)
    reporter.step(0.35, "writing the voice's network")
    try:
        return _rvc_manifest(voice, source, build_graphs(voice.spec, voice.weights, folder))
    except BadVoiceFile as error:  # who builds knows the network and not the file
        raise BadVoiceFile("import the voice", PurePosixPath(files.name).name, **error.facts) from None


def _rvc_manifest(voice: RvcVoice, source: Source, graphs: Mapping[str, str]) -> Manifest:
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


def _onnx_manifest(files: VoiceFiles, source: Source, folder: Path) -> Manifest:
    voice = read_onnx(files.model)
    shutil.copyfile(files.model, folder / "voice.onnx")
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


def _with_index(manifest: Manifest, files: VoiceFiles, n_vectors: int, reporter: Reporter) -> Manifest:
    digest = _sha256(files.index, reporter) if files.index else None
    source = manifest.source.model_copy(update={"index_file": printable(files.index_name), "index_sha256": digest})
    defaults: Defaults = manifest.defaults.model_copy(update={"index_rate": INDEX_RATE})
    changes = {"source": source, "n_vectors": n_vectors, "defaults": defaults}
    return manifest.model_copy(update=changes)


def _complete(known: VoicePackage, files: VoiceFiles, library: Library, required: bool, reporter: Reporter) -> Imported:
    """A voice that is here already: nothing to do, unless its index comes only now."""
    manifest = known.manifest
    if files.index is None or (manifest.has_index and not required):
        return Imported(known, "known")
    found, left_out = _index(files, manifest.phone_dim, required)
    if found is None:
        return Imported(known, "known", left_out)
    completed = _with_index(manifest, files, len(found.vectors), reporter)
    if completed.source.index_sha256 == manifest.source.index_sha256:
        return Imported(known, "known")
    write_voice_index(known.folder, found)
    return Imported(library.update(completed), "index_added")


def _sha256(path: Path, reporter: Reporter) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            reporter.check()
            digest.update(chunk)
    return digest.hexdigest()
