"""`python -m bench.context`: how far the windowed encoders are from the whole file, over context lengths.

Full-size networks with RANDOM weights on a made-up vowel-like signal: the table shows how the error falls with the context and compares
ways of spending it; it says nothing about what a listener hears from a trained voice.

content    features of the newest frames, from the transformer over a window of the given length, or over 200 ms and the kept keys of the
rest statistics frames of the front end in blocks, its first layer normalised by running statistics of the given memory
enc_p      m of the newest frames, from the prior encoder of a voice over a window, or over some frames and the kept keys of the rest
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from bench.full_size import FULL_ENCODER, content_encoder, voice_network
from engine.inference.streaming_graph import StreamingGraph
from models.graphs.content import build_content_context, build_content_frames
from models.graphs.content_weights import read_content_weights
from models.graphs.synthesizer import build_latent

Floats = NDArray[np.float32]

CONTEXTS_S = (0.3, 0.5, 1.0, 2.0, 4.0)
FRESH_S = 0.2
ENC_P_FRESH = (2, 10, 20)
POSITION_REACH_FRAMES = 64


def open_graph(model: Any) -> StreamingGraph:
    return StreamingGraph(ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]))


def vowels(seconds: float, seed: int = 0) -> Floats:
    """16 kHz: a gliding pulse train through wandering resonances, with pauses and noise."""
    rng = np.random.default_rng(seed)
    n = int(seconds * 16_000)
    t = np.arange(n) / 16_000
    phase = np.cumsum(140 * 2 ** (0.4 * np.sin(2 * np.pi * 0.7 * t)) / 16_000)
    formants = 500 + 250 * np.sin(2 * np.pi * 1.3 * t), 1500 + 500 * np.sin(2 * np.pi * 0.9 * t + 1)
    voice = sum(np.exp(-40 * (phase % 1)) * np.sin(2 * np.pi * f * (phase % 1) / 140) for f in formants)
    loudness = np.clip(1.2 * np.sin(2 * np.pi * 0.8 * t) + 0.5, 0, 1)
    return (0.2 * loudness * voice + 0.003 * rng.standard_normal(n)).astype(np.float32)


def snr_db(got: Floats, wanted: Floats) -> float:
    """Against the wanted signal without its mean: a constant offset of the features carries no speech."""
    signal = wanted - wanted.mean(axis=1, keepdims=True)
    return float(10 * np.log10(np.square(signal).sum() / max(float(np.square(got - wanted).sum()), 1e-30)))


def content_rows(seconds: float, hop: int) -> list[tuple[str, float, float]]:
    """(way, context in seconds, dB) for the content encoder; hop in 50 Hz frames."""
    spec, weights = read_content_weights(content_encoder(), FULL_ENCODER.hidden // 64)
    front, context = open_graph(build_content_frames(spec, weights)), open_graph(build_content_context(spec, weights, 12, False))
    audio: dict[str, Any] = {"audio": vowels(seconds)[None, None, None], "n_repeated": 0, "keep": np.ones(1, np.float32)}
    frames = front.run(audio, front.prepare())["frames"]
    n = frames.shape[1]
    plain = {"n_before": 0, "n_commit": n, "n_past": 0}
    whole = context.run({"frames": frames, "n_out": n, **plain}, context.prepare())["features"]
    blocks = range(n // 2, n - hop, hop)
    wanted = np.concatenate([whole[:, end - hop : end] for end in blocks], axis=1)
    rows = []
    for length_s in CONTEXTS_S:
        window = int(50 * length_s)
        got = []
        for end in blocks:
            seen = frames[:, max(0, end - window) : end]
            got.append(context.run({"frames": seen, "n_out": hop, **plain, "n_commit": 1}, context.prepare())["features"])
        rows.append(("content, window", length_s, snr_db(np.concatenate(got, axis=1), wanted)))
        rows.append(("content, kept keys", length_s, snr_db(_with_kept_keys(context, frames, hop, window)[:, -wanted.shape[1] :], wanted)))
    return rows


def statistics_rows(seconds: float, hop: int) -> list[tuple[str, float, float]]:
    """(way, memory in seconds, dB) for the front end in blocks of `hop` 50 Hz frames, second half of the signal; inf keeps everything."""
    spec, weights = read_content_weights(content_encoder(), FULL_ENCODER.hidden // 64)
    front = open_graph(build_content_frames(spec, weights))
    audio = vowels(seconds)[None, None, None]
    feeds: dict[str, Any] = {"audio": audio, "n_repeated": 0, "keep": np.ones(1, np.float32)}
    whole = front.run(feeds, front.prepare())["frames"]
    rows = []
    for memory_s in (3.0, 10.0, float("inf")):
        keep = np.array([np.exp(-hop / 50 / memory_s)], np.float32)
        state, got = front.prepare(), []
        for start in range(0, audio.shape[3] - 320 * hop - 80, 320 * hop):
            block = audio[..., start : start + 320 * hop + 80]
            got.append(front.run({"audio": block, "n_repeated": 80 if start else 0, "keep": keep}, state)["frames"])
        frames = np.concatenate(got, axis=1)
        half, n = frames.shape[1] // 2, frames.shape[1]
        rows.append(("statistics, memory", memory_s, snr_db(frames[:, half:], whole[:, half:n])))
    return rows


def _with_kept_keys(context: StreamingGraph, frames: Floats, hop: int, window: int) -> Floats:
    """Features of the newest `hop` frames at each block: 200 ms and the hop computed anew, the rest of the window as kept keys."""
    fresh, state, got = int(50 * FRESH_S), context.prepare(), []
    n = frames.shape[1]
    first = n // 2 % hop
    start = 0
    for end in range(first or hop, n - hop, hop):
        before = min(start, POSITION_REACH_FRAMES)
        next_start = max(0, end - fresh)
        sizes = {"n_before": before, "n_out": min(hop, end - start), "n_past": max(0, window - fresh - hop)}
        out = context.run({"frames": frames[:, start - before : end], **sizes, "n_commit": max(0, next_start - start)}, state)
        got.append(out["features"])
        start = next_start
    return np.concatenate(got, axis=1)


def enc_p_rows(seconds: float, hop: int) -> list[tuple[str, float, float]]:
    """(way, context in seconds, dB) for `enc_p`; hop in 100 Hz frames."""
    spec, weights = voice_network("v2-48k")
    latent = open_graph(build_latent(spec, weights))
    rng = np.random.default_rng(0)
    n = int(100 * seconds)
    steps = np.cumsum(rng.standard_normal((1, n // 2, spec.phone_dim), np.float32) * 0.3, axis=1)
    phone = np.repeat(steps / np.sqrt(1 + np.arange(n // 2, dtype=np.float32))[None, :, None], 2, axis=1)
    pitch = np.clip(80 + 40 * np.sin(np.arange(n) / 20), 1, 255).astype(np.int64)[None]

    def m_of(first: int, end: int, n_out: int) -> Floats:
        feeds = {"phone": phone[:, first:end], "pitch": pitch[:, first:end], "sid": 0, "n_commit": 1, "n_past": 0}
        return latent.run({**feeds, "noise": np.zeros((1, spec.inter_channels, 1, n_out), np.float32)}, latent.prepare())["m"]

    whole = m_of(0, n, n)
    blocks = range(n // 2, n - hop, hop)
    wanted = np.concatenate([whole[..., end - hop : end] for end in blocks], axis=3)[0, :, 0].T[None]
    rows = []
    for length_s in CONTEXTS_S:
        got = np.concatenate([m_of(max(0, end - int(100 * length_s)), end, hop) for end in blocks], axis=3)[0, :, 0].T[None]
        rows.append(("enc_p, window", length_s, snr_db(got, wanted)))
        for fresh in ENC_P_FRESH:
            kept, state = int(100 * length_s) - fresh - hop, latent.prepare()
            got_kept = []
            first = fresh + hop + (n // 2 - fresh) % hop  # so that blocks end where the others' do
            for end in range(first, n - hop, hop):
                start = end - hop - fresh
                feeds = {"phone": phone[:, start:end], "pitch": pitch[:, start:end], "sid": 0, "n_commit": hop, "n_past": max(0, kept)}
                noise = np.zeros((1, spec.inter_channels, 1, hop), np.float32)
                got_kept.append(latent.run({**feeds, "noise": noise}, state)["m"])
            newest = np.concatenate(got_kept, axis=3)[0, :, 0].T[None][:, -wanted.shape[1] :]
            rows.append((f"enc_p, kept keys, {10 * fresh} ms anew", length_s, snr_db(newest, wanted)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.context", description="Error of the windowed encoders, random weights.")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--hop", type=int, default=100, metavar="MS")
    options = parser.parse_args()
    print(f"RANDOM WEIGHTS, full size; the newest {options.hop} ms of each block against the whole file of {options.seconds:g} s")
    print(f"{'way':<36}{'context s':>10}{'SNR dB':>10}")
    hop = options.hop // 20
    rows = content_rows(options.seconds, hop) + statistics_rows(options.seconds, hop) + enc_p_rows(options.seconds, 2 * hop)
    for way, length_s, db in rows:
        print(f"{way:<36}{length_s:>10g}{db:>10.1f}")


if __name__ == "__main__":
    main()
