"""Every kind of job of every registry under the laws of a job; and jobs made to break a law, to show that it is caught.

A new kind of job needs a row in CASES; those that need a sound server have theirs in tests/e2e/test_job_laws.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
import soundfile

from app.jobs.add_model import ADD_MODEL, AddModel
from app.jobs.fetch_model import FETCH_MODEL, FetchModel
from app.jobs.find_processors import FIND_PROCESSORS, FindProcessors
from app.jobs.gpu import ADD_GPU, REMOVE_GPU, AddGpu, RemoveGpu
from app.jobs.import_voice import IMPORT_VOICE, ImportVoice
from app.jobs.registry import LIBRARY_JOBS
from engine.audio.demo import demo_speech
from engine.contracts import SAMPLE_RATE_HZ
from engine.jobs.calibrate import CALIBRATE
from engine.jobs.convert import CONVERT
from engine.jobs.registry import engine_jobs
from engine.link.messages import Calibrate, Convert
from engine.runtime.session import Session
from jobs.context import JobContext
from jobs.errors import CodedError
from jobs.kind import AnyKind, JobKind
from models.foundation import FoundationLibrary
from studio.jobs.registry import STUDIO_JOBS
from studio.jobs.run_recipe import RUN_RECIPE, RunRecipe
from studio.jobs.speak_text import SPEAK_TEXT, SpeakText
from studio.recipes.single import convert_recipe
from tests.laws import jobs
from tests.laws.jobs import LAWS, Case

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
WITH_DEVICES = {"listen", "play_sound", "measure_latency"}


def no_session() -> Session:
    raise AssertionError("nothing runs")


KINDS: list[AnyKind] = [*LIBRARY_JOBS, *engine_jobs(no_session), *STUDIO_JOBS]


def no_voice(folder: Path) -> Path:
    path = folder / "no voice.pth"
    path.write_bytes(b"no voice")
    return path


def convert(folder: Path) -> Case:
    source, target = folder / "said.wav", str(folder / "new.wav")
    soundfile.write(source, demo_speech(3.0), SAMPLE_RATE_HZ)
    good = Convert(input=str(source), output=target, voice="robot")
    return Case(CONVERT, good, Convert(input=str(no_voice(folder)), output=target, voice="robot"), "file.not_audio", folder)


def import_voice(folder: Path) -> Case:
    good = ImportVoice(str(REFERENCE / "rvc_v2_40k.pth"))
    return Case(IMPORT_VOICE, good, ImportVoice(str(no_voice(folder))), "voice.bad_file", folder)


def add_model(folder: Path) -> Case:
    good = AddModel(str(REFERENCE / "rmvpe.pt"))
    return Case(ADD_MODEL, good, AddModel(str(no_voice(folder))), "foundation.bad_file", folder)


def fetch_model(folder: Path) -> Case:
    """A model that is ready is not fetched again: the published files are too large for a test (tests/models/test_foundation.py has a
    catalogue of small ones)."""
    FoundationLibrary().add(REFERENCE / "rmvpe.pt")
    return Case(FETCH_MODEL, FetchModel("rmvpe"), FetchModel("no-such-model"), "foundation.unknown", folder)


def add_gpu(folder: Path) -> Case:
    """It is gigabytes, and refused where there is no card of NVIDIA's with a driver (tests/models/gpu has a small one)."""
    return Case(ADD_GPU, AddGpu(), AddGpu(), "gpu.no_card", folder)


def remove_gpu(folder: Path) -> Case:
    """What is not there is gone."""
    return Case(REMOVE_GPU, RemoveGpu(), RemoveGpu(), "", folder)


def calibrate(folder: Path) -> Case:
    """No voice of the library has networks: what goes well takes minutes, and is in tests/engine/calibration."""
    return Case(CALIBRATE, Calibrate(), Calibrate(), "calibration.no_voice", folder)


def find_processors(folder: Path) -> Case:
    """Whoever asks is answered."""
    return Case(FIND_PROCESSORS, FindProcessors(), FindProcessors(), "", folder)


