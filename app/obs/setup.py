"""The audio source in OBS that hears our virtual microphone: found or made, in the scene that the user wants.

Doing it twice changes nothing. OBS is asked for its device ids; they are never guessed.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Any

from app.obs.client import ObsCalls
from app.obs.errors import EXISTS, NOT_FOUND, ObsError
from app.obs.undo import read_changes, write_changes

SOURCE = "URVC"
MICROPHONE_KINDS = ("pulse_input_capture", "wasapi_input_capture", "coreaudio_input_capture")
PROCESS_KIND = "wasapi_process_output_capture"
"""Windows: the sound of one program, without any cable."""
NOWHERE = "urvc-looks-for-its-device"
"""No device's id, for a source that asks for the devices or lets go of its own: it must not hear somebody's raw microphone meanwhile (and
OBS 29 can crash in libpulse when a stream ends right after it began)."""
DEVICE_PROPERTIES = frozenset({"device_id", "window"})
NAMES_TRIED = 20


@dataclass(frozen=True, slots=True)
class ObsSetup:
    """`microphone` is the name of the virtual microphone; `program` (Windows) that of our own executable, captured instead. An empty
    scene is the current one. `mute_raw` mutes the raw microphones, which would double the voice."""

    microphone: str
    scene: str = ""
    mute_raw: bool = False
    program: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """How it is now: `source` hears us in `scene`; `raw` names the raw microphones that are still heard beside it."""

    scene: str
    source: str
    created: bool
    raw: tuple[str, ...]
    muted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Binding:
    """The kind of source and the value of its device that mean us."""

    kind: str
    device: str
    value: str


def set_up(obs: ObsCalls, wanted: ObsSetup) -> SetUp:
    """Makes OBS hear the voice in the scene.

    Raises ObsError `obs.no_scene` (facts: `known`, `nearest`), `obs.no_microphone` where OBS does not see the virtual microphone, and what
    the calls raise.
    """
    scene = choose_scene(obs, wanted.scene)
    kind, device = _kind(obs, wanted)
    there = _inputs(obs, kind)
    # OBS tells its devices only of a source that exists: the first one asks for itself.
    asked = there[0] if there else _create(obs, scene, kind, {device: NOWHERE}, enabled=False)
    try:
        binding = _binding(obs, wanted, kind, device, asked)
    except ObsError:
        if not there:
            obs.call("RemoveInput", inputName=asked)
        raise
    source = find_source(obs, binding) if there else asked
    if source is None:
        source = _create(obs, scene, kind, {device: binding.value}, enabled=True)
    elif not there:
        obs.call("SetInputSettings", inputName=source, inputSettings={device: binding.value})
    created = not there or source not in there
    if created:
        changes = read_changes(obs)
        write_changes(obs, replace(changes, created=(*changes.created, source)))
    _put_into(obs, scene, source)
    raw = raw_microphones(obs, source)
    muted = mute_raw(obs, raw) if wanted.mute_raw else ()
    return SetUp(scene, source, created, tuple(name for name in raw if name not in muted), muted)


def choose_scene(obs: ObsCalls, wanted: str) -> str:
    """The scene of that name, or the current one."""
    listed = obs.call("GetSceneList")
    if not wanted:
        return str(listed["currentProgramSceneName"])
    known = [str(scene["sceneName"]) for scene in listed["scenes"]]
    if wanted not in known:
        facts = {"known": known, "nearest": difflib.get_close_matches(wanted, known, n=2, cutoff=0.4)}
        raise ObsError("obs.no_scene", "find the scene", wanted, facts)
    return wanted


def our_source(obs: ObsCalls, wanted: ObsSetup) -> str | None:
    """The name of the source that hears us, if there is one. Raises ObsError `obs.no_microphone` where OBS does not see our microphone."""
    kind, device = _kind(obs, wanted)
    there = _inputs(obs, kind)
    return find_source(obs, _binding(obs, wanted, kind, device, there[0])) if there else None


def rebind(obs: ObsCalls, wanted: ObsSetup) -> str | None:
    """Makes our source open its device anew: OBS does not by itself when a device that had gone is back. Returns the source's name."""
    source = our_source(obs, wanted)
    if source is not None:
        reopen(obs, source)
    return source


