"""The script that OBS runs, against a real control channel. Of OBS itself there is only what the script registers with (tests/e2e has the
real one)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from app.control.server import ControlServer
from models.places import data_dir
from tests.app.control.conftest import Open
from tests.app.control.remembering import Remembering
from tests.app.threads import left_of

SCRIPT = Path(__file__).resolve().parents[3] / "resources/obs/urvc.py"
WAIT_S = 10.0
Settings = dict[str, Any]


@dataclass
class FakeObs:
    """What the script hands to OBS, kept by name; settings are plain dicts, hotkey data plain lists."""

    hotkeys: dict[str, Callable[[bool], None]] = field(default_factory=dict)
    keys: dict[int, list[str]] = field(default_factory=dict)
    timers: list[Callable[[], None]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    released: int = 0

    def module(self) -> ModuleType:
        made = ModuleType("obspython")
        for name in dir(self):
            if name.startswith(("obs_", "timer_", "script_")):
                setattr(made, name, getattr(self, name))
        for constant in ("LOG_INFO", "OBS_TEXT_DEFAULT", "OBS_TEXT_INFO", "OBS_COMBO_TYPE_LIST", "OBS_COMBO_FORMAT_STRING"):
            setattr(made, constant, constant)
        return made

    def obs_hotkey_register_frontend(self, name: str, text: str, callback: Callable[[bool], None]) -> int:
        assert text.startswith("URVC: ")
        assert isinstance(callback, FunctionType)  # OBS takes nothing else, and says nothing
        self.hotkeys[name] = callback
        return len(self.hotkeys)

    def obs_hotkey_load(self, hotkey: int, keys: list[str]) -> None:
        self.keys[hotkey] = list(keys)

    def obs_hotkey_save(self, hotkey: int) -> list[str]:
        return self.keys[hotkey]

    def obs_data_get_array(self, settings: Settings, name: str) -> list[str]:
        return list(settings.get(name, []))

    def obs_data_set_array(self, settings: Settings, name: str, keys: list[str]) -> None:
        settings[name] = keys

    def obs_data_array_release(self, keys: list[str]) -> None:
        self.released += 1

    def obs_data_get_string(self, settings: Settings, name: str) -> str:
        return str(settings.get(name, ""))

    def obs_data_set_string(self, settings: Settings, name: str, text: str) -> None:
        settings[name] = text

    def timer_add(self, callback: Callable[[], None], ms: int) -> None:
        self.timers.append(callback)

    def timer_remove(self, callback: Callable[[], None]) -> None:
        self.timers.remove(callback)

    def script_log(self, level: str, text: str) -> None:
        self.log.append(text)

    def obs_properties_create(self) -> dict[str, dict[str, Any]]:
        return {}

    def obs_properties_add_text(self, props: dict[str, Any], name: str, text: str, kind: str) -> None:
        props[name] = {"text": text}

    def obs_properties_add_list(self, props: dict[str, Any], name: str, text: str, kind: str, form: str) -> None:
        props[name] = {"text": text, "choices": []}

    def obs_properties_add_button(self, props: dict[str, Any], name: str, text: str, callback: Callable[[Any, Any], bool]) -> None:
        props[name] = {"text": text, "callback": callback}

    def obs_properties_get(self, props: dict[str, Any], name: str) -> Any:
        return props[name]

    def obs_property_set_description(self, prop: dict[str, Any], text: str) -> None:
        prop["text"] = text

    def obs_property_list_clear(self, prop: dict[str, Any]) -> None:
        prop["choices"] = []

    def obs_property_list_add_string(self, prop: dict[str, Any], text: str, value: str) -> None:
        prop["choices"].append(value)


class Loaded:
    """The script in its fake OBS: its functions, and what OBS would do."""

    def __init__(self, settings: Settings) -> None:
        self.obs, self.settings = FakeObs(), settings
        spec = importlib.util.spec_from_file_location("urvc_in_obs", SCRIPT)
        assert spec is not None
        assert spec.loader is not None
        self.module: Any = importlib.util.module_from_spec(spec)
        sys.modules["obspython"] = self.obs.module()
        try:
            spec.loader.exec_module(self.module)
        finally:
            del sys.modules["obspython"]
        self.module.script_load(settings)
        self.module.script_update(settings)

    def press(self, name: str) -> None:
        self.obs.hotkeys[name](True)
        self.obs.hotkeys[name](False)

    def until_logged(self, part: str) -> str:
        """Lets OBS's timer run until the log's newest line has `part` in it."""
        turn = threading.Event()
        for _ in range(round(WAIT_S / 0.02)):
            self.obs.timers[0]()
            if self.obs.log and part in self.obs.log[-1]:
                return self.obs.log[-1]
            turn.wait(0.02)
        raise AssertionError(self.obs.log)


@pytest.fixture
def load() -> Iterator[Callable[[Settings], Loaded]]:
    before, loaded = set(threading.enumerate()), []

    def run(settings: Settings) -> Loaded:
        loaded.append(Loaded(settings))
        return loaded[-1]

    yield run
    for script in loaded:
        script.module.script_unload()
        assert not script.obs.timers
    new = set(threading.enumerate()) - before
    assert not left_of(thread for thread in new if thread.name.startswith("urvc-w") or thread.name == "urvc-change")


@pytest.fixture
def near(channel: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The channel where the script looks for it."""
    monkeypatch.setenv("URVC_DATA_DIR", str(channel.folder))
    return channel


