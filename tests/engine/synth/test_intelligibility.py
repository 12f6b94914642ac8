"""Twenty spoken words through every built-in voice, heard by a speech recogniser (pocketsphinx, one word out of the twenty).

The recogniser knows grown-up voices only and does not adapt as people do: formants moved outside those it cannot follow, after this
vocoder or after offline WORLD alike. So it listens at the speed at which the formants are back in their place, which undoes the size of
the throat and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx
import pytest
import soxr

from engine.config import LiveParams
from engine.contracts import SAMPLE_RATE_HZ, Audio, StreamSpec
from engine.effects.chain import Effects
from models.builtin import builtin_voices, find_voice
from tests.engine.synth.speech import WORDS, params_of, speak, words, words_f0

USUAL_BOUND = 0.8
ALWAYS_BOTH = ("natural", "whisper")
BOUNDS = {
    ("woman", "ghost"): 0.6,  # the echo speaks into the end of the word: without it 0.9
    ("woman", "chipmunk"): 0.7,  # 480 Hz on the average: few harmonics to draw a vowel with
    ("woman", "child"): 0.7,
    ("woman", "monster"): 0.7,
}


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> pocketsphinx.Decoder:
    grammar = tmp_path_factory.mktemp("grammar") / "words.gram"
    grammar.write_text("#JSGF V1.0;\ngrammar words;\npublic <word> = " + " | ".join(WORDS) + ";\n")
    model = Path(pocketsphinx.get_model_path()) / "en-us"
    return pocketsphinx.Decoder(hmm=str(model / "en-us"), dict=str(model / "cmudict-en-us.dict"), jsgf=str(grammar), loglevel="FATAL")


def rate(recogniser: pocketsphinx.Decoder, y: Audio, formant_st: float = 0.0) -> float:
    """Share of the words, one a second, that are recognised when formants moved by `formant_st` are put back by playing slower or
    faster."""
    right = 0
    played_at_hz = SAMPLE_RATE_HZ * 2.0 ** (-formant_st / 12.0)
    for k, word in enumerate(WORDS):
        piece = soxr.resample(y[k * SAMPLE_RATE_HZ : (k + 1) * SAMPLE_RATE_HZ].astype(np.float64), played_at_hz, 16_000)
        samples = (piece / np.abs(piece).max() * 20_000).astype("<i2")
        recogniser.start_utt()
        recogniser.process_raw(samples.tobytes(), full_utt=True)
        recogniser.end_utt()
        heard = recogniser.hyp()
        right += heard is not None and heard.hypstr == word
    return right / len(WORDS)


def rate_through(recogniser: pocketsphinx.Decoder, speaker: str, voice_id: str) -> float:
    who = find_voice(voice_id)
    y = speak(who, words(speaker), words_f0(speaker), params_of(who.defaults))
    effects = Effects(who.effects)
    heard = effects.process(y, effects.prepare(StreamSpec()), LiveParams())
    return rate(recogniser, heard, who.defaults.formant_st)


@pytest.mark.parametrize("speaker", ["man", "woman"])
def test_the_recordings_themselves_are_recognised(recogniser: pocketsphinx.Decoder, speaker: str) -> None:
    assert rate(recogniser, words(speaker)) >= 0.9


def test_noise_is_not_recognised(recogniser: pocketsphinx.Decoder) -> None:
    assert rate(recogniser, np.random.default_rng(1).standard_normal(len(WORDS) * SAMPLE_RATE_HZ).astype(np.float32)) < 0.2


def _everybody() -> Iterator[Any]:
    """(speaker, voice): the plainest voices from both, every other from one of the two, the rest where there is time; of the neural ones,
    which are rows of one network, the first."""
    for i, voice in enumerate(builtin_voices()):
        is_one_of_many = voice.neural is not None and i > 0
        for k, speaker in enumerate(("man", "woman")):
            usual = (i % 2 == k and not is_one_of_many) or voice.id in ALWAYS_BOTH
            yield pytest.param(speaker, voice.id, marks=[] if usual else [pytest.mark.thorough])


@pytest.mark.parametrize(("speaker", "voice_id"), [*_everybody()])
def test_words_survive_every_voice(recogniser: pocketsphinx.Decoder, speaker: str, voice_id: str) -> None:
    measured = rate_through(recogniser, speaker, voice_id)
    assert measured >= BOUNDS.get((speaker, voice_id), USUAL_BOUND), f"{measured:.0%} of the words"
