"""Pitch detectors against a known tone and against each other: `python -m bench.pitch [--json] [--speech FILE ...]`.

Tone: 80 to 600 Hz in 6 s, harmonics falling as 1/k up to 7 kHz, white noise 20 dB below, a second of that noise alone at both ends.
Speech: each detector against the consensus (the median where most of them hear a voice), and every pair, over frames that both call voiced;
"inside" leaves out two frames next to every change of voicing, where a window half full of silence leaves the matter open.
A gross error is off by more than 20 %; an octave slip is a gross error within 10 % of half, double, a third or three times the truth.
Costs are seconds of computing per second of sound and depend on what else the machine does: read them as ratios.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, Frames, PitchDetector, StreamSpec
from engine.pitch import detector

DETECTORS = ("swiftf0", "harvest", "fcpe", "crepe-tiny", "crepe-full")
SPEECH = tuple(Path(__file__).parent.parent / "tests" / "data" / f"pitch_{who}.flac" for who in ("woman", "man"))

GROSS = 0.2
EDGE_FRAMES = 2
TONE_SECONDS, NOISE_SECONDS = 6, 1
Voiced = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Errors:
    """One track against another, over the frames that both call voiced; `missed` of the reference's voiced frames, `false` of the rest."""

    gross_percent: float
    octave_slips: int
    median_cents: float
    missed_percent: float
    false_percent: float
    n_frames: int


def gliding_tone(seed: int = 0, snr_db: float = 20.0) -> tuple[Audio, Frames]:
    """The tone [n] at 48 kHz and its true f0 in Hz for every frame, 0 where there is only noise."""
    n = TONE_SECONDS * SAMPLE_RATE_HZ
    f0_hz = 80.0 * (600.0 / 80.0) ** (np.arange(n) / n)
    phase = 2 * np.pi * np.cumsum(f0_hz) / SAMPLE_RATE_HZ
    tone = np.zeros(n)
    for k in range(1, 88):
        tone += np.where(k * f0_hz < 7_000.0, np.sin(k * phase) / k, 0.0)
    tone *= 0.1 / np.sqrt(np.mean(tone**2))
    silence = NOISE_SECONDS * SAMPLE_RATE_HZ
    noise = 0.1 * 10 ** (-snr_db / 20) * np.random.default_rng(seed).standard_normal(n + 2 * silence)
    truth = np.pad(f0_hz[::FRAME_SAMPLES], NOISE_SECONDS * 100)
    return (noise + np.pad(tone, silence)).astype(np.float32), truth.astype(np.float32)


def read_speech(path: Path) -> Audio:
    """[n] float32 at 48 kHz."""
    sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(soxr.resample(sound.mean(axis=1), rate_hz, SAMPLE_RATE_HZ), np.float32)


def track(found: PitchDetector[Any], sound: Audio) -> tuple[Frames, float]:
    """f0 in Hz of every frame centred inside `sound`, and seconds of computing per second of sound."""
    n_frames = -(-len(sound) // FRAME_SAMPLES)
    tail = found.latency_samples + found.stride_frames * FRAME_SAMPLES
    padded = np.pad(sound, (0, tail))
    found.process(padded[: 2 * tail], found.prepare(StreamSpec()))  # what is compiled or allocated once is not a cost of the stream
    state = found.prepare(StreamSpec())
    start = time.perf_counter()
    f0_hz = found.process(padded, state)
    return f0_hz[:n_frames], (time.perf_counter() - start) * SAMPLE_RATE_HZ / len(padded)


def inside(f0_hz: Frames, edge_frames: int) -> Voiced:
    """Which frames are voiced together with `edge_frames` neighbours each side."""
    voiced = np.pad(f0_hz > 0, edge_frames)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(voiced, 2 * edge_frames + 1).all(axis=1))


def errors(f0_hz: Frames, reference_hz: Frames, edge_frames: int = 0) -> Errors:
    """How far `f0_hz` is from `reference_hz`, frame by frame."""
    voiced, wanted = inside(f0_hz, edge_frames), inside(reference_hz, edge_frames)
    both = voiced & wanted
    ratio = f0_hz[both].astype(np.float64) / reference_hz[both]
    gross = np.abs(ratio - 1) > GROSS
    slips = sum(int((gross & (np.abs(ratio / slip - 1) < 0.1)).sum()) for slip in (0.5, 2.0, 1 / 3, 3.0))
    return Errors(
        gross_percent=_percent(gross.sum(), both.sum()),
        octave_slips=slips,
        median_cents=float(np.median(1200 * np.abs(np.log2(ratio)))) if both.any() else float("nan"),
        missed_percent=_percent(((reference_hz > 0) & (f0_hz == 0)).sum(), (reference_hz > 0).sum()),
        false_percent=_percent(((reference_hz == 0) & (f0_hz > 0)).sum(), (reference_hz == 0).sum()),
        n_frames=int(both.sum()),
    )


