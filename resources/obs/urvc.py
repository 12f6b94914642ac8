"""URVC inside OBS: Tools > Scripts > +, and choose this file. On and off, bypass, mute, push to talk, the voice: also on OBS hotkeys.

It talks to the running URVC over its control channel, which has to be open: the switch in URVC's settings, or `urvc live --control`.

Nothing here waits on OBS's own threads: requests are put into queues, three threads of the script carry them out, and a timer of OBS shows
what they have learnt. Only the standard library is used, because OBS brings its own Python; OBS's functions are called from OBS's threads
alone.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import obspython as obs  # type: ignore[import-not-found]

POLL_S = 1.0
SHORT_WAIT_S = 3.0
LONG_WAIT_S = 35.0
TIMER_MS = 500
VOICES_EVERY = 10
N_FAVOURITES = 4
UNCHANGED = ""
KNOWN_ACTIONS: tuple[dict[str, Any], ...] = (
    {"name": "on", "label": "on / off", "takes": "switch", "possible": True},
    {"name": "bypass", "label": "bypass", "takes": "switch", "possible": True},
    {"name": "mute", "label": "mute", "takes": "switch", "possible": True},
    {"name": "talk", "label": "push to talk", "takes": "hold", "possible": True},
    {"name": "change", "label": "push to change", "takes": "hold", "possible": True},
)
"""What every URVC can do: hotkeys exist before the program runs. What else the one that runs can do, it says itself."""
OWN_ACTIONS = ("next", "previous", "voice")
"""These the script does by itself, so that several presses in a row count."""
QUIT = "quit"
AWAY = "URVC is not running, or not open to other programs. Open it in URVC's settings, or start it with: urvc live --control"


# --- finding the program -----------------------------------------------------------------------------------------------------------------


def data_dir() -> Path:
    """Where URVC keeps what is the user's, on each system."""
    home = Path.home()
    if moved := os.environ.get("URVC_DATA_DIR"):
        return Path(moved).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "urvc"
    if sys.platform == "darwin":
        return home / "Library/Application Support/urvc"
    return Path(os.environ.get("XDG_DATA_HOME", "").strip() or home / ".local/share") / "urvc"


def find(folder: Path) -> tuple[int, str]:
    """Port and token of the program that runs. Raises Away."""
    try:
        place = json.loads((folder / "control.json").read_text(encoding="ascii"))
        token = (folder / "control-token").read_text(encoding="ascii").strip()
        if sys.platform != "win32":
            os.kill(int(place["pid"]), 0)  # what a crash left behind names a process that has gone
        return int(place["port"]), token
    except (OSError, OverflowError, ValueError, TypeError, KeyError) as error:
        raise Away from error


class Away(Exception):
    """No program to talk to."""


class Refused(Exception):
    """The program said no; the text is its own."""


class Requests:
    """One request at a time, which `abort` can end from another thread."""

    def __init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self._aborted = False

    def send(self, method: str, path: str, body: dict[str, Any] | None = None, timeout_s: float = SHORT_WAIT_S) -> dict[str, Any]:
        """The program's answer. Raises Away, Refused."""
        port, token = find(data_dir())
        self._connection = connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
        try:
            if self._aborted:
                raise Away
            payload = None if body is None else json.dumps(body)
            connection.request(method, "/v1/" + path, payload, {"Authorization": "Bearer " + token})
            answer = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Away from error
        finally:
            connection.close()
        if not isinstance(answer, dict):
            raise Away
        if "error" in answer:
            raise Refused(answer["error"]["text"])
        return answer

    def abort(self) -> None:
        """Ends the request in progress, and every later one."""
        self._aborted = True
        sock = self._connection.sock if self._connection is not None else None
        if sock is not None:
            try:
                sock.shutdown(2)
            except OSError:
                return


# --- the threads -------------------------------------------------------------------------------------------------------------------------


