"""The voice in a real OBS Studio: from a fresh configuration to a recording, and whatever happens to OBS meanwhile.

Everything of ours runs inside OBS's network namespace. Needs root and Debian's packages; without them these tests are not run.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.e2e.obs import PASSWORD, ROOT, Namespace, Obs, Remote, missing_packages
from tests.e2e.programs import need
from tests.e2e.pulse import PulseServer
from tests.e2e.pulse import missing_packages as pulse_packages
from tests.e2e.recorded import RATE_HZ, clicks, flashes, track
from tests.e2e.speech import speech
from tests.e2e.test_devices import tone
from tests.e2e.test_live import median_shift_st

pytestmark = pytest.mark.programs
LIVE = ("live", "--json", "--control", "--voice", "deeper", "--gate", "-90", "--hop", "20", "--margin", "30")
"""Roomy: these tests are about what OBS makes of the sound, not about how soon it comes."""
EMOJI = "🎮 Spiel & Spaß = 1"
N_CLAPS = 12
CLICK_EVERY_S = 0.7
RECORDINGS = 6
IN_TIME_MS = 20.0
BACK_S = 5.0


class Program:
    """One of our programs with its JSON lines."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, fits: Callable[[dict[str, Any]], bool], after: int = 0, timeout_s: float = 60.0) -> dict[str, Any]:
        """The first line from number `after` on, past or to come, that fits."""
        with self._news:
            self._news.wait_for(lambda: any(map(fits, self.lines[after:])) or not self._reader.is_alive(), timeout_s)
            found = [line for line in self.lines[after:] if fits(line)]
        assert found, self.lines[-3:]
        return found[0]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(2)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self._reader.join()
            for stream in (self.process.stdout, self.process.stderr):
                if stream is not None:
                    stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.lines.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


