"""The check of a data set: every fault that is known to spoil a voice, with the file and the place.

What is looked for: under five minutes of speech, more than one speaker, music behind the voice, clipping, reverb, a recording at 16 kHz
whatever its file says, the same thing twice, stereo channels that cancel, long silences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.audio.files import AudioFileReader
from engine.errors import AudioFileError
from jobs.context import JobContext
from training.findings import Checked, Fault, Finding
from training.rvc.check.measures import (
    REVERB_S,
    Floats,
    Loudness,
    Spans,
    clipped,
    decay_s,
    envelope,
    is_narrow,
    long_silences,
    loudness,
    music,
    opposed,
    runs,
    same,
)
from training.rvc.check.timbre import Timbre, timbre
from training.rvc.data.recordings import MODEL_RATE_HZ, Recording, channels_of, find_recordings, n_speakers, resampled

LEAST_SPEECH_S = 300.0
MUSIC_SHARE = 0.3
PIECE_S = 10.0
SHORTEST_PIECE_S = 3.0
APART = 3.2
"""Between one person's pieces of ten seconds at most 2.3, between two people's at least 3.5 (14 made voices)."""
SPREAD = np.array([0.0496, 0.0253, 0.026, 0.0186, 0.012, 0.0109, 0.0098, 0.0093, 0.0083, 0.0077, 0.007, 0.0066, 0.0069, 0.0081])
"""How much each cepstral mean moves from ten seconds of one person to the next."""
POOL_S = 60.0
"""Short files are heard together for what needs many ends of sounds."""
UTTERANCE_GAP_S = 0.3


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some seconds of one speaker in one file."""

    recording: Recording
    name: str
    start_s: float
    end_s: float
    timbre: Timbre


@dataclass(slots=True)
class _Heard:
    """One recording, read: its sound at its own rate and at 16 kHz, its levels."""

    recording: Recording
    name: str
    audio: Floats
    rate_hz: int
    at_16k: Floats
    levels: Loudness

    def finding(self, fault: Fault, span: tuple[float, float] | None = None, **facts: str | int | float) -> Finding:
        start_s, end_s = span or (0.0, len(self.audio) / self.rate_hz)
        return Finding(fault, self.name, round(start_s, 2), round(end_s, 2), dict(facts))


def check_data_set(folder: Path, context: JobContext | None = None) -> Checked:
    """Everything that is wrong with the recordings in `folder`. Raises TrainingError `train.no_audio`, WorkCancelled."""
    context = context or JobContext()
    recordings = find_recordings(folder)
    findings: list[Finding] = []
    pieces: list[_Stretch] = []
    shapes: list[tuple[Finding, Floats]] = []
    pool = _Pool()
    seconds = speech_s = 0.0
    for i, recording in enumerate(recordings):
        context.about(recording.path.name).step(i / len(recordings), "listening to the recordings")
        name = recording.path.relative_to(folder).as_posix()
        try:
            heard = _hear(recording, name)
        except AudioFileError as error:
            findings.append(Finding("unreadable", name, facts={"reason": error.code}))
            continue
        seconds += heard.levels.seconds
        speech_s += heard.levels.speech_seconds
        findings += _of_one(heard)
        findings += pool.add(heard)
        pieces += _pieces(heard)
        shapes += _utterances(heard)
    findings += pool.empty()
    findings += _other_speakers(pieces)
    findings += _duplicates(shapes)
    if speech_s < LEAST_SPEECH_S:
        findings.append(Finding("too_short", facts={"minutes": round(speech_s / 60, 1), "least_minutes": round(LEAST_SPEECH_S / 60)}))
    return Checked(len(recordings), n_speakers(recordings), round(seconds, 1), round(speech_s, 1), tuple(findings))


def _hear(recording: Recording, name: str) -> _Heard:
    with AudioFileReader(recording.path) as reader:
        rate_hz, blocks = reader.source_rate_hz, list(reader.own_rate_blocks())
    audio = np.concatenate(blocks)
    return _Heard(recording, name, audio, rate_hz, resampled(audio, rate_hz, MODEL_RATE_HZ), loudness(audio, rate_hz))


def _of_one(heard: _Heard) -> Iterator[Finding]:
    """Faults that one file shows by itself."""
    for span in opposed(channels_of(heard.recording.path), heard.rate_hz):
        yield heard.finding("out_of_phase", span)
    if not heard.levels.speech.any():
        yield heard.finding("silence", share=0.0)
        return
    for span in long_silences(heard.levels):
        yield heard.finding("silence", span, seconds=round(span[1] - span[0], 1))
    spans = clipped(heard.audio, heard.rate_hz)
    for span in spans:
        yield heard.finding("clipping", span)
    if is_narrow(heard.audio, heard.rate_hz):
        yield heard.finding("narrow_band", rate_hz=heard.rate_hz)