class Link:
    """What is known of the program, and the ways to ask something of it; no method waits."""

    def __init__(self) -> None:
        self.status: dict[str, Any] | None = None
        self.voices: list[tuple[str, str]] = []
        self.actions: list[dict[str, Any]] = list(KNOWN_ACTIONS)
        self.refusal = ""
        self.start_voice = UNCHANGED
        self._ending = threading.Event()
        self._look = threading.Event()
        self._lanes = {name: _Lane(self._told) for name in ("voice", "switch")}
        self._requests = Requests()
        self._watcher = threading.Thread(target=self._watch, name="urvc-watch", daemon=True)

    def start(self) -> None:
        self._watcher.start()
        for lane in self._lanes.values():
            lane.thread.start()

    def stop(self) -> None:
        """Ends all threads, within a moment."""
        self._ending.set()
        self._look.set()
        self._requests.abort()
        for lane in self._lanes.values():
            lane.stop()
        self._watcher.join(SHORT_WAIT_S)

    def act(self, action: dict[str, Any], down: bool = True) -> None:
        """Turns a switch over, tells both ways of what is held, and does the rest when it is pressed. Never waits behind a voice that is
        loading."""
        takes = action["takes"]
        if takes == "hold":
            self._lanes["switch"].put(action["name"], {"value": down})
        elif down:
            self._lanes["switch"].put(action["name"], {"value": "toggle"} if takes == "switch" else {})

    def choose(self, voice_id: str) -> None:
        self._lanes["voice"].put("voice", {"voice": voice_id})

    def step(self, by: int) -> None:
        """The next voice, or the one before."""
        ids = [voice_id for voice_id, _ in self.voices]
        now = self._lanes["voice"].newest or self.voice_id
        if ids:
            self.choose(ids[(ids.index(now) + by) % len(ids)] if now in ids else ids[0])

    @property
    def voice_id(self) -> str:
        return str(self.status["voice"]["id"]) if self.status else ""

    def _told(self, status: dict[str, Any] | None, refusal: str) -> None:
        if status is not None:
            self.status = status
        self.refusal = refusal
        self._look.set()

    def _watch(self) -> None:
        turn = 0
        while not self._ending.is_set():
            self._look.clear()
            try:
                self._learn(turn)
                turn += 1
            except Away:
                self.status, turn = None, 0
            except Refused as refused:
                self.status, self.refusal = None, str(refused)
            self._look.wait(POLL_S)

    def _learn(self, turn: int) -> None:
        if turn % VOICES_EVERY == 0:
            voices = self._requests.send("GET", "voices")["voices"]
            self.voices = [(voice["id"], voice["name"]) for voice in voices if voice["ready"]]
            self.actions = self._learn_actions()
        self.status = self._requests.send("GET", "status")["status"]
        if self.start_voice != UNCHANGED:
            wanted, self.start_voice = self.start_voice, UNCHANGED
            self.choose(wanted)

    def _learn_actions(self) -> list[dict[str, Any]]:
        """What the program says that it can do; an older one does not say it."""
        try:
            told = self._requests.send("GET", "actions")["actions"]
        except Refused:
            return list(KNOWN_ACTIONS)
        known = {action["name"]: action["label"] for action in KNOWN_ACTIONS}
        wanted = [action for action in told if action["possible"] and action["takes"] != "voice"]
        return [{**action, "label": known.get(action["name"], action["label"].lower())} for action in wanted]


