"""Voices for the graph tests: the two reference sets, and random ones of any family."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from bench.full_size import VoiceWidths, voice_network
from engine.dsp.excitation import excite, frame_phases
from engine.inference.streaming_graph import StreamingGraph
from models.graphs.builder import Axis, GraphBuilder
from models.graphs.flow import add_flow
from models.graphs.spec import RvcSpec
from models.graphs.stream import Stream
from models.graphs.synthesizer import NOISE_SCALE, build_decoder, build_latent
from models.importers.rvc import read_rvc

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SMALL = VoiceWidths(inter=16, hidden=16, filter=24, n_layers=2, decoder=64, speaker=8)

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class GraphVoice:
    """A voice and its opened graphs."""

    spec: RvcSpec
    weights: Mapping[str, Floats]
    latent: StreamingGraph
    decoder: StreamingGraph


def open_graph(model: Any) -> StreamingGraph:
    return StreamingGraph(ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]))


def opened(spec: RvcSpec, weights: Mapping[str, Floats], half_storage: bool = False) -> GraphVoice:
    latent, decoder = build_latent(spec, weights, half_storage), build_decoder(spec, weights, half_storage)
    return GraphVoice(spec, weights, open_graph(latent), open_graph(decoder))


@cache
def reference_voice(name: str) -> tuple[GraphVoice, dict[str, NDArray[Any]]]:
    """`rvc_v2_40k` or `rvc_v1_40k`, and its arrays."""
    voice = read_rvc(REFERENCE / f"{name}.pth")
    with np.load(REFERENCE / f"{name}.npz") as arrays:
        return opened(voice.spec, voice.weights), dict(arrays)


@cache
def random_voice(family: str, has_f0: bool = True, n_speakers: int = 2, widths: VoiceWidths = SMALL) -> GraphVoice:
    return opened(*voice_network(family, has_f0, n_speakers, widths=widths))


@dataclass(frozen=True)
class Script:
    """What a voice is made to say: n frames of features, pitch and noise, fixed by a seed."""

    phone: Floats
    pitch: NDArray[np.int64]
    noise: Floats
    excitation: Floats
    sid: NDArray[np.int64]

    @property
    def n_frames(self) -> int:
        return int(self.phone.shape[1])

    def latent_feeds(self, has_f0: bool, n_commit: int, start: int = 0) -> dict[str, NDArray[Any] | int]:
        """Feeds of the latent graph: the whole script as its window, noise from frame `start` on."""
        feeds: dict[str, NDArray[Any] | int] = {
            "phone": self.phone,
            "noise": self.noise[..., start:],
            "sid": self.sid,
            "n_commit": n_commit,
            "n_past": 0,
        }
        return {**feeds, "pitch": self.pitch} if has_f0 else feeds


def script(spec: RvcSpec, n_frames: int, seed: int = 0, sid: int = 0) -> Script:
    """Features that change every 20 ms, a gliding pitch with an unvoiced stretch, white noise."""
    rng = np.random.default_rng(seed)
    phone = np.repeat(rng.standard_normal((1, math.ceil(n_frames / 2), spec.phone_dim), np.float32), 2, axis=1)[:, :n_frames]
    frames = np.arange(n_frames)
    f0_hz = (180 * 2 ** (np.sin(frames / 9) / 3)).astype(np.float32)
    f0_hz[(frames % 60 >= 40) & (frames % 60 < 52)] = 0
    pitch = np.clip(np.round(f0_hz / 4), 1, 255).astype(np.int64)[None]
    noise = rng.standard_normal((1, spec.inter_channels, 1, n_frames), np.float32)
    phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
    source = excite(f0_hz, phases, rng.standard_normal((n_frames, spec.samples_per_frame), np.float32), spec.sample_rate_hz)
    return Script(phone, pitch, noise, source, np.array([sid], np.int64))


def speak_whole(voice: GraphVoice, text: Script) -> tuple[Floats, Floats]:
    """z and audio of the whole-sequence network."""
    z = voice.latent.run(text.latent_feeds(voice.spec.has_f0, text.n_frames), voice.latent.prepare())["z"]
    feeds = decoder_feeds(voice.spec, z, text, (0, text.n_frames), text.n_frames)
    return z, voice.decoder.run(feeds, voice.decoder.prepare())["audio"]


def speak_in_blocks(voice: GraphVoice, flow: StreamingGraph, text: Script, hops: list[int], lookahead: int) -> Floats:
    """Audio block by block: block i commits hops[i] frames (the last number repeats) and knows `lookahead` more.

    `flow` is from `open_flow`. m and logs are those of the whole script, so that only what carries state is compared.
    """
    whole = voice.latent.run(text.latent_feeds(voice.spec.has_f0, text.n_frames), voice.latent.prepare())
    states = flow.prepare(), voice.decoder.prepare()
    pieces: list[Floats] = []
    start, block = 0, 0
    while start < text.n_frames:
        hop = min(hops[min(block, len(hops) - 1)], text.n_frames - start)
        end = min(start + hop + lookahead, text.n_frames)
        noisy = whole["m"] + np.exp(whole["logs"]) * text.noise * np.float32(NOISE_SCALE)
        z = flow.run({"z_p": noisy[..., start:end], "sid": text.sid, "n_commit": hop}, states[0])["z"]
        pieces.append(voice.decoder.run(decoder_feeds(voice.spec, z, text, (start, end), hop), states[1])["audio"])
        start, block = start + hop, block + 1
    return np.concatenate(pieces)


@cache
def open_flow(voice: GraphVoice) -> StreamingGraph:
    """The flow of a voice as a graph of its own, z_p -> z."""
    graph = GraphBuilder("flow")
    shape: list[Axis] = [1, voice.spec.inter_channels, 1, "frames"]
    z_p, sid = graph.input("z_p", np.float32, shape), graph.input("sid", np.int64, [1])
    graph.output(add_flow(graph, Stream(graph), voice.spec, voice.weights, z_p, sid), "z", np.float32, shape)
    return open_graph(graph.build())


def decoder_feeds(spec: RvcSpec, z: Floats, text: Script, frames: tuple[int, int], n_commit: int) -> dict[str, NDArray[Any] | int]:
    samples = spec.samples_per_frame
    feeds: dict[str, NDArray[Any] | int] = {"z": z, "sid": text.sid, "n_commit": n_commit}
    if spec.has_f0:
        feeds["excitation"] = text.excitation[None, None, None, frames[0] * samples : frames[1] * samples]
    return feeds


def relative_error(got: NDArray[Any], wanted: NDArray[Any]) -> float:
    """Largest absolute difference over the peak of `wanted`."""
    return float(np.abs(got - wanted).max() / np.abs(wanted).max())


def snr_db(got: Floats, wanted: Floats) -> float:
    error = np.square(got.astype(np.float64) - wanted).sum()
    return float(10 * np.log10(np.square(wanted.astype(np.float64)).sum() / max(error, 1e-30)))
