"""`python -m bench.parity FOLDER`: the product's own import and graphs against the arrays of the reference implementations.

FOLDER holds any subset, under any names, of
  *.pth with a .npz beside it              a voice: the graphs run once over everything, and block by block with full look-ahead
  */pytorch_model.bin, *hubert*.pt         content encoders, checked against contentvec*.npz
  rmvpe*.pt with a .npz beside it          the pitch network, and the mel and the decoding around it
  *.index with retrieval*.npz              retrieval
  *.pth with a .npz beside it that holds losses    one step of training (bench/parity_training.py)
  *.npz with slice positions               how training cuts a recording

Prints, per file and array, the largest absolute difference relative to the peak. Exit status 1 if one is above 1e-4 (5e-3 where the file
holds a float16 copy of a float32 network, 1e-3 for norms of gradients, 0 for positions), if a file cannot be read, or if there is
nothing to check.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray

from bench.comparison import TOLERANCE, Arrays, Comparison, compare
from bench.parity_training import check_slices, check_training_step
from engine.dsp.excitation import excite, frame_phases
from engine.dsp.log_mel import log_mel
from engine.dsp.retrieval import blend, group, retrieve, search
from engine.dsp.salience import decode_salience
from engine.inference.streaming_graph import StreamingGraph
from models.errors import ModelError
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.rmvpe import build_rmvpe, frame_multiple
from models.graphs.synthesizer import build_decoder, build_latent
from models.importers.foundation import read_content_encoder, read_rmvpe
from models.importers.index import read_grouped_index
from models.importers.rvc import read_rvc

HALF_TOLERANCE = 5e-3
HOP_FRAMES = 4
INDEX_RATE = 0.75


def open_graph(model: onnx.ModelProto) -> StreamingGraph:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return StreamingGraph(ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"]))


def check_voice(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`rvc_*.npz`: phone, pitch, nsff0, sid, z_noise, source_noise -> m_p, logs_p, z, audio."""
    voice = read_rvc(file)
    spec = voice.spec
    latent, decoder = open_graph(build_latent(spec, voice.weights)), open_graph(build_decoder(spec, voice.weights))
    n_frames = arrays["phone"].shape[1]
    feeds: dict[str, Any] = {"phone": arrays["phone"], "sid": arrays["sid"], "n_past": 0}
    source = np.zeros((1, 1, 1, 0), np.float32)
    if spec.has_f0:
        f0_hz = arrays["nsff0"][0]
        phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
        draws = arrays["source_noise"].reshape(n_frames, spec.samples_per_frame)
        source = excite(f0_hz, phases, draws, spec.sample_rate_hz)[None, None, None]
        feeds["pitch"] = arrays["pitch"]
    noise = arrays["z_noise"][:, :, None]

    def block(start: int, hop: int, states: tuple[Any, Any]) -> tuple[Arrays, NDArray[Any]]:
        out = latent.run({**feeds, "noise": noise[..., start:], "n_commit": hop}, states[0])
        sound = {"excitation": source[..., start * spec.samples_per_frame :]} if spec.has_f0 else {}
        audio = decoder.run({"z": out["z"], "sid": arrays["sid"], "n_commit": hop, **sound}, states[1])["audio"]
        return out, audio

    out, audio = block(0, n_frames, (latent.prepare(), decoder.prepare()))
    for ours, theirs in (("m", "m_p"), ("logs", "logs_p"), ("z", "z")):
        yield compare(file, theirs, out[ours][:, :, 0], arrays[theirs])
    yield compare(file, "audio", audio, arrays["audio"].ravel())
    states = latent.prepare(), decoder.prepare()
    blocks = [block(c, min(HOP_FRAMES, n_frames - c), states)[1] for c in range(0, n_frames, HOP_FRAMES)]
    yield compare(file, f"audio in blocks of {10 * HOP_FRAMES} ms", np.concatenate(blocks), arrays["audio"].ravel())


