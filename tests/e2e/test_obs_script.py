"""The script in a real OBS Studio: it loads when OBS starts, switches the voice of a real `urvc live`, and takes OBS's hotkeys."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.obs import ROOT, Namespace, Obs, Remote, missing_packages
from tests.e2e.programs import need
from tests.e2e.pulse import PulseServer

SCRIPT = ROOT / "resources/obs/urvc.py"
WAIT_S = 60.0
DIALOG = f"""
import importlib.util
import obspython as obs
spec = importlib.util.spec_from_file_location("urvc_again", {str(SCRIPT)!r})
urvc = importlib.util.module_from_spec(spec)
spec.loader.exec_module(urvc)

def script_load(settings):
    script = urvc.Script()
    obs.obs_data_set_string(settings, "voice", "robot")
    script._settings, script.link.voices = settings, [("giant", "Giant")]
    props = script.properties()
    voices, status = obs.obs_properties_get(props, "voice"), obs.obs_properties_get(props, "status")
    choices = [obs.obs_property_list_item_string(voices, n) for n in range(obs.obs_property_list_item_count(voices))]
    obs.script_log(obs.LOG_INFO, str(choices) + " " + obs.obs_property_description(status))
    obs.obs_properties_destroy(props)
"""


@pytest.fixture
def obs(tmp_path: Path, pulse: PulseServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Obs]:
    """An OBS that has not been started yet, with the script in its scene collection."""
    need(missing_packages(), root=True)
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path / "data"))
    namespace = Namespace()
    made = Obs(tmp_path, namespace)
    try:
        yield made
    finally:
        made.close()
        namespace.close()


def list_script(obs: Obs, **settings: str) -> None:
    """Puts the script into OBS's scene collection, as its Scripts window would, and one that opens its dialog."""
    dialog = obs.folder / "dialog.py"
    dialog.write_text(DIALOG, encoding="utf-8")
    collection = {
        "name": "Test",
        "current_scene": "Scene",
        "current_program_scene": "Scene",
        "scene_order": [{"name": "Scene"}],
        "sources": [{"id": "scene", "name": "Scene", "settings": {"items": []}, "versioned_id": "scene"}],
        "modules": {"scripts-tool": [{"path": str(SCRIPT), "settings": settings}, {"path": str(dialog), "settings": {}}]},
    }
    scenes_file(obs).write_text(json.dumps(collection), encoding="utf-8")


def scenes_file(obs: Obs) -> Path:
    return obs.folder / "home/.config/obs-studio/basic/scenes/Test.json"


class Program:
    """`urvc live --control` beside OBS, and the events that it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event, past or to come, that fits."""
        with self._news:
            assert self._news.wait_for(lambda: any(map(fits, self.events)), WAIT_S), self.events[-3:]
            return next(event for event in self.events if fits(event))

    def close(self) -> None:
        self.process.kill()
        self._reader.join()
        self.process.communicate()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.events.append(json.loads(line))
                self._news.notify_all()


@contextmanager
def speaking(obs: Obs) -> Iterator[Program]:
    devices = ("--input", "mic.monitor", "--output", "out", "--no-virtual-microphone")
    program = Program(obs.urvc("live", *devices, "--voice", "robot", "--control", "--json"))
    try:
        program.wait_for(lambda event: event.get("type") == "control")
        yield program
    finally:
        program.close()


def press(remote: Remote, hotkey: str) -> None:
    """As if the user had pressed its keys."""
    remote.call("TriggerHotkeyByName", hotkeyName=hotkey)


def until_logged(obs: Obs, text: str) -> None:
    """Returns when OBS's log has `text` in it."""
    deadline_s = time.monotonic() + WAIT_S
    while text not in obs.log():
        assert time.monotonic() < deadline_s, obs.log()
        time.sleep(0.05)


@pytest.mark.slow
def test_the_script_loads_with_obs_and_steers_the_voice(obs: Obs) -> None:
    list_script(obs, start_voice="giant", favourite_1="child")
    with speaking(obs) as program, obs:
        assert program.wait_for(lambda event: event["type"] == "voice")["voice"] == "giant"
        until_logged(obs, "urvc.py] On: Giant\n")
        with Remote(obs) as remote:
            registered = set(remote.call("GetHotkeyList")["hotkeys"])
            assert {"urvc.on", "urvc.bypass", "urvc.mute", "urvc.next", "urvc.previous", "urvc.voice_1"} <= registered
            assert {"urvc.talk", "urvc.monitor"} <= registered  # the second is one that the program has told
            assert not {"urvc.quit", "urvc.undo"} & registered
            press(remote, "urvc.mute")
            assert program.wait_for(lambda event: event["type"] == "params")["params"]["muted"]
            press(remote, "urvc.voice_1")
            program.wait_for(lambda event: event["type"] == "voice" and event["voice"] == "child")
            until_logged(obs, "urvc.py] On: Child, muted\n")
            press(remote, "urvc.on")
            assert program.wait_for(lambda event: event["type"] == "stopped")["reason"] == "asked"
            until_logged(obs, "urvc.py] Off: Child, muted\n")
        obs.close()
    log = obs.log()
    assert "dialog.py] ['', 'giant', 'robot'] URVC is not running" in log
    assert "Traceback" not in log
    assert "memory leaks: 0" in log
    saved = json.loads(scenes_file(obs).read_text(encoding="utf-8"))["modules"]["scripts-tool"]
    assert Path(saved[0]["path"]) == SCRIPT
    assert saved[0]["settings"]["voice"] == "child"
    assert "urvc.mute" in saved[0]["settings"]
