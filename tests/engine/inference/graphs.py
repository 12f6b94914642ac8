"""A decoder of true structure, small enough for tests and wide enough for int8."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.full_size import VoiceWidths, voice_network
from engine.dsp.excitation import excite, frame_phases
from engine.inference.runtime import OpenedSession
from engine.inference.streaming_graph import GraphState, StreamingGraph
from models.graphs.synthesizer import build_decoder

WIDTHS = VoiceWidths(inter=64, hidden=16, filter=24, n_layers=1, decoder=256, speaker=8)
HOP, KNOWN = 10, 13
Floats = NDArray[np.float32]


@cache
def decoder_bytes() -> bytes:
    spec, weights = voice_network("v2-48k", widths=WIDTHS)
    return bytes(build_decoder(spec, weights).SerializeToString())


def decoder_file(folder: Path) -> Path:
    path = folder / "decoder.onnx"
    path.write_bytes(decoder_bytes())
    return path


def speak(session: OpenedSession, n_hops: int = 4) -> tuple[Floats, GraphState]:
    """[n_hops * HOP * 480] of a gliding voice, streamed, and the state after it."""
    graph, parts = StreamingGraph(session), []
    state = graph.prepare()
    for hop in range(n_hops):
        parts.append(graph.run(feeds_of(hop), state)["audio"])
    return np.concatenate(parts), state


def feeds_of(number: int, n_commit: int = HOP) -> dict[str, Any]:
    """Block `number` of that voice, with the usual look-ahead."""
    n_known = n_commit + KNOWN - HOP
    rng = np.random.default_rng(number)
    f0_hz = np.full(n_known, 120.0 + 5 * number, np.float32)
    phases = frame_phases(f0_hz, 0.0, 480, 48_000)
    hiss = rng.standard_normal((n_known, 480), np.float32)
    excitation = excite(f0_hz, phases, hiss, 48_000).astype(np.float32)
    z = rng.standard_normal((1, WIDTHS.inter, 1, n_known), np.float32)
    return {"z": z, "excitation": excitation.reshape(1, 1, 1, -1), "sid": 0, "n_commit": n_commit}


def snr_db(got: Floats, wanted: Floats) -> float:
    return float(10 * np.log10(np.square(wanted).sum() / max(float(np.square(got - wanted).sum()), 1e-30)))