@dataclass(frozen=True)
class Stage:
    """Sound server, OBS and `urvc live`, which all tests here share: starting them is most of the time. Tests put back what they change."""

    pulse: PulseServer
    obs: Obs
    live: Program
    remote: Remote


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A fresh OBS beside a sound server, the voice live; our own data in a folder of the tests."""
    need([*missing_packages(), *pulse_packages()], root=True)
    folder = tmp_path_factory.mktemp("obs")
    with pytest.MonkeyPatch.context() as patch, PulseServer() as pulse, ExitStack() as ends:
        for name, value in {**pulse.environment, "URVC_DATA_DIR": str(folder / "data")}.items():
            patch.setenv(name, value)
        pulse.pactl("set-default-source", "mic.monitor")
        pulse.pactl("set-default-sink", "out")  # which is what OBS takes for the desktop's sound
        namespace = Namespace()
        ends.callback(namespace.close)
        obs = ends.enter_context(Obs(folder, namespace))
        live = ends.enter_context(running(obs, *LIVE))
        live.wait_for(lambda line: line["type"] == "telemetry" and line["seconds"] > 1.0)
        yield Stage(pulse, obs, live, ends.enter_context(Remote(obs)))


@pytest.fixture
def clear(stage: Stage) -> Stage:
    """What goes in comes out, at the same delay: sounds that can be measured. Whatever was set up in OBS is undone."""
    steer(stage.obs, "bypass", "on")
    urvc_obs(stage.obs, "undo")
    return stage


@contextmanager
def running(obs: Obs, *arguments: str) -> Iterator[Program]:
    program = Program(obs.urvc(*arguments, stdin=subprocess.DEVNULL))
    try:
        yield program
    finally:
        program.end()


def steer(obs: Obs, *arguments: str) -> None:
    """`urvc ctl`."""
    process = obs.urvc("ctl", *arguments, stdin=subprocess.DEVNULL)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err


def urvc_obs(obs: Obs, *arguments: str, status: int = 0, password: str = PASSWORD) -> dict[str, Any]:
    """What `urvc obs ... --json` says."""
    process = obs.urvc("obs", *arguments, "--json", password=password, stdin=subprocess.DEVNULL)
    out, err = process.communicate(timeout=60)
    assert obs.process is not None
    assert process.returncode == status, f"{out}{err}OBS itself: {obs.process.poll()} (None runs, negative: a signal ended it)"
    assert "Traceback" not in err
    said: dict[str, Any] = json.loads(out.splitlines()[-1])
    return said


def record(remote: Remote, during: Callable[[], None]) -> Path:
    remote.call("StartRecord")
    during()
    path = Path(remote.call("StopRecord")["outputPath"])
    deadline_s = time.monotonic() + 20
    while remote.call("GetRecordStatus")["outputActive"] and time.monotonic() < deadline_s:
        time.sleep(0.02)
    return path


def test_from_a_fresh_obs_to_a_recorded_voice_by_one_command(stage: Stage) -> None:
    said, obs, pulse, remote, live = speech(3.0), stage.obs, stage.pulse, stage.remote, stage.live
    done = urvc_obs(obs, "setup", "--mute-raw")
    assert (done["scene"], done["created"], done["raw"]) == ("Scene", True, [])
    assert done["lip_sync"]["latency_ms"] > 10

    def speak() -> None:
        time.sleep(0.5)  # OBS's first moments
        pulse.play("mic", said)
        time.sleep(0.5)  # what is still on its way

    heard = track(record(remote, speak))
    pitch_st = live.wait_for(lambda line: line["type"] == "started")["params"]["pitch_st"]
    assert pitch_st < -3
    assert median_shift_st(said, heard) == pytest.approx(pitch_st, abs=0.5)
    assert np.std(heard) * len(heard) ** 0.5 == pytest.approx(np.std(said) * len(said) ** 0.5, rel=0.5)


@pytest.mark.thorough  # needs a machine with nothing else to do: OBS stamps late what it reads late
def test_lips_and_voice_come_together(clear: Stage) -> None:
    """A clapper: flashes in front of the camera, clicks into the microphone; in the file they lie as they did in the room.

    OBS stamps the first sound of a source with the time at which it came to read it, and goes by that for as long as the source runs: a
    machine that stalls then makes the voice late by what it stalled. Such recordings are made again, with the source begun anew.
    """
    obs, pulse, remote = clear.obs, clear.pulse, clear.remote
    urvc_obs(obs, "setup", "--mute-raw", "--lip-sync", "none")
    assert apart_ms(pulse, remote, lambda ms: ms > 2 * IN_TIME_MS)[-1] > 2 * IN_TIME_MS, "the voice is late without it"

    def in_time(ms: float) -> bool:
        if abs(ms) > IN_TIME_MS:
            urvc_obs(obs, "undo")
            urvc_obs(obs, "setup", "--mute-raw")
        return abs(ms) <= IN_TIME_MS

    urvc_obs(obs, "setup")
    measured_ms = apart_ms(pulse, remote, in_time)
    assert abs(measured_ms[-1]) <= IN_TIME_MS, measured_ms


def apart_ms(pulse: PulseServer, remote: Remote, enough: Callable[[float], bool]) -> list[float]:
    """How much later than the picture the sound is, against the room, in recordings made until one is `enough`, or RECORDINGS of them."""
    measured_ms: list[float] = []
    for _ in range(RECORDINGS):
        measured_ms.append(1000 * float(np.median(clapped_s(pulse, remote))))
        if enough(measured_ms[-1]):
            break
    return measured_ms


def clapped_s(pulse: PulseServer, remote: Remote) -> NDArray[np.float64]:
    """The same for each click of one recording, in s."""
    white = {"color": 0xFFFF_FFFF, "width": 320, "height": 180}
    made = {"sceneName": "Scene", "inputName": "Flash", "inputKind": "color_source_v3", "inputSettings": white, "sceneItemEnabled": False}
    item = {"sceneName": "Scene", "sceneItemId": remote.call("CreateInput", **made)["sceneItemId"]}
    flashed_s: list[float] = []

    def clap() -> None:
        time.sleep(1.0)
        for _ in range(N_CLAPS):
            flashed_s.append(remote.call_at("SetSceneItemEnabled", sceneItemEnabled=True, **item))
            time.sleep(0.1 + 0.1 * random.random())
            remote.call("SetSceneItemEnabled", sceneItemEnabled=False, **item)
            time.sleep(0.1 + 0.1 * random.random())

    click = np.zeros(round(CLICK_EVERY_S * RATE_HZ), np.float32)
    click[:480] = 0.8 * np.sin(2 * np.pi * 2000 * np.arange(480) / RATE_HZ)
    with pulse.playing("mic", np.tile(click, 60)), pulse.recording("mic.monitor") as recorder:
        path = record(remote, clap)
    remote.call("RemoveInput", inputName="Flash")
    room = recorder.heard()
    clicked_s = room.started_s + clicks(room.samples, 0.2, CLICK_EVERY_S / 2)
    seen_s, heard_s = flashes(path), clicks(track(path), 0.1, CLICK_EVERY_S / 2)
    assert len(seen_s) == N_CLAPS
    # A flash is in the first picture after it: the least of many is how the picture lies to the clock.
    picture_s = float(np.min(seen_s - np.array(flashed_s)))
    nearest = np.argmin(np.abs(heard_s[:, None] - (clicked_s + picture_s)[None, :]), axis=1)
    return np.asarray(heard_s - clicked_s[nearest] - picture_s, np.float64)


def test_what_happens_in_obs_by_hand_is_followed(clear: Stage) -> None:
    obs, remote = clear.obs, clear.remote
    remote.call("CreateScene", sceneName=EMOJI)
    assert urvc_obs(obs, "setup", "--scene", EMOJI)["scene"] == EMOJI
    assert not urvc_obs(obs, "setup", "--scene", EMOJI)["created"]
    items = remote.call("GetSceneItemList", sceneName=EMOJI)["sceneItems"]
    assert [item["sourceName"] for item in items] == ["URVC"]
    with running(obs, "obs", "follow", "--json", "--voice", f"{EMOJI}=robot", "--voice", "Scene=giant") as follow:

        def told(**wanted: Any) -> None:
            follow.wait_for(lambda line: wanted.items() <= line.items())

        told(type="obs", scene="Scene", source="URVC")
        told(type="obs_voice", scene="Scene", voice="giant")
        remote.call("SetSceneName", sceneName=EMOJI, newSceneName="🐙")
        remote.call("SetCurrentProgramScene", sceneName="🐙")
        told(type="obs_voice", scene="🐙", voice="robot")
        remote.call("SetInputName", inputName="URVC", newInputName="Stimme")
        told(type="obs", scene="🐙", source="Stimme")
        remote.call("RemoveInput", inputName="Stimme")
        told(type="obs", scene="🐙", source="")
    assert urvc_obs(obs, "setup")["created"]
    remote.call("SetCurrentProgramScene", sceneName="Scene")
    remote.call("RemoveScene", sceneName="🐙")


FOLLOW = """
import json, sys, time
from app.obs.client import ObsAddress, ObsClient
from app.obs.lipsync import LatencyFollower, is_going_out
client = ObsClient(ObsAddress(), sys.argv[1])
client.connect()
follower = LatencyFollower(sys.argv[2])
seen = []
def follow(latency_ms, asked=False):
    follower.follow(client, latency_ms, asked)
    offset_ms = client.call("GetInputAudioSyncOffset", inputName=sys.argv[2])["inputAudioSyncOffset"]
    seen.append((offset_ms, follower.waiting_ms))
