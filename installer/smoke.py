"""The smoke test of the frozen program: what a person does with it, on this machine, without its sources.

    python3 -m installer.smoke dist/urvc/urvc [--only NAME ...] [--root FOLDER --user NAME] [--pictures FOLDER]

Needs Xvfb and PulseAudio, and nothing but the standard library. With --root the program runs inside that system (chroot), as that user;
display and sound server stay outside. Prints a line a step; the exit status is 1 if one failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "data" / "smoke"
PITCH_MODEL = ROOT / "tests" / "data" / "reference" / "rmvpe.pt"
RECORDING = ROOT / "resources" / "audio" / "demo.flac"
PATIENCE_S = 120.0
DISPLAY_SIZE = "1366x768x24"
EMPTY_PICTURE_BYTES = 20_000
VOICE_FILE = "Ann.pth"


class SmokeError(Exception):
    """What was not as it should be."""


@dataclass
class Frozen:
    """The program in its surroundings. folder: a folder that it may write to (settings, voices, files)."""

    program: str
    folder: Path
    environment: dict[str, str]
    root: Path | None = None
    user: str = ""
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, *arguments: str, fails: bool = False, without: Sequence[str] = (), program: str = "") -> subprocess.CompletedProcess[str]:
        """One command to its end. Raises SmokeError where it ends otherwise than said, or with a traceback."""
        command = self._command(program or self.program, arguments, without)
        ended = subprocess.run(
            command, env=self._outside(without), cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
        said = f"{' '.join(arguments)}: exit status {ended.returncode}\n{ended.stdout[-2000:]}{ended.stderr[-3000:]}"
        if (ended.returncode != 0) != fails or "Traceback" in ended.stdout + ended.stderr:
            raise SmokeError(said)
        return ended

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """One command that goes on; its output is one stream."""
        process = subprocess.Popen(
            self._command(self.program, arguments, ()),
            env=self._outside(()),
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def end(self, process: subprocess.Popen[str]) -> str:
        """Ends it politely and returns what it said."""
        for one in family(process.pid)[:1] if self.root is None else family(process.pid):
            os.kill(one, signal.SIGTERM)
        try:
            said, _ = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            raise SmokeError(f"did not end when asked to: {said[-2000:]}") from None
        if "Traceback" in said:
            raise SmokeError(said[-3000:])
        return said

    def inside(self, path: Path) -> str:
        """A path as the program sees it."""
        return str(path) if self.root is None else "/" + str(path.relative_to(self.root))

    def _command(self, program: str, arguments: Sequence[str], without: Sequence[str]) -> list[str]:
        if self.root is None:
            return [program, *arguments]
        kept = [f"{name}={value}" for name, value in self.environment.items() if name not in without]
        enter = ["chroot", f"--userspec={self.user}", str(self.root), "env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", *kept]
        return [*enter, "sh", "-c", f'cd "{self.inside(self.folder)}" && exec "$0" "$@"', program, *arguments]

    def _outside(self, without: Sequence[str]) -> dict[str, str]:
        kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return kept | {name: value for name, value in self.environment.items() if name not in without}


def step_version(frozen: Frozen) -> str:
    said = frozen.run("--version").stdout.strip()
    if not said.startswith("urvc ") or not said[5:6].isdigit():
        raise SmokeError(f"--version says {said!r}")
    return said


def step_help(frozen: Frozen) -> str:
    missing = [word for word in ("live", "convert", "voices", "devices") if word not in frozen.run("help").stdout]
    if missing:
        raise SmokeError(f"help names no {missing}")
    return "names the commands"


def step_selfcheck(frozen: Frozen) -> str:
    return json.dumps(_checked(frozen.run("--selfcheck").stdout))


def step_selfcheck_without_display(frozen: Frozen) -> str:
    return json.dumps(_checked(frozen.run("--selfcheck", without=("DISPLAY",)).stdout))


def _checked(said: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    if "error" in record or record["dropouts"] is None:
        raise SmokeError(said)
    return record


def step_import(frozen: Frozen) -> str:
    samples = frozen.folder / "samples"
    shutil.copytree(SAMPLES, samples, dirs_exist_ok=True)
    shutil.copyfile(PITCH_MODEL, samples / PITCH_MODEL.name)
    open_to_all(samples)
    for name, called in (("pytorch_model.bin", ["--as", "contentvec"]), (PITCH_MODEL.name, [])):
        frozen.run("foundation", "add", frozen.inside(samples / name), *called)
    frozen.run("voices", "add", frozen.inside(samples / VOICE_FILE))
    voices = json.loads(frozen.run("voices", "list", "--json").stdout)
    own = [one["id"] for one in _listed(voices) if one.get("kind") == "rvc"]
    if not own:
        raise SmokeError(f"no RVC voice in {voices}")
    return str(own[0])


def _listed(voices: Any) -> list[dict[str, Any]]:
    return list(voices["voices"] if isinstance(voices, dict) else voices)


def step_convert(frozen: Frozen) -> str:
    source = frozen.folder / "in.flac"
    shutil.copyfile(RECORDING, source)
    open_to_all(source)
    voice = _own_voice(frozen)
    sizes = []
    for name, spoken in (("robot.wav", "robot"), ("own.wav", voice)):
        frozen.run("convert", "in.flac", name, "--voice", spoken)
        sizes.append((frozen.folder / name).stat().st_size)
    if min(sizes) < 300_000:
        raise SmokeError(f"too short: {sizes}")
    return f"{sizes} bytes"


def step_studio(frozen: Frozen) -> str:
    """A text spoken, a song taken apart, a neural voice: networks that come with the program, and no library says a word."""
    song = frozen.folder / "song.flac"
    shutil.copyfile(RECORDING, song)
    open_to_all(song)
    ended = [
        frozen.run("studio", "speak", "Good morning to all of you.", "-v", "robot", "-o", "spoken.wav"),
        frozen.run("studio", "separate", "song.flac", "-o", "stems"),
        frozen.run("convert", "song.flac", "neural.wav", "--voice", "clara"),
        frozen.run("studio", "analyse", "song.flac"),
    ]
    said = "".join(one.stdout + one.stderr for one in ended)
    if "onnxruntime" in said:
        raise SmokeError(said)
    sizes = [(frozen.folder / name).stat().st_size for name in ("spoken.wav", "neural.wav")]
    if min(sizes) < 100_000 or len(list((frozen.folder / "stems").iterdir())) != 2:
        raise SmokeError(f"{sizes} bytes, {list(frozen.folder.iterdir())}")
    return f"{sizes} bytes, two stems"


def _own_voice(frozen: Frozen) -> str:
    return next(str(one["id"]) for one in _listed(json.loads(frozen.run("voices", "list", "--json").stdout)) if one.get("kind") == "rvc")


def step_hostile(frozen: Frozen) -> str:
    bad = frozen.folder / "bad.pth"
    bad.write_bytes(b"\x80\x02cposix\nsystem\nq\x00X\x0f\x00\x00\x00touch HACKED.txtq\x01\x85q\x02Rq\x03.")
    open_to_all(bad)
    ended = frozen.run("voices", "add", "bad.pth", fails=True)
    if (frozen.folder / "HACKED.txt").exists():
        raise SmokeError("the program ran what was in the file")
    return (ended.stdout + ended.stderr).strip().splitlines()[-1][:100]


def step_live(frozen: Frozen) -> str:
    said = frozen.run(
        *("live", "--voice", _own_voice(frozen), "--input", "mic.monitor", "--output", "out", "--hop", "200", "--seconds", "6", "--json")
    ).stdout
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    if not any(one.get("type") == "telemetry" for one in events):
        raise SmokeError(said[-2000:])
    return f"{len(events)} events"


def step_first_run(frozen: Frozen) -> str:
    """The window as it comes the very first time; its settings are written, and then say what the next step needs."""
    window = frozen.start()
    until(lambda: engine_of(window), "the engine does not start")
    _photograph(frozen, "first-run.png")
    frozen.end(window)
    path = _settings(frozen)
    if not path.is_file():
        raise SmokeError("no settings were written")
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["preferences"]["control_enabled"] = settings["first_run_done"] = True
    settings["engine"] |= {"input": "mic.monitor", "output": "out"}
    path.write_text(json.dumps(settings), encoding="utf-8")
    return str(frozen.inside(path))


def step_window(frozen: Frozen) -> str:
    """The window comes, answers on the control channel, speaks; its engine is killed and comes back; a second start shows the first."""
    window = frozen.start()
    state = until(lambda: _steered(frozen, "status"), "the control channel does not answer")
    _photograph(frozen, "window.png")
    _steered(frozen, "on")
    until(lambda: _is_live(frozen), "the voice does not start")
    first = engine_of(window)
    os.kill(first, signal.SIGKILL)
    until(lambda: engine_of(window) not in (0, first), "the engine does not come back")
    until(lambda: _is_live(frozen), "the voice does not come back")
    _photograph(frozen, "live.png")
    frozen.run()  # a second one: shows the first and ends
    if window.poll() is not None:
        raise SmokeError("the second instance ended the first one")
    frozen.end(window)
    return f"state at the start: {str(state)[:80]}"


def _is_live(frozen: Frozen) -> bool:
    return (_steered(frozen, "status") or {}).get("state") == "live"


def _settings(frozen: Frozen) -> Path:
    return frozen.folder / "home" / ".config" / "urvc" / "settings.json"


def _steered(frozen: Frozen, word: str) -> dict[str, Any] | None:
    """What `urvc ctl WORD` answers, None while nothing listens."""
    try:
        said = frozen.run("ctl", word, "--json").stdout
    except SmokeError as error:
        if "Traceback" in str(error):
            raise
        return None
    record = json.loads(said.strip().splitlines()[-1])
    status: dict[str, Any] = record["status"]
    return status


def step_inside(frozen: Frozen) -> str:
    """Files that others use: the script that OBS runs, translations, licences."""
    inside = program_folder(frozen) / "_internal" / "resources"
    wanted = ("obs/urvc.py", "translations/urvc_ko.qm", "licences.json", "licences.txt", "voices/builtin.toml")
    missing = [name for name in wanted if not (inside / name).is_file()]
    if missing:
        raise SmokeError(f"not inside: {missing}")
    return f"{len(json.loads((inside / 'licences.json').read_text(encoding='utf-8')))} licences"


def step_elsewhere(frozen: Frozen) -> str:
    """From a folder that cannot be written to, under a name with spaces and letters of other alphabets; without HOME."""
    if frozen.root is not None:
        return "skipped: installed where it belongs"
    there = frozen.folder / "Meine Stimme 목소리" / "urvc"
    shutil.copytree(program_folder(frozen), there, symlinks=True)
    for path in (there, *there.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        said = frozen.run("--selfcheck", program=str(there / "urvc")).stdout
        _checked(said)
        frozen.run("voices", "list", without=("HOME",), program=str(there / "urvc"))
    finally:
        for path in (there, *there.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(there.parent)
    return "speaks"


STEPS: dict[str, Callable[[Frozen], str]] = {
    "version": step_version,
    "help": step_help,
    "inside": step_inside,
    "selfcheck": step_selfcheck,
    "selfcheck without a display": step_selfcheck_without_display,
    "import": step_import,
    "convert": step_convert,
    "studio": step_studio,
    "hostile file": step_hostile,
    "live": step_live,
    "first run": step_first_run,
    "window": step_window,
    "elsewhere": step_elsewhere,
}


def program_folder(frozen: Frozen) -> Path:
    """Where the executable lies, seen from outside."""
    path = Path(frozen.program) if frozen.root is None else frozen.root / frozen.program.lstrip("/")
    if path.is_symlink() and frozen.root is not None:
        path = path.parent / path.readlink()
    return path.resolve().parent


def family(pid: int) -> list[int]:
    """A process and what it has started, outermost first."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(word) for word in task.read_text(encoding="utf-8").split()]
    return found