def _percent(part: int, whole: int) -> float:
    return 100.0 * float(part) / max(1, int(whole))


def consensus(tracks: Sequence[Frames]) -> Frames:
    """The median pitch of those that hear a voice, where more than half of them do."""
    stack = np.stack(tracks).astype(np.float64)
    most = (stack > 0).sum(axis=0) > len(tracks) / 2
    median = np.nanmedian(np.where(stack[:, most] > 0, stack[:, most], np.nan), axis=0)
    out = np.zeros(stack.shape[1], np.float32)
    out[most] = median
    return out


def measure(names: Sequence[str], speech: Sequence[Path]) -> dict[str, dict[str, object]]:
    """Detector -> latency, cost, errors on the tone and on speech; "a / b" -> the errors of a against b on speech."""
    tone, truth = gliding_tone()
    spoken = np.concatenate([read_speech(path) for path in speech])
    found = {name: detector(name) for name in names}
    tones = {name: track(found[name], tone) for name in names}
    talks = {name: track(found[name], spoken) for name in names}
    agreed = consensus([f0_hz for f0_hz, _ in talks.values()])
    report: dict[str, dict[str, object]] = {}
    for name in names:
        report[name] = {
            "latency_ms": 1000.0 * found[name].latency_samples / SAMPLE_RATE_HZ,
            "stride_ms": 10 * found[name].stride_frames,
            "cost": talks[name][1],
            "tone": asdict(errors(tones[name][0], truth)),
            "speech": asdict(errors(talks[name][0], agreed)),
            "speech_inside": asdict(errors(talks[name][0], agreed, EDGE_FRAMES)),
        }
    for a, b in combinations(names, 2):
        pair = talks[a][0], talks[b][0]
        report[f"{a} / {b}"] = {"raw": asdict(errors(*pair)), "inside": asdict(errors(*pair, EDGE_FRAMES))}
    return report


def table(report: Mapping[str, Mapping[str, object]], names: Sequence[str]) -> str:
    """The report as two Markdown tables."""
    lines = [
        "| detector | late by, ms | in groups of, ms | cost | tone: gross % / octave slips / cents / missed % / false %"
        " | speech against the consensus: gross % (inside) / cents / missed % / false % |",
        "|---|---|---|---|---|---|",
    ]
    for name in names:
        row = report[name]
        tone, talk, core = (row[key] for key in ("tone", "speech", "speech_inside"))
        assert isinstance(tone, dict)
        assert isinstance(talk, dict)
        assert isinstance(core, dict)
        heard = "{gross_percent:.2f} / {octave_slips} / {median_cents:.1f} / {missed_percent:.1f} / {false_percent:.1f}".format(**tone)
        said = "{gross_percent:.2f} ({0:.2f}) / {median_cents:.1f} / {missed_percent:.1f} / {false_percent:.1f}".format(
            core["gross_percent"], **talk
        )
        lines.append(f"| {name} | {row['latency_ms']:.1f} | {row['stride_ms']} | {row['cost']:.2f} | {heard} | {said} |")
    lines += ["", "| pair, on speech | gross %, all frames | gross %, inside | octave slips inside | cents |", "|---|---|---|---|---|"]
    for pair in (key for key in report if " / " in key):
        raw, core = report[pair]["raw"], report[pair]["inside"]
        assert isinstance(raw, dict)
        assert isinstance(core, dict)
        lines.append(
            f"| {pair} | {raw['gross_percent']:.2f} | {core['gross_percent']:.2f} | {core['octave_slips']} | {core['median_cents']:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--speech", type=Path, nargs="+", default=list(SPEECH), help="recordings to compare on")
    parser.add_argument("--detectors", nargs="+", default=list(DETECTORS))
    arguments = parser.parse_args()
    report = measure(arguments.detectors, arguments.speech)
    print(json.dumps(report, indent=2) if arguments.json else table(report, arguments.detectors))


if __name__ == "__main__":
    main()