def test_status_switches_and_voices(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({})
    assert script.until_logged("Robot") == "On: Robot"
    script.press("urvc.mute")
    assert script.until_logged("muted") == "On: Robot, muted"
    script.press("urvc.bypass")
    assert script.until_logged("bypass") == "On: Robot, bypass, muted"
    script.press("urvc.on")
    assert script.until_logged("Off") == "Off: Robot, bypass, muted"
    script.press("urvc.next")
    script.until_logged("Giant")
    script.press("urvc.previous")
    script.until_logged("Robot")
    assert near.steering.status().muted
    assert script.settings["voice"] == "robot"


def test_what_is_held_and_what_only_this_program_can_do(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({"urvc.undo": ["OBS_KEY_Z"]})
    script.until_logged("Robot")
    script.obs.hotkeys["urvc.talk"](False)
    script.until_logged("muted")
    script.obs.hotkeys["urvc.talk"](True)
    near.wait_until(lambda status: not status.muted)
    assert "urvc.record" not in script.obs.hotkeys  # not offered
    assert "urvc.quit" not in script.obs.hotkeys
    script.press("urvc.undo")
    script.press("urvc.monitor")
    props = script.module.script_properties()
    assert {"on", "bypass", "mute", "monitor", "undo"} <= set(props)
    assert not {"talk", "next", "quit"} & set(props)
    saved: Settings = {}
    script.module.script_save(saved)
    assert saved["urvc.undo"] == ["OBS_KEY_Z"]
    near.wait_until(lambda status: status.monitor)
    assert near.steering.done == ["undo"]


def test_what_changes_elsewhere_is_shown(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({})
    script.until_logged("Robot")
    near.steering.select_voice("giant")
    script.until_logged("Giant")
    assert script.settings["voice"] == "giant"
    script.module.script_update(script.settings)  # OBS tells the script of its own change: nothing is asked
    near.steering.select_voice("robot")
    script.until_logged("Robot")


def test_the_dialog(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({"favourite_1": "gone"})
    script.until_logged("Robot")
    props = script.module.script_properties()
    assert props["status"]["text"].startswith("On: Robot\nDelay ")
    assert props["voice"]["choices"] == ["", "robot", "giant"]  # not the one whose model is missing
    assert props["favourite_1"]["choices"] == ["", "robot", "giant", "gone"]
    script.settings["voice"] = "giant"
    script.module.script_update(script.settings)
    script.until_logged("Giant")
    assert props["bypass"]["callback"](props, None) is False
    script.until_logged("bypass")
    assert props["refresh"]["callback"](props, None) is True
    assert "Giant, bypass" in props["status"]["text"]


def test_favourites_on_hotkeys(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({"favourite_2": "giant"})
    script.until_logged("Robot")
    script.press("urvc.voice_1")
    script.press("urvc.voice_2")
    script.until_logged("Giant")


def test_the_voice_when_obs_starts(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({"start_voice": "giant", "voice": "robot"})
    script.until_logged("Giant")
    script.press("urvc.next")
    script.until_logged("Robot")


def test_a_voice_that_has_gone_is_said(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({"start_voice": "gigant"})
    assert "giant" in script.until_logged("There is no voice")


def test_hotkeys_are_kept(near: Open, load: Callable[[Settings], Loaded]) -> None:
    first = load({"urvc.mute": ["OBS_KEY_M"]})
    saved: Settings = {}
    first.module.script_save(saved)
    assert saved["urvc.mute"] == ["OBS_KEY_M"]
    assert set(saved) == set(first.obs.hotkeys)
    assert first.obs.released == 2 * len(first.obs.hotkeys)


def test_the_program_comes_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable[[Settings], Loaded]) -> None:
    monkeypatch.setenv("URVC_DATA_DIR", str(tmp_path))
    script = load({"start_voice": "giant", "favourite_1": "robot"})
    assert "urvc live --control" in script.until_logged("not running")
    script.press("urvc.voice_1")
    script.press("urvc.next")
    props = script.module.script_properties()
    assert props["voice"]["choices"] == [""]
    with ControlServer(Remembering(), 0, tmp_path):
        script.until_logged("On: ")
    script.until_logged("not running")


def test_mute_does_not_wait_for_a_voice_and_nothing_waits_in_obs(near: Open, load: Callable[[Settings], Loaded]) -> None:
    script = load({})
    script.until_logged("Robot")
    near.steering.released.clear()
    script.press("urvc.next")
    near.steering.wait_for_waiting(1)
    script.press("urvc.mute")
    near.steering.wait_for_waiting(2)
    script.module.script_properties()
    # The fixture now unloads the script while both are still waiting for their answers.


def test_it_looks_where_the_program_keeps_its_files(monkeypatch: pytest.MonkeyPatch, load: Callable[[Settings], Loaded]) -> None:
    module = load({}).module
    places: list[dict[str, str]] = [{"URVC_DATA_DIR": "/tmp/moved"}, {"XDG_DATA_HOME": "/tmp/xdg"}, {"XDG_DATA_HOME": ""}, {}]
    for place in places:
        monkeypatch.delenv("URVC_DATA_DIR", raising=False)
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        for name, value in place.items():
            monkeypatch.setenv(name, value)
        assert module.data_dir() == data_dir()


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, types, importlib.util as u\n"
        "sys.modules['obspython'] = types.ModuleType('obspython')\n"
        f"spec = u.spec_from_file_location('urvc', {str(SCRIPT)!r}); module = u.module_from_spec(spec); spec.loader.exec_module(module)\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(loaded - set(sys.stdlib_module_names) - {'obspython', '__main__'}))\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == ""