def engine_of(window: subprocess.Popen[str]) -> int:
    """The process that speaks, 0 where there is none."""
    for pid in family(window.pid):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"engine" in words and b"--role" in words and b"chroot" not in words[0] and words[0] != b"sh":
            return pid
    return 0


def until(true: Callable[[], Any], otherwise: str) -> Any:
    """Asks until the answer is not empty. Raises SmokeError after PATIENCE_S."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        found = true()
        if found:
            return found
        time.sleep(0.2)
    raise SmokeError(otherwise)


def open_to_all(path: Path) -> None:
    """Another user's program reads and writes it."""
    for one in (path, *(path.rglob("*") if path.is_dir() else ())):
        one.chmod(0o777 if one.is_dir() else 0o666)


def _photograph(frozen: Frozen, name: str) -> None:
    """Waits until there is something on the screen. Without ImageMagick nothing is looked at."""
    picture = Path(frozen.environment.get("URVC_SMOKE_PICTURES", "") or frozen.folder) / name
    if shutil.which("import") is None:
        return
    command = ["import", "-window", "root", "-display", frozen.environment["DISPLAY"], str(picture)]

    def is_drawn() -> bool:
        subprocess.run(command, check=False, capture_output=True, timeout=30)
        return picture.exists() and picture.stat().st_size > EMPTY_PICTURE_BYTES

    until(is_drawn, "nothing is drawn")


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """An X server without a screen."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", DISPLAY_SIZE, "-nolisten", "tcp", "-noreset", "-ac"]
    server = subprocess.Popen(command, pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield {"DISPLAY": f":{number.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


@contextmanager
def sound(folder: Path, seen: Callable[[Path], str]) -> Iterator[dict[str, str]]:
    """A PulseAudio with the null sinks `mic` and `out`, its socket in `folder`; seen: a path as the program sees it."""
    socket = folder / "pulse.sock"
    lines = [f"load-module module-native-protocol-unix auth-anonymous=1 socket={socket}"]
    lines += [f"load-module module-null-sink sink_name={name} rate=48000" for name in ("mic", "out")]
    script = folder / "start.pa"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    home = folder / "pulse"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PULSE_RUNTIME_PATH": str(home)}
    command = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--log-level=error"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    reader: subprocess.Popen[bytes] | None = None
    try:
        until(socket.exists, "PulseAudio does not start")
        socket.chmod(0o777)
        words = ["parec", f"--server=unix:{socket}", "--device=out.monitor", "--raw"]
        reader = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # a sink that nobody reads idles
        yield {"PULSE_SERVER": f"unix:{seen(socket)}"}
    finally:
        for process in (reader, server):
            if process is not None:
                process.terminate()
                process.wait()


def main(arguments: Sequence[str]) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(prog="smoke", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--root", type=Path)
    parser.add_argument("--user", default="")
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args(arguments)
    program = chosen.program if chosen.root else str(Path(chosen.program).resolve())
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="urvc-smoke-", dir=chosen.root / "tmp" if chosen.root else None))
        )
        folder.chmod(0o777)
        frozen = Frozen(program, folder, {}, chosen.root, chosen.user)
        home = folder / "home"
        home.mkdir()
        open_to_all(home)
        frozen.environment = {"HOME": frozen.inside(home), "QT_LOGGING_RULES": "*.debug=false"}
        frozen.environment |= stack.enter_context(display()) | stack.enter_context(sound(folder, frozen.inside))
        if chosen.pictures:
            chosen.pictures.mkdir(parents=True, exist_ok=True)
            frozen.environment["URVC_SMOKE_PICTURES"] = str(chosen.pictures.resolve())
        return run_steps(frozen, chosen.only)


def run_steps(frozen: Frozen, only: Sequence[str]) -> int:
    """Every step, or those named; 0 if all went well and nothing was written into the program's folder."""
    before = contents_of(program_folder(frozen))
    failed = []
    for name, step in STEPS.items():
        if only and name not in only:
            continue
        started_s = time.monotonic()
        try:
            said = step(frozen)
        except (SmokeError, OSError, ValueError, KeyError, StopIteration, subprocess.TimeoutExpired) as error:
            failed.append(name)
            said = f"FAILED: {error}"
        print(f"{name} ({time.monotonic() - started_s:.1f} s): {said}", flush=True)
    for process in frozen.running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    if contents_of(program_folder(frozen)) != before:
        failed.append("the program wrote into its own folder")
    print("all well" if not failed else f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def contents_of(folder: Path) -> list[tuple[str, int, int]]:
    """Every file with size and time."""
    return [(str(path), path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