def run_recipe(folder: Path) -> Case:
    """What its steps have made is kept elsewhere, also when it is stopped: that is what it is for."""
    source, out = folder / "said.wav", folder / "out"
    soundfile.write(source, demo_speech(1.0), SAMPLE_RATE_HZ)
    out.mkdir()

    def asked(file: Path) -> RunRecipe:
        recipe = convert_recipe(file, {"voice": "robot"}, ".flac")
        return RunRecipe(recipe, "convert", {"out": "new.flac"}, "2026-01-01T00:00:00+00:00", project=str(out / "project"), overwrite=True)

    return Case(RUN_RECIPE, asked(source), asked(no_voice(folder).rename(folder / "no sound.wav")), "file.not_audio", out)


def speak_text(folder: Path) -> Case:
    out = folder / "out"
    out.mkdir()
    good = SpeakText(str(out / "talk"), "2026-01-01T00:00:00+00:00", "Good morning.", overwrite=True)
    return Case(SPEAK_TEXT, good, SpeakText(str(out / "talk"), "2026-01-01T00:00:00+00:00", " \n "), "studio.text", out)


CASES: dict[str, Callable[[Path], Case]] = {
    "convert": convert,
    "import_voice": import_voice,
    "add_model": add_model,
    "fetch_model": fetch_model,
    "add_gpu": add_gpu,
    "remove_gpu": remove_gpu,
    "find_processors": find_processors,
    "calibrate": calibrate,
    "run_recipe": run_recipe,
    "speak_text": speak_text,
}
TAKES_NO_TIME = {"fetch_model", "calibrate", "add_gpu", "remove_gpu"}
NEVER_GOES_WELL = {"calibrate", "add_gpu"}
NEVER_REFUSED = {"find_processors", "remove_gpu"}


def rows() -> Iterator[tuple[str, Callable[[Case], None]]]:
    """Every case with every law that it can show."""
    for name, law in product(CASES, LAWS):
        stops = law in (jobs.stops_before_it_begins, jobs.stops_anywhere)
        cannot = (stops and name in TAKES_NO_TIME) or (law is jobs.goes_well and name in NEVER_GOES_WELL)
        if not cannot and not (law is jobs.is_refused and name in NEVER_REFUSED):
            yield name, law


def test_every_kind_of_job_is_under_the_laws() -> None:
    assert {kind.name for kind in KINDS} == {*CASES, *WITH_DEVICES}


@pytest.mark.parametrize(("name", "law"), list(rows()), ids=lambda value: getattr(value, "__name__", value))
def test_laws(name: str, law: Callable[[Case], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    law(CASES[name](tmp_path))


# --- what the laws catch ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Copied:
    n_bytes: int


def copied(request: Copy, context: JobContext) -> Copied:
    """As it should be."""
    part = request.target.with_suffix(".part")
    if not request.source.exists():
        raise CodedError("file.not_found", "copy", str(request.source))
    try:
        for k in range(3):
            context.step(k / 3, f"piece {k}")
        shutil.copyfile(request.source, part)
        context.check()
        part.replace(request.target)
    finally:
        part.unlink(missing_ok=True)
    return Copied(request.target.stat().st_size)


def half_written(request: Copy, context: JobContext) -> Copied:
    context.check()
    request.target.write_bytes(b"half")
    return copied(request, context)


def deaf(request: Copy, context: JobContext) -> Copied:
    return copied(request, JobContext(report=context.report))


def uncoded(request: Copy, context: JobContext) -> Copied:
    return Copied(request.source.stat().st_size)


def of_no_wire(request: Copy, context: JobContext) -> Copied:
    return Copied(copied(request, context).n_bytes + 0.5)  # type: ignore[arg-type]


def case_of(run: Callable[[Copy, JobContext], Copied], folder: Path) -> Case:
    source = folder / "source"
    source.write_bytes(b"whole")
    good = Copy(source, folder / "target")
    return Case(JobKind("copy", Copy, Copied, run), good, Copy(folder / "nowhere", folder / "target"), "file.not_found", folder)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_good_job_obeys(law: Callable[[Case], None], tmp_path: Path) -> None:
    law(case_of(copied, tmp_path))


@pytest.mark.parametrize(
    ("run", "law"),
    [
        (half_written, jobs.stops_anywhere),
        (deaf, jobs.stops_before_it_begins),
        (uncoded, jobs.is_refused),
        (of_no_wire, jobs.goes_well),
    ],
)
def test_broken_jobs_are_caught(run: Callable[[Copy, JobContext], Copied], law: Callable[[Case], None], tmp_path: Path) -> None:
    with pytest.raises((AssertionError, UserWarning)):
        law(case_of(run, tmp_path))