def check_content(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`contentvec.npz`: audio -> v1_layer9_proj, v2_layer12."""
    spec, weights = read_content_encoder(file)
    front = open_graph(build_content_frames(spec, weights))
    feeds: dict[str, Any] = {"audio": arrays["audio"][None, None, None], "n_repeated": 0, "keep": np.ones(1, np.float32)}
    frames = front.run(feeds, front.prepare())["frames"]
    tolerance = TOLERANCE if file.suffix in (".bin", ".safetensors") else HALF_TOLERANCE
    n = frames.shape[1]
    for n_layers, projected, name in ((9, True, "v1_layer9_proj"), (12, False, "v2_layer12")):
        context = open_graph(build_content_context(spec, weights, n_layers, projected))
        sizes = {"n_before": 0, "n_out": n, "n_commit": n, "n_past": 0}
        features = context.run({"frames": frames, **sizes}, context.prepare())["features"]
        yield compare(file, name, features, arrays[name], tolerance)


def check_rmvpe(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`rmvpe.npz`: audio -> mel -> salience -> f0, each from our own value before it; decode_salience -> decode_f0."""
    weights = read_rmvpe(file)
    graph = open_graph(build_rmvpe(weights))
    mel = log_mel(arrays["audio"])[None]
    padding = -mel.shape[2] % frame_multiple(weights)
    padded = np.pad(mel, ((0, 0), (0, 0), (0, padding)))
    salience = graph.run({"input": padded}, graph.prepare())["output"][:, : mel.shape[2]]
    yield compare(file, "mel", mel, arrays["mel"])
    yield compare(file, "salience", salience, arrays["salience"])
    yield compare(file, "f0", decode_salience(salience[0]), arrays["f0"])
    yield compare(file, "decode_f0", decode_salience(arrays["decode_salience"]), arrays["decode_f0"])


def check_index(file: Path, arrays: Arrays) -> Iterator[Comparison]:
    """`retrieval.npz`: query -> score, ids -> retrieved -> blend_075."""
    read = read_grouped_index(file)
    index = group(read.centroids, read.vectors, read.group_of)
    distances, rows = search(arrays["query"], index)
    retrieved = retrieve(arrays["query"], index)
    found = np.isfinite(distances)
    yield compare(file, "score", np.where(found, distances, 0), np.where(arrays["ids"] >= 0, arrays["score"], 0))
    yield compare(file, "ids", rows, arrays["ids"], tolerance=0.0)
    yield compare(file, "retrieved", retrieved, arrays["retrieved"])
    yield compare(file, "blend_075", blend(arrays["query"], retrieved, INDEX_RATE), arrays["blend_075"])


ALONE = (".npz",)
"""The arrays need no file beside them."""

Check = Callable[[Path, Arrays], Iterator[Comparison]]


def find_sets(folder: Path) -> list[tuple[Check, Path, Path]]:
    """(how to check, file, arrays) for every set in `folder`; what belongs together is told by the arrays that a .npz holds."""
    found: list[tuple[Check, Path, Path]] = []
    for npz in sorted(folder.rglob("*.npz")):
        with np.load(npz) as arrays:
            names = set(arrays.files)
        for check, marks, patterns in _KINDS:
            if marks <= names:
                beside = [npz.with_suffix(suffix) for suffix in (".pth", ".pt", ".safetensors") if npz.with_suffix(suffix).is_file()]
                files = beside or sorted({file for pattern in patterns for file in npz.parent.rglob(pattern)})
                files = [npz] if patterns == ALONE else files
                found += [(check, file, npz) for file in files]
    return found


_KINDS: tuple[tuple[Check, set[str], tuple[str, ...]], ...] = (
    (check_voice, {"phone", "z_noise", "audio"}, ()),
    (check_content, {"audio", "v2_layer12"}, ("pytorch_model.bin", "model.safetensors", "*hubert*.pt")),
    (check_rmvpe, {"audio", "mel", "salience"}, ("*rmvpe*.pt",)),
    (check_index, {"query", "score", "ids"}, ("*.index",)),
    (check_training_step, {"phone", "posterior_noise", "loss_disc"}, ()),
    (check_slices, {"audio_int16", "slice_start", "segment_start"}, ALONE),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.parity", description="Compare our graphs with reference arrays.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    sets = find_sets(folder)
    if not sets:
        print(f"no reference set found in {folder}")
        return 1
    failed = 0
    print(f"{'file':<48}{'array':<28}{'difference':>12}{'allowed':>10}")
    for check, file, npz in sets:
        try:
            with np.load(npz) as arrays:
                lines = list(check(file, dict(arrays)))
        except ModelError as error:
            print(f"{file.name:<48}{error}")
            failed += 1
            continue
        for line in lines:
            print(f"{line.file:<48}{line.array:<28}{line.error:>12.1e}{line.tolerance:>10.0e}{'' if line.passed else '  FAILED'}")
        failed += sum(not line.passed for line in lines)
    print("all within their limits" if not failed else f"{failed} above their limit")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
