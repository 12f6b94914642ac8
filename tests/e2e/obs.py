"""A real OBS Studio for tests: under Xvfb, with a configuration of its own, in a network namespace of its own.

OBS's WebSocket server listens on every interface, therefore the namespace; clients go in through `inside`. Needs root (or the right to make
namespaces).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAMS = {"obs": "obs-studio", "Xvfb": "xvfb", "unshare": "util-linux", "nsenter": "util-linux", "ip": "iproute2", "ffmpeg": "ffmpeg"}
ROOT = Path(__file__).resolve().parents[2]
PORT = 4455
PASSWORD = "correct horse"
FPS = 60
LISTENS = """
import socket, time
while True:
    try:
        socket.create_connection(("127.0.0.1", {port}), 1).close()
        break
    except OSError:
        time.sleep(0.05)
"""
GLOBAL = """[General]
FirstRun=true
EnableAutoUpdates=false
[Basic]
Profile=Test
ProfileDir=Test
SceneCollection=Test
SceneCollectionFile=Test
ConfigOnNewProfile=false
[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort={port}
AlertsEnabled=false
AuthRequired=true
ServerPassword={password}
"""
PROFILE = """[General]
Name=Test
[Output]
Mode=Simple
[SimpleOutput]
FilePath={folder}
RecFormat=mkv
RecQuality=Small
RecEncoder=x264
Preset=ultrafast
[Video]
BaseCX=320
BaseCY=180
OutputCX=320
OutputCY=180
FPSType=1
FPSInt={fps}
[Audio]
SampleRate=48000
ChannelSetup=Stereo
"""

COLLECTION = {
    "name": "Test",
    "current_scene": "Scene",
    "scene_order": [{"name": "Scene"}],
    "sources": [{"id": "scene", "name": "Scene", "settings": {}}],
    "DesktopAudioDevice1": {"id": "pulse_output_capture", "name": "Desktop Audio", "settings": {"device_id": "default"}},
}
"""Without one OBS makes it from the devices it finds: with a microphone of its own when ours is there before OBS has started."""


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not here."""
    return sorted({package for program, package in PROGRAMS.items() if shutil.which(program) is None})


class Namespace:
    """A network of its own with a loopback device, held by a process that sleeps."""

    def __init__(self) -> None:
        script = "ip link set lo up && echo up && exec sleep infinity"
        self._holder = subprocess.Popen(["unshare", "--net", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "up\n", self._holder.communicate()

    def inside(self, *command: str) -> list[str]:
        """The command line that runs `command` there."""
        return ["nsenter", "--target", str(self._holder.pid), "--net", *command]

    def close(self) -> None:
        self._holder.kill()
        self._holder.communicate()


class Remote:
    """A client of OBS for the test itself; start it when OBS runs, and anew when OBS has started anew."""

    def __init__(self, obs: Obs, password: str = PASSWORD) -> None:
        command = obs.namespace.inside(sys.executable, "-m", "tests.e2e.obs_remote", password)
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n", obs.log()

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate(timeout=20)

    def call(self, request: str, **data: Any) -> dict[str, Any]:
        """The answer of OBS."""
        answer: dict[str, Any] = self._ask(request, data)["data"]
        return answer

    def call_at(self, request: str, **data: Any) -> float:
        """When it was sent, by `time.monotonic`."""
        return float(self._ask(request, data)["sent_s"])

    def _ask(self, request: str, data: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"request": request, "data": data}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "error" not in answer, (request, data, answer)
        return answer


class Obs:
    """One OBS with its configuration in `folder`, hearing the sound server that the environment names. `start` and `kill` at will."""

    def __init__(self, folder: Path, namespace: Namespace, password: str = PASSWORD) -> None:
        self.folder, self.namespace = folder, namespace
        self.recordings = folder / "recordings"
        self._config = folder / "home/.config/obs-studio"
        self._log = folder / "obs.log"
        self._screen: subprocess.Popen[bytes] | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._write_configuration(password)

    def __enter__(self) -> Obs:
        try:
            self._start_screen()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Starts the program; its server answers a moment later."""
        command = self.namespace.inside("obs", "--multi", "--disable-updater", "--minimize-to-tray")
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def wait_until_it_listens(self) -> None:
        """Returns when the server of a program that has just been started can be reached."""
        subprocess.run(self.namespace.inside(sys.executable, "-c", LISTENS.format(port=PORT)), check=True, timeout=60)

    def kill(self) -> None:
        """As a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._screen is not None:
            self._screen.kill()
            self._screen.wait()

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def urvc(self, *arguments: str, password: str = PASSWORD, **more: Any) -> subprocess.Popen[str]:
        """The program itself, there."""
        command = self.namespace.inside(sys.executable, "-m", "app", *arguments)
        environment = {**self._clients(), "URVC_OBS_PASSWORD": password}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT, **more)

    def _clients(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT)}

    def _environment(self) -> dict[str, str]:
        more = {"HOME": str(self.folder / "home"), "LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb", "DISPLAY": self._display}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_CONFIG"))}
        return {**kept, **more}

    def _write_configuration(self, password: str) -> None:
        profile = self._config / "basic/profiles/Test"
        for folder in (profile, self._config / "basic/scenes", self.recordings):
            folder.mkdir(parents=True)
        (self._config / "global.ini").write_text(GLOBAL.format(port=PORT, password=password), encoding="utf-8")
        (self._config / "basic/scenes/Test.json").write_text(json.dumps(COLLECTION), encoding="utf-8")
        (profile / "basic.ini").write_text(PROFILE.format(folder=self.recordings, fps=FPS), encoding="utf-8")

    def _start_screen(self) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
        with (self.folder / "xvfb.log").open("wb") as log:
            self._screen = subprocess.Popen(command, pass_fds=[write], stdout=log, stderr=log)
        os.close(write)
        with os.fdopen(read) as number:
            self._display = f":{number.readline().strip()}"