follow(100.0)
client.call("StartRecord")
while not is_going_out(client): time.sleep(0.02)
follow(102.0); follow(150.0); follow(150.0, True); follow(200.0)
client.call("StopRecord")
while is_going_out(client): time.sleep(0.02)
follow(200.0)
client.close()
print(json.dumps(seen))
"""


def test_a_new_delay_waits_while_obs_records_unless_the_user_asks(clear: Stage) -> None:
    obs = clear.obs
    source = urvc_obs(obs, "setup", "--lip-sync", "none")["source"]
    command = obs.namespace.inside(sys.executable, "-c", FOLLOW, PASSWORD, source)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[-100, None], [-100, None], [-100, 150.0], [-150, None], [-150, 200.0], [-200, None]]


def test_leaving_undoes_the_lip_sync(clear: Stage) -> None:
    obs, remote = clear.obs, clear.remote
    source = urvc_obs(obs, "setup")["source"]
    with running(obs, "obs", "follow", "--json") as follow:
        follow.wait_for(lambda line: bool(line.get("lip_sync_ms")))
        assert remote.call("GetInputAudioSyncOffset", inputName=source)["inputAudioSyncOffset"] < 0
    assert remote.call("GetInputAudioSyncOffset", inputName=source)["inputAudioSyncOffset"] == 0


def test_undo_leaves_obs_as_it_was(clear: Stage) -> None:
    obs, remote = clear.obs, clear.remote
    raw = {"sceneName": "Scene", "inputName": "Mein Mikro 🎤", "inputKind": "pulse_input_capture", "inputSettings": {}}
    remote.call("CreateInput", sceneItemEnabled=True, **raw)
    before = (remote.call("GetInputList"), remote.call("GetSceneItemList", sceneName="Scene"))
    done = urvc_obs(obs, "setup", "--mute-raw", "--lip-sync", "video", "--camera", "Scene", "--delay", "90")
    assert done["muted"] == ["Mein Mikro 🎤"]
    assert remote.call("GetSourceFilterList", sourceName="Scene")["filters"][0]["filterSettings"] == {"delay_ms": 90}
    undone = urvc_obs(obs, "undo")
    assert (undone["removed"], undone["unmuted"], undone["lip_sync"]) == (["URVC"], ["Mein Mikro 🎤"], True)
    assert (remote.call("GetInputList"), remote.call("GetSceneItemList", sceneName="Scene")) == before
    assert remote.call("GetSourceFilterList", sourceName="Scene")["filters"] == []
    assert not remote.call("GetInputMute", inputName="Mein Mikro 🎤")["inputMuted"]
    remote.call("RemoveInput", inputName="Mein Mikro 🎤")


REFUSED = [
    (("status",), "wrong", "obs.password"),
    (("status", "--port", "1"), PASSWORD, "obs.not_running"),
    (("setup", "--scene", "Nope"), PASSWORD, "obs.no_scene"),
    (("setup", "--microphone", "Nobody"), PASSWORD, "obs.no_microphone"),
    (("setup", "--lip-sync", "subtitles"), PASSWORD, "config.choice"),
]


def test_what_cannot_be_done_is_explained(clear: Stage) -> None:
    obs, remote = clear.obs, clear.remote
    for arguments, password, code in REFUSED:
        error = urvc_obs(obs, *arguments, status=1, password=password)["error"]
        assert error["code"] == code
        assert PASSWORD not in json.dumps(error)
    assert "URVC" not in json.dumps(remote.call("GetInputList"))


def test_the_password_is_in_no_file_of_ours(clear: Stage) -> None:
    obs, live = clear.obs, clear.live
    urvc_obs(obs, "setup")
    assert PASSWORD not in json.dumps(live.lines)
    kept = [path for path in (obs.folder / "data").rglob("*") if path.is_file()]
    assert kept, "the program has kept something there"
    assert not [path for path in kept if PASSWORD.encode() in path.read_bytes()]


def test_the_bridge_survives_a_crash_of_obs(clear: Stage) -> None:
    """The last of these tests: the others' connection goes with it."""
    obs, pulse = clear.obs, clear.pulse
    urvc_obs(obs, "setup")
    with running(obs, "obs", "follow", "--json") as follow, pulse.playing("mic", tone(100.0)):
        follow.wait_for(lambda line: line["type"] == "obs" and line["source"] == "URVC" and line["lip_sync_ms"])
        follow.wait_for(lambda line: line["type"] == "obs_level" and line["level_db"] == pytest.approx(-12.0, abs=1.5))
        obs.kill()
        follow.wait_for(lambda line: line.get("problem") == "obs.not_running")
        before = len(follow.lines)
        obs.start()
        obs.wait_until_it_listens()
        listens_s = time.monotonic()
        follow.wait_for(lambda line: line["type"] == "obs" and line["connected"], after=before, timeout_s=30)
        assert time.monotonic() - listens_s < BACK_S
