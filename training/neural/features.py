"""What the engine would hear of every rendering: content tokens by the encoder that ships, and loudness; clean, and as a room and a cheap
microphone would have it.

The windows, the look-ahead and the arithmetic are the engine's own (`engine.dsp.whisper_mel`, the shipped graph), so that the decoder is
trained on what it will be given.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from engine.dsp.frame_level import frame_levels_db
from engine.dsp.whisper_mel import HALF_WINDOW_SAMPLES, SAMPLE_RATE_HZ, mel_filters, whisper_mel
from models.graphs.whisper import WINDOW_TOKENS, whisper_encoder
from training.neural.pairs import Rendering, load_pair
from training.neural.speech import RATE
from training.neural.whisper_weights import encoder_weights

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

TOKEN_SAMPLES = 320
N_LAYERS = 4
HOP_TOKENS = 5
LOOK_AHEAD_TOKENS = 6
SHORTER_LOOK_AHEADS = (6, 6, 4, 2)
"""Of the disturbed forms: the decoder also meets what a listener in more of a hurry hears."""
SPEECH_LEVEL_DBFS = -24.0
ACTIVE_SHARE = 0.02
WARPS = (0.84, 1.17)
GAINS_DB = (-4.0, 4.0)
_BATCH = 32


@dataclass(frozen=True)
class Listening:
    """How one form of a rendering is heard: bands (for a warped vocal tract), gain, look-ahead."""

    warp: float
    gain_db: float
    look_ahead_tokens: int


class ContentListener:
    """The content encoder over sliding windows."""

    def __init__(self, parts: Path) -> None:
        graph = whisper_encoder(encoder_weights(parts), N_LAYERS, {})
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def tokens(self, audio: Floats, how: Listening) -> Floats:
        """[n // 320, 384] float32: every token from a window of one second that ends `look_ahead_tokens` after its hop. audio [n], 16
        kHz."""
        n_tokens = len(audio) // TOKEN_SAMPLES
        n_hops = -(-n_tokens // HOP_TOKENS)
        before = WINDOW_TOKENS * TOKEN_SAMPLES + HALF_WINDOW_SAMPLES
        after = (n_hops * HOP_TOKENS - n_tokens + how.look_ahead_tokens + 2) * TOKEN_SAMPLES + HALF_WINDOW_SAMPLES
        padded = np.pad(audio * np.float32(10 ** (how.gain_db / 20)), (before, after))
        mel = whisper_mel(padded, warped_filters(how.warp) if how.warp != 1.0 else None)
        ends = [2 * (WINDOW_TOKENS + (hop + 1) * HOP_TOKENS + how.look_ahead_tokens) for hop in range(n_hops)]
        windows = np.stack([mel[:, end - 2 * WINDOW_TOKENS : end] for end in ends])
        end = WINDOW_TOKENS - how.look_ahead_tokens
        chosen = {"begin": np.array([end - HOP_TOKENS]), "end": np.array([end])}
        found = [self._session.run(None, {"mel": windows[i : i + _BATCH], **chosen})[0] for i in range(0, n_hops, _BATCH)]
        return np.asarray(np.concatenate(found), np.float32).reshape(n_hops * HOP_TOKENS, -1)[:n_tokens]


def extract(pairs: Path, folder: Path, parts: Path, seed: int, forms: int = 6) -> None:
    """Writes the features of every pair that has none yet: `content<i>`, `level<i>` [.] for `forms` forms of each sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    listener, began = ContentListener(parts), time.monotonic()
    for count, path in enumerate(sorted(pairs.glob("*.npz"))):
        target = folder / path.name
        if target.exists():
            continue
        rng = np.random.default_rng([seed, int(path.stem)])
        arrays: dict[str, Any] = {}
        for number, (rendering, disturbed) in enumerate(chosen_forms(load_pair(path), forms, rng)):
            audio = levelled(soxr.resample(rendering.sound.astype(np.float32) / 32768, RATE, SAMPLE_RATE_HZ, "HQ").astype(np.float32))
            how = Listening(1.0, rng.uniform(*GAINS_DB), LOOK_AHEAD_TOKENS)
            if disturbed:
                audio = disturb(audio, rng)
                how = Listening(rng.uniform(*WARPS), rng.uniform(*GAINS_DB), int(rng.choice(SHORTER_LOOK_AHEADS)))
            arrays[f"content{number}"] = listener.tokens(audio, how).astype(np.float16)
            arrays[f"level{number}"] = relative_levels(audio).astype(np.float16)
        unfinished = target.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            np.savez(file, **arrays)
        unfinished.replace(target)
        if count % 20 == 0:
            log.info("features of %d sentences in %.0f s", count + 1, time.monotonic() - began)


def chosen_forms(renderings: list[Rendering], forms: int, rng: np.random.Generator) -> list[tuple[Rendering, bool]]:
    """Which renderings are listened to, and whether disturbed: by turns, so that few forms are of different timbres, half of them
    disturbed. All of them: twice as many as there are renderings."""
    order = rng.permutation(len(renderings))
    every = [(renderings[n], (place + again) % 2 == 1) for again in range(2) for place, n in enumerate(order)]
    return every[:forms]


def levelled(audio: Floats) -> Floats:
    """`audio` with its active parts at SPEECH_LEVEL_DBFS."""
    active = audio[np.abs(audio) > np.abs(audio).max(initial=1e-9) * ACTIVE_SHARE]
    rms = float(np.sqrt(np.mean(active.astype(np.float64) ** 2))) if active.size else 1.0
    return (audio * (10 ** (SPEECH_LEVEL_DBFS / 20) / rms)).astype(np.float32)


def relative_levels(audio: Floats) -> Floats:
    """Loudness of each 10 ms against the 95th percentile of the recording, in units of 20 dB, floor -3."""
    levels = frame_levels_db(np.pad(audio, HALF_WINDOW_SAMPLES))
    return np.asarray(np.clip(levels - np.quantile(levels, 0.95), -60, 10) / 20, np.float32)


def warped_filters(warp: float) -> Floats:
    """The mel filters seen through the frequency warp f -> warp f: another length of vocal tract."""
    position = np.arange(201) / warp
    inside = np.flatnonzero(position <= 200)
    low = np.minimum(position[inside].astype(int), 199)
    share = np.minimum(position[inside] - low, 1.0)
    moved = np.zeros((201, 201))
    np.add.at(moved, (inside, low), 1 - share)
    np.add.at(moved, (inside, low + 1), share)
    return np.asarray(mel_filters() @ moved, np.float32)


def disturb(audio: Floats, rng: np.random.Generator) -> Floats:
    """`audio` through a random equaliser, at times a room, at times coloured noise; levelled before the noise."""
    n = len(audio)
    hz = np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ)
    gains_db = np.interp(hz, [0, 100, 300, 1000, 3000, 8000], rng.uniform(-6, 6, 6))
    heard: NDArray[np.floating] = np.fft.irfft(np.fft.rfft(audio) * 10 ** (gains_db / 20), n)
    if rng.random() < 0.4:
        t = np.arange(SAMPLE_RATE_HZ // 4)
        tail = rng.standard_normal(len(t)) * np.exp(-t / (SAMPLE_RATE_HZ * rng.uniform(0.02, 0.08)))
        tail *= rng.uniform(0.05, 0.35) / np.sqrt((tail**2).sum())
        tail[0] = 1.0
        size = n + len(tail)
        heard = np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(tail, size), size)[:n]
    heard = np.asarray(levelled(heard.astype(np.float32)))
    if rng.random() < 0.6:
        noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) / (1 + hz / rng.uniform(200, 8000)), n)
        heard = heard + noise / noise.std() * 10 ** ((SPEECH_LEVEL_DBFS - rng.uniform(12, 40)) / 20)
    return heard.astype(np.float32)