class _Pool:
    """Listens for the room and for music, in long files by themselves and in short ones together."""

    def __init__(self) -> None:
        self._kept: list[_Heard] = []

    def add(self, heard: _Heard) -> Iterator[Finding]:
        """What is found once enough has come together."""
        if self._kept and self._kept[-1].recording.speaker != heard.recording.speaker:
            yield from self.empty()
        self._kept.append(heard)
        if sum(kept.levels.seconds for kept in self._kept) >= POOL_S:
            yield from self.empty()

    def empty(self) -> Iterator[Finding]:
        """What is found in what has come together."""
        kept, self._kept = self._kept, []
        if not kept:
            return
        audio = np.concatenate([heard.at_16k for heard in kept])
        first, span = kept[0], None if len(kept) == 1 else (0.0, 0.0)
        facts = {"files": len(kept)}
        room_s = decay_s(audio, MODEL_RATE_HZ)
        if room_s > REVERB_S:
            yield first.finding("reverb", span, seconds=round(room_s, 2), **facts)
        if music(audio, MODEL_RATE_HZ) > MUSIC_SHARE:
            yield first.finding("music", span, **facts)


def _pieces(heard: _Heard) -> Iterator[_Stretch]:
    audio = heard.at_16k
    length = int(PIECE_S * MODEL_RATE_HZ)
    for start in range(0, max(1, len(audio) - length // 2), length):
        part = audio[start : start + length]
        start_s, end_s = start / MODEL_RATE_HZ, (start + len(part)) / MODEL_RATE_HZ
        if end_s - start_s >= SHORTEST_PIECE_S and loudness(part, MODEL_RATE_HZ).speech_seconds >= SHORTEST_PIECE_S / 2:
            yield _Stretch(heard.recording, heard.name, start_s, end_s, timbre(part))


def _other_speakers(pieces: list[_Stretch]) -> Iterator[Finding]:
    """Pieces that are not of the person who says most, for each speaker that the folders name."""
    for speaker in sorted({piece.recording.speaker for piece in pieces}):
        own = [piece for piece in pieces if piece.recording.speaker == speaker]
        cepstra = np.stack([piece.timbre.cepstra for piece in own])
        apart = np.sqrt(np.mean(((cepstra[:, None] - cepstra[None]) / SPREAD) ** 2, axis=2))
        allowed = np.array([APART * max(1.0, np.sqrt(PIECE_S / (piece.end_s - piece.start_s))) for piece in own])
        medoid = int(np.minimum(apart, 2 * APART).sum(axis=1).argmin())
        centre = np.median(cepstra[apart[medoid] <= allowed], axis=0)
        far = np.sqrt(np.mean(((cepstra - centre) / SPREAD) ** 2, axis=1))
        yield from _joined([(piece, float(d)) for piece, d, most in zip(own, far, allowed, strict=True) if d > most])


def _joined(strange: list[tuple[_Stretch, float]]) -> Iterator[Finding]:
    """One finding for pieces that follow each other in one file."""
    spans: dict[str, Spans] = {}
    for piece, _ in strange:
        before = spans.setdefault(piece.name, [])
        if before and piece.start_s <= before[-1][1] + PIECE_S:
            before[-1] = (before[-1][0], piece.end_s)
        else:
            before.append((piece.start_s, piece.end_s))
    for name, stretches in spans.items():
        for start_s, end_s in stretches:
            yield Finding("other_speaker", name, round(start_s, 2), round(end_s, 2))


def _utterances(heard: _Heard) -> Iterator[tuple[Finding, Floats]]:
    """The stretches between pauses, each with its envelope."""
    for first_s, last_s in runs(heard.levels.speech, 0.02, 1.2, UTTERANCE_GAP_S):
        yield heard.finding("duplicate", (first_s, last_s)), envelope(heard.levels, first_s, last_s)


def _duplicates(shapes: list[tuple[Finding, Floats]]) -> Iterator[Finding]:
    """Utterances that were there before, each with the one it repeats."""
    by_length: dict[int, list[int]] = {}
    for i, (finding, shape) in enumerate(shapes):
        near = sorted(j for length in range(len(shape) - 3, len(shape) + 4) for j in by_length.get(length, ()))
        for j in near:
            if same(shapes[j][1], shape):
                facts: dict[str, str | int | float] = {"of": shapes[j][0].file, "at_s": shapes[j][0].start_s}
                yield Finding("duplicate", finding.file, finding.start_s, finding.end_s, facts)
                break
        by_length.setdefault(len(shape), []).append(i)
