"""How long a change of voice takes while somebody speaks, from the command to the first sound of the new voice, and what it costs.

    python -m bench.switching [--times N] [--hop MS] [--ready] [--json]

Two full-size voices (the random one of bench/setup_full_size.py and a copy of it) take turns every three seconds between two null sinks of
a PulseAudio started for the purpose, calibrated as a first start does, both prepared before. `--ready`: the second is kept ready, as
favourites are. Linux with `pulseaudio` and `pulseaudio-utils`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from app.engine_client import EngineClient
from bench.programs import dropouts, environment, warn_if_busy
from bench.setup_full_size import FullSize, calibrate, full_size_setup
from engine.assemble import prepare_int8
from engine.inference.profile import read_profile
from engine.link.messages import SetVoice, Start, Started, Stop, Stopped, VoiceChanged
from models.voices import find_voice
from tests.e2e.pulse import PulseServer, missing_packages
from tests.e2e.speech import speech

TWIN = "full-size-twin"
EVERY_S, BEFORE_S = 3.0, 5.0
GETTING_READY_S = 10.0
WAIT_S = 300.0
MARGIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Switches:
    """`switch_ms` of each change, in their order: the first is to a voice that has not been heard yet, the others go back to one that was
    heard before. Dropouts (and their length) are those of the whole run."""

    hop_ms: int
    provider: str
    switch_ms: tuple[float, ...]
    dropouts: int
    silent_ms: float


def twin_of(full: FullSize) -> str:
    """The id of a second voice beside the first: the same networks, in files of their own."""
    assert full.voice.rvc is not None
    folder = full.voice.rvc.folder.parent / TWIN
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as workspace:
            made = Path(shutil.copytree(full.voice.rvc.folder, Path(workspace) / TWIN))
            manifest = made / "voice.json"
            about = json.loads(manifest.read_text(encoding="utf-8"))
            manifest.write_text(json.dumps({**about, "id": TWIN, "name": "Full size, twin"}), encoding="utf-8")
            made.rename(folder)
    return TWIN


def measure(server: PulseServer, voices: tuple[str, str], config: dict[str, Any], times: int, ready: bool) -> Switches:
    """Changes between `voices` while speech is played."""
    turn = threading.Event()
    before_s = BEFORE_S + GETTING_READY_S * ready
    config = {"input": "mic.monitor", "output": "out", **config}
    start = Start(voice=voices[0], config=config, params={"gate_db": -90.0}, ready=list(voices) if ready else [])
    with EngineClient() as engine:
        started = engine.answer(start, Started, timeout_s=WAIT_S)
        assert isinstance(started, Started)
        with server.playing("mic", speech(before_s + times * 2 * EVERY_S + MARGIN_S)):
            turn.wait(before_s)
            heard = []
            for i in track(range(times), "changing voices", console=Console(stderr=True), transient=True):
                answer = engine.answer(SetVoice(voice=voices[(i + 1) % 2]), VoiceChanged, timeout_s=WAIT_S)
                assert isinstance(answer, VoiceChanged)
                heard.append(answer.switch_ms)
                turn.wait(EVERY_S)
            stopped = engine.answer(Stop(), Stopped, timeout_s=WAIT_S)
            assert isinstance(stopped, Stopped)
    hop_ms = int(next((part.ms for part in started.latency if part.name == "block"), 0))
    silent_ms = stopped.counters["underrun_samples"] / 48
    return Switches(hop_ms, started.provider, tuple(heard), dropouts(stopped.counters), silent_ms)


def table(found: Switches) -> Table:
    """One row."""
    columns = ("hop", "changes", "to a new voice", "back: median ms", "lowest", "highest", "dropouts", "silence ms")
    shown = Table(*columns, title=f"Full size, {found.provider}")
    first, back = found.switch_ms[0], found.switch_ms[1:] or found.switch_ms
    times = (f"{ms:.0f}" for ms in (first, median(back), min(back), max(back)))
    shown.add_row(f"{found.hop_ms} ms", str(len(found.switch_ms)), *times, str(found.dropouts), f"{found.silent_ms:.0f}")
    return shown


def main(arguments: list[str]) -> int:
    """Prints the table, or a JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.switching", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=8, metavar="N", help="changes (default 8)")
    parser.add_argument("--hop", type=int, metavar="MS", help="block length (default: as calibrated)")
    parser.add_argument("--ready", action="store_true", help="keep the other voice ready, as favourites are")
    parser.add_argument("--folder", type=Path, help="where the full-size files are kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    missing = missing_packages()
    if missing:
        print(f"needs a PulseAudio: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    full = full_size_setup(options.folder)
    calibrate(full)
    with ExitStack() as stack:
        stack.enter_context(environment(full.environment))
        voices = full.voice.id, twin_of(full)
        profile = read_profile()
        if profile is not None and profile.precision == "int8":
            for voice in voices:
                prepare_int8(find_voice(voice), full.foundation, profile.n_threads)
        warn_if_busy()
        server = stack.enter_context(PulseServer())
        stack.enter_context(environment(server.environment))
        found = measure(server, voices, {"hop_ms": options.hop} if options.hop else {}, options.times, options.ready)
    print(json.dumps(asdict(found))) if options.json else Console(width=120).print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
