"""`urvc obs`: the voice in OBS Studio by one command, with lips and sound together; and everything undone by another."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.commands.obs_follow import Following, follow_obs
from app.console import console, report, reported, say_json
from app.control.client import ControlClient
from app.errors import AppError
from app.obs.client import PORT, ObsAddress, ObsClient
from app.obs.errors import ObsError
from app.obs.lipsync import LipSync, Method, clear_lip_sync, is_going_out, set_lip_sync
from app.obs.microphone import microphone_name
from app.obs.password import forget_password, keep_password, kept_password
from app.obs.scenes import parse_scene_voices
from app.obs.setup import ObsSetup, SetUp, our_source, raw_microphones, set_up
from app.obs.undo import undo_setup
from app.options import Json, at_least

obs = typer.Typer(help="The voice in OBS Studio (28 or newer).", no_args_is_help=True, rich_markup_mode=None)

Host = Annotated[str, typer.Option("--host", help="Where OBS runs.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of OBS's WebSocket server (Tools > WebSocket Server Settings).")]
Scene = Annotated[str, typer.Option("--scene", help="Scene that gets the voice (default: the current one).")]
MuteRaw = Annotated[bool, typer.Option("--mute-raw", help="Mute the other microphones in OBS, which would double the voice.")]
Delay = Annotated[
    float | None, typer.Option("--delay", parser=at_least(0), help="Delay of the voice in ms (default: what the running program says).")
]
LipSyncBy = Annotated[
    str, typer.Option("--lip-sync", help="audio: OBS takes the voice earlier; video: it delays the camera; none: neither.")
]
Cameras = Annotated[list[str] | None, typer.Option("--camera", help="With video: source to delay (repeat; default: all cameras).")]
Microphone = Annotated[str, typer.Option("--microphone", help="Name of the virtual microphone (default: found).")]
Voices = Annotated[list[str] | None, typer.Option("--voice", help="Voice for a scene: SCENE=VOICE (repeat).")]
LOCAL = "127.0.0.1"
MOMENTS, MOMENT_S = 11, 0.1
METHODS: dict[str, Method | None] = {"audio": "audio", "video": "video", "none": None}


@obs.command()
def setup(
    host: Host = LOCAL,
    port: Port = PORT,
    scene: Scene = "",
    mute_raw: MuteRaw = False,
    delay_ms: Delay = None,
    lip_sync: LipSyncBy = "audio",
    camera: Cameras = None,
    microphone: Microphone = "",
    as_json: Json = False,
) -> None:
    """Makes OBS hear the voice: an audio source for the virtual microphone, and lips and voice at one time."""
    with reported(as_json):
        method = _method(lip_sync)
        wanted = ObsSetup(microphone or microphone_name(), scene, mute_raw)
        with connected(ObsAddress(host, port), as_json) as client:
            done = set_up(client, wanted)
            latency_ms = running_latency_ms() if delay_ms is None else delay_ms
            synced = None
            if method is not None and latency_ms:
                synced = set_lip_sync(client, done.source, latency_ms, method, camera or ())
        say_set_up(done, synced, method, as_json)


@obs.command()
def status(host: Host = LOCAL, port: Port = PORT, microphone: Microphone = "", as_json: Json = False) -> None:
    """Says how OBS hears the voice."""
    with reported(as_json), connected(ObsAddress(host, port), as_json) as client:
        found = _look(client, ObsSetup(microphone or microphone_name()))
        if as_json:
            say_json({"type": "obs_status", **found})
        else:
            _say_status(found)


@obs.command()
def undo(host: Host = LOCAL, port: Port = PORT, as_json: Json = False) -> None:
    """Takes back what `urvc obs setup` has done."""
    with reported(as_json), connected(ObsAddress(host, port), as_json) as client:
        synced = clear_lip_sync(client)
        undone = undo_setup(client)
        if as_json:
            say_json({"type": "obs_undone", "lip_sync": synced, "removed": undone.created, "unmuted": undone.muted})
            return
        for text, names in (("Removed", undone.created), ("Unmuted", undone.muted), ("Lip-sync undone", ("OBS",) if synced else ())):
            if names:
                console.print(f"{text}: {', '.join(names)}", soft_wrap=True)
        if not (synced or undone.created or undone.muted):
            console.print("There was nothing to undo.")


@obs.command()
def follow(
    host: Host = LOCAL,
    port: Port = PORT,
    lip_sync: LipSyncBy = "audio",
    camera: Cameras = None,
    voice: Voices = None,
    microphone: Microphone = "",
    as_json: Json = False,
) -> None:
    """Stays with OBS until Ctrl+C: keeps the lip-sync, shows OBS's level, changes the voice with the scene (needs urvc live --control)."""
    with reported(as_json):
        address = ObsAddress(host, port)
        try:
            voices = parse_scene_voices(voice or [])
        except ValueError as error:
            raise AppError("obs.pair", "read --voice", str(error)) from None
        with connected(address, as_json):
            pass  # asks for the password once, while somebody looks
        following = Following(address, ObsSetup(microphone or microphone_name()), _method(lip_sync), tuple(camera or ()), voices)
        follow_obs(following, as_json)