def reopen(obs: ObsCalls, source: str) -> None:
    """Makes an audio capture open its device anew; it is silent for about half a second, and hears nobody meanwhile."""
    settings = _settings(obs, source)
    for device in DEVICE_PROPERTIES & set(settings):
        for value in (NOWHERE, settings[device]):
            obs.call("SetInputSettings", inputName=source, inputSettings={device: value})


def mute_raw(obs: ObsCalls, names: tuple[str, ...]) -> tuple[str, ...]:
    """Mutes them, and notes it for `undo_setup`."""
    changes = read_changes(obs)
    write_changes(obs, replace(changes, muted=(*changes.muted, *(name for name in names if name not in changes.muted))))
    for name in names:
        obs.call("SetInputMute", inputName=name, inputMuted=True)
    return names


def find_source(obs: ObsCalls, binding: _Binding) -> str | None:
    """The input that is bound to us, whatever it is called."""
    for name in _inputs(obs, binding.kind):
        if _settings(obs, name).get(binding.device) == binding.value:
            return name
    return None


def _kind(obs: ObsCalls, wanted: ObsSetup) -> tuple[str, str]:
    """The kind of source that hears us on OBS's system, and the property that names its device."""
    kinds = [str(kind) for kind in obs.call("GetInputKindList", unversioned=True)["inputKinds"]]
    if wanted.program and PROCESS_KIND in kinds:
        return PROCESS_KIND, "window"
    for kind in MICROPHONE_KINDS:
        if kind in kinds:
            return kind, "device_id"
    raise ObsError("obs.no_microphone", "find OBS's audio capture", wanted.microphone, {"known": kinds})


def _binding(obs: ObsCalls, wanted: ObsSetup, kind: str, device: str, asked: str) -> _Binding:
    """The device that means us, of those that OBS offers to the source `asked`."""
    items = _items(obs, asked, device)
    for item in items:
        name = str(item["itemName"]).casefold()
        if wanted.microphone.casefold() == name or (kind == PROCESS_KIND and wanted.program.casefold() in name):
            return _Binding(kind, device, str(item["itemValue"]))
    known = [str(item["itemName"]) for item in items]
    raise ObsError("obs.no_microphone", "find the virtual microphone in OBS", wanted.microphone, {"known": known})


def _items(obs: ObsCalls, source: str, device: str) -> list[dict[str, Any]]:
    return list(obs.call("GetInputPropertiesListPropertyItems", inputName=source, propertyName=device)["propertyItems"])


def _create(obs: ObsCalls, scene: str, kind: str, settings: dict[str, str], enabled: bool) -> str:
    """Makes it under the first free name and returns that."""
    for number in range(1, NAMES_TRIED):
        name = SOURCE if number == 1 else f"{SOURCE} {number}"
        try:
            obs.call("CreateInput", sceneName=scene, inputName=name, inputKind=kind, inputSettings=settings, sceneItemEnabled=enabled)
        except ObsError as error:
            if error.status != EXISTS:
                raise
            continue
        return name
    raise ObsError("obs.refused", "make the source", SOURCE, {"request": "CreateInput", "comment": "all names are taken"})


def _put_into(obs: ObsCalls, scene: str, source: str) -> None:
    """The source in the scene, and switched on there."""
    try:
        item = obs.call("GetSceneItemId", sceneName=scene, sourceName=source)["sceneItemId"]
    except ObsError as error:
        if error.status != NOT_FOUND:
            raise
        obs.call("CreateSceneItem", sceneName=scene, sourceName=source, sceneItemEnabled=True)
        return
    obs.call("SetSceneItemEnabled", sceneName=scene, sceneItemId=item, sceneItemEnabled=True)


def raw_microphones(obs: ObsCalls, ours: str) -> tuple[str, ...]:
    """The other microphones that are heard: with them the voice would come twice."""
    names = [name for kind in MICROPHONE_KINDS for name in _inputs(obs, kind) if name != ours]
    return tuple(name for name in names if not obs.call("GetInputMute", inputName=name)["inputMuted"])


def _inputs(obs: ObsCalls, kind: str) -> list[str]:
    """By unversioned kind: OBS numbers some."""
    return [str(i["inputName"]) for i in obs.call("GetInputList")["inputs"] if kind in (i["inputKind"], i["unversionedInputKind"])]


def _settings(obs: ObsCalls, source: str) -> dict[str, Any]:
    return dict(obs.call("GetInputSettings", inputName=source)["inputSettings"])
