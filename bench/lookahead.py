"""`python -m bench.lookahead [--voice FILE]`: what look-ahead buys: flow, excitation and decoder in blocks, against the same all at once.

A full-size voice with RANDOM weights, or a voice file of RVC (one speaker, with pitch) with the weights it was trained to: the table shows
how the error falls with the look-ahead. The prior encoder sees everything in every block, so that only what streams is compared (for its
window and that of the content encoder: `python -m bench.context`). No step at the edges of blocks: the largest jump from one sample to
the next there over the largest elsewhere is at most 1.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from bench.full_size import FAMILIES, FULL_VOICE, VoiceWidths, voice_network
from engine.dsp.excitation import excite, frame_phases
from engine.inference.streaming_graph import StreamingGraph
from models.graphs.builder import Axis, GraphBuilder
from models.graphs.flow import add_flow
from models.graphs.spec import RvcSpec
from models.graphs.stream import Stream
from models.graphs.synthesizer import build_decoder
from models.importers.rvc import read_rvc

Floats = NDArray[np.float32]

LOOKAHEADS_MS = (0, 10, 20, 30, 40, 60, 80, 120, 200, 340)


@dataclass(frozen=True, slots=True)
class Row:
    """At this look-ahead: signal over error, and the largest jump at edges of blocks over the largest elsewhere."""

    lookahead_ms: int
    snr_db: float
    edge: float


def rows(family: str, seconds: float, hop_ms: int, widths: VoiceWidths = FULL_VOICE) -> list[Row]:
    """One for every LOOKAHEADS_MS."""
    return rows_of(*voice_network(family, widths=widths), seconds, hop_ms)


def rows_of(spec: RvcSpec, weights: Mapping[str, Floats], seconds: float, hop_ms: int) -> list[Row]:
    """One for every LOOKAHEADS_MS, with the weights of any voice that follows the pitch."""
    flow, decoder = GraphBuilder("flow"), _opened(build_decoder(spec, weights))
    shape: list[Axis] = [1, spec.inter_channels, 1, "frames"]
    z_p, sid = flow.input("z_p", np.float32, shape), flow.input("sid", np.int64, [1])
    flow.output(add_flow(flow, Stream(flow), spec, weights, z_p, sid), "z", np.float32, shape)
    latent = _opened(flow.build())
    rng = np.random.default_rng(0)
    n, samples, hop = int(100 * seconds), spec.samples_per_frame, hop_ms // 10
    f0_hz = (160 * 2 ** (0.5 * np.sin(np.arange(n) / 25))).astype(np.float32)
    f0_hz[np.arange(n) % 50 > 42] = 0
    phases = frame_phases(f0_hz, 0.0, samples, spec.sample_rate_hz)
    source = excite(f0_hz, phases, rng.standard_normal((n, samples), np.float32), spec.sample_rate_hz)[None, None, None]
    noisy = rng.standard_normal((1, spec.inter_channels, 1, n), np.float32)

    def speak(step: int, ahead: int) -> Floats:
        states, out = (latent.prepare(), decoder.prepare()), []
        for start in range(0, n, step):
            n_commit, known = min(step, n - start), min(n, start + step + ahead)
            z = latent.run({"z_p": noisy[..., start:known], "sid": 0, "n_commit": n_commit}, states[0])["z"]
            sound = source[..., start * samples : known * samples]
            out.append(decoder.run({"z": z, "excitation": sound, "sid": 0, "n_commit": n_commit}, states[1])["audio"])
        return np.concatenate(out)

    whole = speak(n, 0)
    return [_row(ahead_ms, speak(hop, ahead_ms // 10), whole, hop * samples) for ahead_ms in LOOKAHEADS_MS]


def _row(lookahead_ms: int, got: Floats, whole: Floats, block: int) -> Row:
    error = np.square(got.astype(np.float64) - whole).sum()
    snr_db = float(10 * np.log10(np.square(whole.astype(np.float64)).sum() / max(error, 1e-30)))
    jumps = np.abs(np.diff(got[block:]))
    edges = np.arange(block, len(jumps), block) - 1
    return Row(lookahead_ms, snr_db, float(jumps[edges].max() / np.delete(jumps, edges).max()))


def _opened(model: Any) -> StreamingGraph:
    return StreamingGraph(ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lookahead", description="Streamed against whole.")
    parser.add_argument("--voice", type=Path, metavar="FILE", help="a voice file of RVC instead of random weights")
    parser.add_argument("--family", choices=sorted(FAMILIES), default="v2-48k")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--hop", type=int, default=100, metavar="MS")
    options = parser.parse_args()
    blocks = f"blocks of {options.hop} ms against {options.seconds:g} s at once"
    if options.voice is not None:
        voice = read_rvc(options.voice)
        print(f"{options.voice.name}, epoch {voice.metadata.epoch}; {blocks}")
        table = rows_of(voice.spec, voice.weights, options.seconds, options.hop)
    else:
        print(f"RANDOM WEIGHTS, full-size {options.family}; {blocks}")
        table = rows(options.family, options.seconds, options.hop)
    print(f"{'look-ahead ms':>14}{'SNR dB':>10}{'edge jump':>12}")
    for row in table:
        print(f"{row.lookahead_ms:>14}{row.snr_db:>10.1f}{row.edge:>12.2f}")


if __name__ == "__main__":
    main()