@contextmanager
def connected(address: ObsAddress, as_json: bool) -> Iterator[ObsClient]:
    """A connection; a password that is missing or wrong is asked for, where a person sits at the terminal, and kept in the keyring."""
    client = _connect(address, as_json)
    try:
        yield client
    finally:
        client.close()


def running_latency_ms() -> float | None:
    """The measured delay of the program that runs, where it is open to others (urvc live --control, or the window): the middle of some
    moments, because it follows the devices."""
    told = []
    try:
        client = ControlClient()
        for _ in range(MOMENTS):
            told.append(float(client.ask("status")["status"]["latency_ms"]))
            time.sleep(MOMENT_S)
    except AppError:
        return None
    return statistics.median(told) or None


def say_set_up(done: SetUp, synced: LipSync | None, method: Method | None, as_json: bool) -> None:
    """What has been done, and what is left to the user."""
    if as_json:
        say_json({"type": "obs_set_up", **asdict(done), "lip_sync": None if synced is None else asdict(synced)})
        return
    _say(f'OBS hears the voice: source "{done.source}" in the scene "{done.scene}".')
    for name in done.muted:
        _say(f'Muted: "{name}".')
    for name in done.raw:
        _say(f'"{name}" is heard beside it, with your own voice. Mute it with: urvc obs setup --mute-raw')
    if synced is not None:
        how = "OBS takes it so much earlier" if synced.method == "audio" else f"OBS delays {', '.join(synced.cameras)} by as much"
        _say(f"The voice comes {synced.latency_ms:.0f} ms after your lips; {how}.")
    elif method is not None:
        _say("The lip-sync was not set: no running program told its delay. Start urvc live --control, or give --delay.")


def _connect(address: ObsAddress, as_json: bool) -> ObsClient:
    password, asked = kept_password(address), False
    while True:
        client = ObsClient(address, password)
        try:
            client.connect()
        except ObsError as error:
            if error.code != "obs.password" or as_json or not sys.stdin.isatty():
                raise
            if password and not asked:
                forget_password(address)
            if asked:
                report(error.code, error.doing, error.subject, error.facts, as_json)
            password, asked = typer.prompt(f"Password of OBS at {address}", hide_input=True), True
            continue
        if asked and not keep_password(address, password):
            _say("This system has no keyring: the password will be asked for each time.")
        return client


def _look(client: ObsClient, wanted: ObsSetup) -> dict[str, Any]:
    version = client.call("GetVersion")
    found: dict[str, Any] = {"obs": version["obsVersion"], "websocket": version["obsWebSocketVersion"]}
    found["scene"] = client.call("GetSceneList")["currentProgramSceneName"]
    found["going_out"] = is_going_out(client)
    try:
        source = our_source(client, wanted)
    except ObsError as error:
        if error.code != "obs.no_microphone":
            raise
        return found | {"microphone": "", "source": "", "raw": list(raw_microphones(client, ""))}
    found |= {"microphone": wanted.microphone, "source": source or "", "raw": list(raw_microphones(client, source or ""))}
    if source is not None:
        found["muted"] = client.call("GetInputMute", inputName=source)["inputMuted"]
        found["offset_ms"] = client.call("GetInputAudioSyncOffset", inputName=source)["inputAudioSyncOffset"]
    return found


def _say_status(found: dict[str, Any]) -> None:
    _say(f'OBS {found["obs"]}, scene "{found["scene"]}"' + (", streaming or recording" if found["going_out"] else ""))
    if found["source"]:
        _say(f'hears the voice at "{found["source"]}", {found["offset_ms"]:+d} ms' + (", muted!" if found["muted"] else ""))
    elif found["microphone"]:
        _say("does not hear the voice yet: urvc obs setup")
    else:
        _say("does not see the virtual microphone: start the voice first (urvc live)")
    for name in found["raw"]:
        _say(f'also hears "{name}"')


def _method(word: str) -> Method | None:
    if word not in METHODS:
        raise AppError("config.choice", "change a setting", "lip-sync", {"got": word, "choices": list(METHODS)})
    return METHODS[word]


def _say(text: str) -> None:
    console.print(text, soft_wrap=True)