class _Lane:
    """Changes that are carried out one after the other, in a thread of their own. `newest` is the voice that was asked for last."""

    def __init__(self, tell: Callable[[dict[str, Any] | None, str], None]) -> None:
        self._tell, self._requests = tell, Requests()
        self._wanted: queue.Queue[tuple[str, dict[str, Any]] | None] = queue.Queue()
        self.newest = ""
        self.thread = threading.Thread(target=self._run, name="urvc-change", daemon=True)

    def put(self, what: str, body: dict[str, Any]) -> None:
        self.newest = str(body.get("voice", ""))
        self._wanted.put((what, body))

    def stop(self) -> None:
        self._wanted.put(None)
        self._requests.abort()
        self.thread.join(SHORT_WAIT_S)

    def _run(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            what, body = wanted
            if what == "voice" and not self._wanted.empty():
                continue  # another has been asked for since
            try:
                self._tell(self._requests.send("POST", what, body, LONG_WAIT_S)["status"], "")
            except Away:
                self._tell(None, "")
            except Refused as refused:
                self._tell(None, str(refused))
            if self._wanted.empty():
                self.newest = ""


# --- what OBS shows ----------------------------------------------------------------------------------------------------------------------


def headline(link: Link) -> str:
    """One line for people; changes only when something has happened."""
    status = link.status
    if status is None:
        return link.refusal or AWAY
    marks = [word for word, name in (("bypass", "bypass"), ("muted", "muted")) if status[name]]
    text = ", ".join([("On: " if status["on"] else "Off: ") + status["voice"]["name"], *marks])
    trouble = link.refusal or (status["error"] or {}).get("text", "")
    return f"{text}. {trouble}" if trouble else text


def status_text(link: Link) -> str:
    """The same with the figures of the moment."""
    status = link.status
    if status is None or not status["on"]:
        return headline(link)
    return f"{headline(link)}\nDelay {status['latency_ms']:.0f} ms, load {100 * status['load']:.0f} %, {status['dropouts']} dropouts"


class Script:
    """The script as OBS sees it; every method runs on OBS's threads."""

    def __init__(self) -> None:
        self.link = Link()
        self._hotkeys: dict[str, int] = {}
        self._settings: Any = None
        self._voice = UNCHANGED
        self._favourites = [UNCHANGED] * N_FAVOURITES
        self._logged = ""

    def load(self, settings: Any) -> None:
        self._settings = settings
        self._voice = obs.obs_data_get_string(settings, "voice")
        self.link.start_voice = obs.obs_data_get_string(settings, "start_voice")
        for name, (text, action) in self._actions().items():
            self._register(name, text, action)
        self.link.start()

    def _register(self, name: str, text: str, action: Callable[[bool], None]) -> None:
        """A hotkey, with the keys of last time."""
        self._hotkeys[name] = obs.obs_hotkey_register_frontend(name, text, action)
        keys = obs.obs_data_get_array(self._settings, name)
        obs.obs_hotkey_load(self._hotkeys[name], keys)
        obs.obs_data_array_release(keys)

    def save(self, settings: Any) -> None:
        for name, hotkey in self._hotkeys.items():
            keys = obs.obs_hotkey_save(hotkey)
            obs.obs_data_set_array(settings, name, keys)
            obs.obs_data_array_release(keys)

    def update(self, settings: Any) -> None:
        """The user has changed something in the dialog (or OBS has just read it)."""
        self._favourites = [obs.obs_data_get_string(settings, f"favourite_{n}") for n in range(1, N_FAVOURITES + 1)]
        voice = obs.obs_data_get_string(settings, "voice")
        if voice not in (self._voice, UNCHANGED):
            self._voice = voice
            self.link.choose(voice)

    def tick(self) -> None:
        """Shows what has changed: in the log, and in the dialog when it is opened the next time."""
        for action in self.link.actions:  # a program that can do more than was known when OBS started
            if f"urvc.{action['name']}" not in self._hotkeys and action["name"] != QUIT:
                self._register(f"urvc.{action['name']}", f"URVC: {action['label']}", _on_key(partial(self.link.act, action)))
        text = headline(self.link)
        if text != self._logged:
            self._logged = text
            obs.script_log(obs.LOG_INFO, text)
        voice = self.link.voice_id
        if voice not in (self._voice, ""):
            self._voice = voice
            obs.obs_data_set_string(self._settings, "voice", voice)

    def properties(self) -> Any:
        props = obs.obs_properties_create()
        obs.obs_properties_add_text(props, "status", status_text(self.link), getattr(obs, "OBS_TEXT_INFO", obs.OBS_TEXT_DEFAULT))
        obs.obs_properties_add_button(props, "refresh", "Refresh", lambda props, _button: self._refresh(props))
        _add_voices(props, "voice", "Voice")
        for action in self.link.actions:
            if action["takes"] != "hold" and action["name"] not in (*OWN_ACTIONS, QUIT):
                text = action["label"][:1].upper() + action["label"][1:]
                obs.obs_properties_add_button(props, action["name"], text, _on_click(partial(self.link.act, action)))
        _add_voices(props, "start_voice", "Voice when OBS starts")
        for n in range(1, N_FAVOURITES + 1):
            _add_voices(props, f"favourite_{n}", f"Voice on hotkey {n}")
        self._refresh(props)
        return props

    def _refresh(self, props: Any) -> bool:
        obs.obs_property_set_description(obs.obs_properties_get(props, "status"), status_text(self.link))
        voices = [(UNCHANGED, "(leave as it is)"), *self.link.voices]
        for name in ("voice", "start_voice", *(f"favourite_{n}" for n in range(1, N_FAVOURITES + 1))):
            kept = obs.obs_data_get_string(self._settings, name)
            _fill(obs.obs_properties_get(props, name), voices if kept in dict(voices) else [*voices, (kept, kept)])
        return True

    def _actions(self) -> dict[str, tuple[str, Callable[[bool], None]]]:
        known = {f"urvc.{one['name']}": (f"URVC: {one['label']}", _on_key(partial(self.link.act, one))) for one in KNOWN_ACTIONS}
        actions: dict[str, tuple[str, Callable[[bool], None]]] = {
            **known,
            "urvc.next": ("URVC: next voice", _on_press(lambda: self.link.step(1))),
            "urvc.previous": ("URVC: previous voice", _on_press(lambda: self.link.step(-1))),
        }
        for n in range(N_FAVOURITES):
            actions[f"urvc.voice_{n + 1}"] = (f"URVC: voice {n + 1}", _on_press(partial(self._choose_favourite, n)))
        return actions

    def _choose_favourite(self, n: int) -> None:
        if self._favourites[n] != UNCHANGED:
            self.link.choose(self._favourites[n])


def _add_voices(props: Any, name: str, text: str) -> None:
    obs.obs_properties_add_list(props, name, text, obs.OBS_COMBO_TYPE_LIST, obs.OBS_COMBO_FORMAT_STRING)


def _fill(voices: Any, choices: list[tuple[str, str]]) -> None:
    obs.obs_property_list_clear(voices)
    for voice_id, name in choices:
        obs.obs_property_list_add_string(voices, name, voice_id)


def _on_key(action: Callable[[bool], None]) -> Callable[[bool], None]:
    """A plain function, which is all that OBS takes."""

    def changed(down: bool) -> None:
        action(down)

    return changed


def _on_press(action: Callable[[], None]) -> Callable[[bool], None]:
    def pressed(down: bool) -> None:
        if down:
            action()

    return pressed


def _on_click(action: Callable[[], None]) -> Callable[[Any, Any], bool]:
    def clicked(_props: Any, _button: Any) -> bool:
        action()
        return False

    return clicked


# --- what OBS calls, by name -------------------------------------------------------------------------------------------------------------

script = Script()


def script_description() -> str:
    return (
        "<b>URVC</b>: steers the voice changer that runs on this computer, once it is open to other programs: in its settings, or with "
        "<code>urvc live --control</code>. Hotkeys are in OBS's settings."
    )


def script_properties() -> Any:
    return script.properties()


def script_load(settings: Any) -> None:
    script.load(settings)
    obs.timer_add(tick, TIMER_MS)


def script_update(settings: Any) -> None:
    script.update(settings)


def script_save(settings: Any) -> None:
    script.save(settings)


def script_unload() -> None:
    obs.timer_remove(tick)
    script.link.stop()


def tick() -> None:
    script.tick()
