"""Twenty words spoken by the program, plain and in a voice, heard by a speech recogniser."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pocketsphinx
import pytest
import soundfile
import soxr

from jobs.context import JobContext
from studio.jobs.speak_text import SPEAK_TEXT, SpeakText
from studio.text.passages import read_passages
from tests.engine.synth.speech import WORDS

VOICES = ("deeper", "masculine", "elder")
"""Those that the recogniser can follow: it does not know a woman's voice that is made higher still."""
RATE_HZ = 16_000
PAUSE_S = 0.2


def recogniser(folder: Path) -> pocketsphinx.Decoder:
    grammar = folder / "words.gram"
    grammar.write_text("#JSGF V1.0;\ngrammar words;\npublic <word> = " + " | ".join(WORDS) + ";\n")
    model = Path(pocketsphinx.get_model_path()) / "en-us"
    return pocketsphinx.Decoder(hmm=str(model / "en-us"), dict=str(model / "cmudict-en-us.dict"), jsgf=str(grammar), loglevel="FATAL")


def recognised(listener: pocketsphinx.Decoder, file: Path, starts_s: list[float]) -> float:
    """Share of the words, each from its time to a pause before the next one's."""
    samples, rate_hz = soundfile.read(file)
    edges = [*starts_s, len(samples) / rate_hz + PAUSE_S]
    right = 0
    for word, (start_s, end_s) in zip(WORDS, pairwise(edges), strict=True):
        piece = soxr.resample(samples[round(start_s * rate_hz) : round((end_s - PAUSE_S) * rate_hz)], rate_hz, RATE_HZ)
        quiet = np.zeros(3000, "<i2")
        data = np.concatenate([quiet, (piece / np.abs(piece).max() * 20_000).astype("<i2"), quiet])
        listener.start_utt()
        listener.process_raw(data.tobytes(), full_utt=True)
        listener.end_utt()
        heard = listener.hyp()
        right += heard is not None and heard.hypstr == word
    return right / len(WORDS)


@pytest.mark.slow
@pytest.mark.thorough
def test_what_is_spoken_is_understood_plain_and_in_voices(tmp_path: Path) -> None:
    text = " ".join(f"{word.capitalize()}." for word in WORDS)
    listener = recogniser(tmp_path)
    for voice in VOICES:
        done = SPEAK_TEXT.run(SpeakText(str(tmp_path / voice), "2026-01-01T00:00:00+00:00", text, voice=voice), JobContext())
        starts_s = [passage.start_s or 0.0 for passage in read_passages(Path(done.files["talk.subtitles"]))]
        assert len(starts_s) == len(WORDS)
        plain = recognised(listener, Path(done.files["plain"]), starts_s)
        assert plain >= 0.95
        assert recognised(listener, Path(done.files["out"]), starts_s) >= plain - 0.05
