"""A data set becomes a folder of segments with their features: what training reads, made once and kept.

data/segments/00000.npz ...   wave, phone, f0_hz, speaker (Segment)
data/prepared.json            written last: what it was made of
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobs.context import JobContext
from models.foundation import FoundationLibrary
from training.errors import TrainingError
from training.rvc.data.features import LEAST_SAMPLES, Features
from training.rvc.data.highpass import highpass
from training.rvc.data.recordings import MODEL_RATE_HZ, Recording, read_mono, resampled
from training.rvc.data.segments import levelled, segment_spans
from training.rvc.data.slicer import slice_spans
from training.rvc.hyperparameters import HyperParameters

FOLDER, RECORD = "data", "prepared.json"
MOST_FRAMES = 900
N_SILENT = 2
SILENT_S = 3.0
"""A voice learns silence from two segments of it."""

Floats = NDArray[np.float32]
_SHAPING = ("version", "rate_hz", "has_f0", "encoder", "detector", "unvoiced")
"""What of the hyper-parameters decides how data is prepared."""


@dataclass(frozen=True, slots=True)
class Segment:
    """wave [samples] at the voice's rate, phone [n, dim] at 50 Hz, f0_hz [m] at 100 Hz (empty without f0), the speaker's number."""

    wave: Floats
    phone: Floats
    f0_hz: Floats
    speaker: int

    def n_frames(self, samples_per_frame: int) -> int:
        """Frames of 10 ms that all parts have."""
        lengths = [len(self.wave) // samples_per_frame, 2 * len(self.phone), MOST_FRAMES]
        return min(lengths if not len(self.f0_hz) else [*lengths, len(self.f0_hz)])


def prepare(
    recordings: Sequence[Recording],
    parameters: HyperParameters,
    run: Path,
    foundation: FoundationLibrary,
    context: JobContext | None = None,
) -> int:
    """Makes `run`/data, unless it is there and of the same recordings; the number of segments.

    Raises TrainingError, AudioFileError, InferenceError, WorkCancelled; what was made so far is made again by the next call.
    """
    context = context or JobContext()
    folder = run / FOLDER
    wanted = _record(recordings, parameters)
    if _is_prepared(folder, wanted):
        return len(segment_files(run))
    (folder / "segments").mkdir(parents=True, exist_ok=True)
    (folder / RECORD).unlink(missing_ok=True)
    for stale in segment_files(run):
        stale.unlink()
    features = Features(parameters, foundation)
    n_made = 0
    for i, recording in enumerate(recordings):
        context.about(recording.path.name).step(i / len(recordings), "listening to the recordings")
        for wave in cut(read_mono(recording.path, parameters.rate_hz), parameters.rate_hz):
            n_made += _write(folder, n_made, wave, recording.speaker, features, parameters)
    if not n_made:
        raise TrainingError("train.silent", "cut the recordings", run.name)
    for i in range(N_SILENT):
        silence = np.zeros(int(SILENT_S * parameters.rate_hz), np.float32)
        n_made += _write(folder, n_made, silence, i % parameters.n_speakers, features, parameters)
    (folder / RECORD).write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    return n_made


def is_of_others(recordings: Sequence[Recording], parameters: HyperParameters, run: Path) -> bool:
    """Whether `run` was prepared from other recordings than these."""
    folder = run / FOLDER
    return (folder / RECORD).exists() and not _is_prepared(folder, _record(recordings, parameters))


def cut(audio: Floats, rate_hz: int) -> Iterator[Floats]:
    """The segments of a recording [n] at `rate_hz`, high-passed and at training's level."""
    clean = highpass(audio, rate_hz)
    for start, end in slice_spans(clean, rate_hz):
        for first, last in segment_spans(start, end - start, rate_hz):
            wave = levelled(clean[first:last])
            if wave is not None:
                yield wave


def segment_files(run: Path) -> list[Path]:
    """The segments of a prepared run, in order."""
    return sorted((run / FOLDER / "segments").glob("*.npz"))


def read_segment(path: Path) -> Segment:
    """One segment. Raises TrainingError `train.broken_run`."""
    try:
        with np.load(path) as arrays:
            return Segment(arrays["wave"], arrays["phone"], arrays["f0_hz"], int(arrays["speaker"]))
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError("train.broken_run", "read the data", path.name, {"reason": str(error)[:200]}) from None


def _write(folder: Path, number: int, wave: Floats, speaker: int, features: Features, parameters: HyperParameters) -> int:
    """Writes one segment; 0 where it is too short to be of use."""
    audio = resampled(wave, parameters.rate_hz, MODEL_RATE_HZ)
    if len(audio) < LEAST_SAMPLES:
        return 0
    segment = Segment(wave, features.content(audio), features.f0_hz(audio), speaker)
    if segment.n_frames(parameters.spec.samples_per_frame) < parameters.slice_frames:
        return 0
    path = folder / "segments" / f"{number:05d}.npz"
    arrays: dict[str, Any] = asdict(segment)
    np.savez(path, **arrays)
    return 1


def _is_prepared(folder: Path, wanted: dict[str, object]) -> bool:
    try:
        return bool(json.loads((folder / RECORD).read_text(encoding="utf-8")) == wanted)
    except (OSError, ValueError):
        return False


def _record(recordings: Sequence[Recording], parameters: HyperParameters) -> dict[str, object]:
    """What the data is made of."""
    digest = hashlib.sha256()
    for recording in recordings:
        digest.update(f"{recording.path.name} {recording.speaker} {recording.path.stat().st_size}".encode())
        digest.update(recording.path.read_bytes())
    values = asdict(parameters)
    return {"recordings": len(recordings), "sha256": digest.hexdigest(), **{name: values[name] for name in _SHAPING}}
