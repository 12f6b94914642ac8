"""What was changed in OBS, kept in OBS itself (its persistent data), so that it can be undone after a crash of either program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.obs.client import ObsCalls
from app.obs.errors import ObsError

REALM = "OBS_WEBSOCKET_DATA_REALM_GLOBAL"
SLOT = "urvc"


@dataclass(frozen=True, slots=True)
class ObsChanges:
    """`created` and `muted` name inputs, `offsets_ms` the audio offsets that inputs had before, `filters` the sources that got a delay."""

    created: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    offsets_ms: Mapping[str, float] = field(default_factory=dict)
    filters: tuple[str, ...] = ()


def read_changes(obs: ObsCalls) -> ObsChanges:
    """What has been noted; nothing where nothing, or nothing readable, is."""
    text = obs.call("GetPersistentData", realm=REALM, slotName=SLOT).get("slotValue")
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        return ObsChanges()
    offsets = value.get("offsets_ms")
    numbers = {str(k): float(v) for k, v in offsets.items() if isinstance(v, int | float)} if isinstance(offsets, dict) else {}
    return ObsChanges(_names(value.get("created")), _names(value.get("muted")), numbers, _names(value.get("filters")))


def write_changes(obs: ObsCalls, changes: ObsChanges) -> None:
    """Notes what has been done; before doing it, so that a crash between leaves too much rather than too little."""
    value = {
        "created": list(changes.created),
        "muted": list(changes.muted),
        "offsets_ms": dict(changes.offsets_ms),
        "filters": list(changes.filters),
    }
    # As ASCII text: obs-websocket 5.1 mangles anything else that it keeps.
    obs.call("SetPersistentData", realm=REALM, slotName=SLOT, slotValue=json.dumps(value))


def renamed(changes: ObsChanges, before: str, after: str) -> ObsChanges:
    """The same, after an input or source has got another name."""

    def new(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(after if name == before else name for name in names)

    offsets = {after if name == before else name: ms for name, ms in changes.offsets_ms.items()}
    return ObsChanges(new(changes.created), new(changes.muted), offsets, new(changes.filters))


def undo_setup(obs: ObsCalls) -> ObsChanges:
    """Unmutes what was muted and removes the inputs that were made; what is not there any more is passed over. Returns what it undid.

    The lip-sync is undone by `clear_lip_sync`.
    """
    changes = read_changes(obs)
    for name in changes.muted:
        attempt(obs, "SetInputMute", inputName=name, inputMuted=False)
    for name in changes.created:
        _remove(obs, name)
    write_changes(obs, replace(changes, created=(), muted=()))
    return changes


def _remove(obs: ObsCalls, name: str) -> None:
    """The input, and first its place in every scene: OBS clears those of a scene only when it shows that scene, and keeps the input until
    then."""
    for scene in obs.call("GetSceneList")["scenes"]:
        items = obs.call("GetSceneItemList", sceneName=scene["sceneName"])["sceneItems"]
        for item in items:
            if item["sourceName"] == name:
                attempt(obs, "RemoveSceneItem", sceneName=scene["sceneName"], sceneItemId=item["sceneItemId"])
    attempt(obs, "RemoveInput", inputName=name)


def attempt(obs: ObsCalls, request: str, **data: Any) -> bool:
    """Carries out a request whose object may have been removed by hand; says whether OBS did it."""
    try:
        obs.call(request, **data)
    except ObsError as error:
        if error.code != "obs.refused":
            raise
        return False
    return True


def _names(value: object) -> tuple[str, ...]:
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, list) else ()
