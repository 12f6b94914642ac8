"""Lips and voice at one time: the voice comes `latency_ms` after the lips, because the engine needs that long.

Two ways. "audio": OBS is told to take our source so much earlier (a negative sync offset); it holds everything else back inside itself, so
the camera, the game and its sound stay as they are. "video": a delay filter on each camera, for delays that OBS cannot take back, or where
other microphones must not wait. Both are noted in OBS and undone by `clear_lip_sync`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.obs.client import ObsCalls
from app.obs.errors import NOT_FOUND, ObsError
from app.obs.setup import reopen
from app.obs.undo import ObsChanges, attempt, read_changes, write_changes

Method = Literal["audio", "video"]

FILTER = "URVC lip-sync"
CAMERA_KINDS = ("v4l2_input", "dshow_input", "av_capture_input", "av_capture_input_v2", "macos-avcapture", "pipewire-camera-source")
MOST_EARLIER_MS = 950
"""OBS's own bound for a negative offset."""
MOST_RENDER_DELAY_MS = 500
MOST_CAMERA_DELAY_MS = 20_000
WORTH_MS = 10.0
"""Smaller changes of the delay are not worth a jump in the sound."""


@dataclass(frozen=True, slots=True)
class LipSync:
    """What is in force: our source taken `latency_ms` earlier ("audio"), or `cameras` delayed by that ("video")."""

    method: Method
    latency_ms: float
    source: str
    cameras: tuple[str, ...] = ()


def set_lip_sync(obs: ObsCalls, source: str, latency_ms: float, method: Method = "audio", cameras: Sequence[str] = ()) -> LipSync:
    """Brings lips and voice together; what another method did before is undone. `cameras`: the sources to delay (default: all cameras).

    Raises ObsError `obs.too_late` (more than the method can do; facts: `most_ms`) or `obs.no_camera`.
    """
    delay_ms = max(0, round(latency_ms))
    if method == "audio":
        _check(delay_ms, MOST_EARLIER_MS)
        changes = _without_filters(obs, read_changes(obs))
        if source not in changes.offsets_ms:
            before = float(obs.call("GetInputAudioSyncOffset", inputName=source)["inputAudioSyncOffset"])
            changes = replace(changes, offsets_ms={**changes.offsets_ms, source: before})
        write_changes(obs, changes)
        _set_offset(obs, source, -delay_ms)
        return LipSync(method, delay_ms, source)
    chosen = tuple(cameras) or find_cameras(obs)
    if not chosen:
        raise ObsError("obs.no_camera", "delay the camera", source)
    changes = _without_offsets(obs, read_changes(obs))
    write_changes(obs, replace(changes, filters=(*changes.filters, *(name for name in chosen if name not in changes.filters))))
    for camera in chosen:
        _delay(obs, camera, delay_ms)
    return LipSync(method, delay_ms, source, chosen)


def clear_lip_sync(obs: ObsCalls) -> bool:
    """Puts offsets and cameras back as they were; says whether there was anything to undo."""
    before = read_changes(obs)
    changes = _without_offsets(obs, _without_filters(obs, before))
    if changes != before:
        write_changes(obs, changes)
    return changes != before


def find_cameras(obs: ObsCalls) -> tuple[str, ...]:
    """The video capture devices of the scene collection."""
    inputs = obs.call("GetInputList")["inputs"]
    return tuple(str(i["inputName"]) for i in inputs if i["unversionedInputKind"] in CAMERA_KINDS or i["inputKind"] in CAMERA_KINDS)


def is_going_out(obs: ObsCalls) -> bool:
    """Whether OBS streams or records: then nothing is changed without asking."""
    return any(bool(obs.call(request)["outputActive"]) for request in ("GetStreamStatus", "GetRecordStatus"))


def _set_offset(obs: ObsCalls, source: str, offset_ms: int) -> None:
    """OBS (libobs, up to 30 at least) takes up a first offset, after none, only when the sound begins anew."""
    before_ms = obs.call("GetInputAudioSyncOffset", inputName=source)["inputAudioSyncOffset"]
    obs.call("SetInputAudioSyncOffset", inputName=source, inputAudioSyncOffset=offset_ms)
    if before_ms == 0 and offset_ms != 0:
        reopen(obs, source)


def _delay(obs: ObsCalls, camera: str, delay_ms: int) -> None:
    kind, most_ms = _delay_kind(obs, camera)
    _check(delay_ms, most_ms)
    settings: dict[str, Any] = {"delay_ms": delay_ms}
    try:
        obs.call("SetSourceFilterSettings", sourceName=camera, filterName=FILTER, filterSettings=settings)
    except ObsError as error:
        if error.status != NOT_FOUND:
            raise
        obs.call("CreateSourceFilter", sourceName=camera, filterName=FILTER, filterKind=kind, filterSettings=settings)


def _delay_kind(obs: ObsCalls, camera: str) -> tuple[str, int]:
    """OBS delays cameras (asynchronous video) by one filter, everything that it draws itself by another."""
    kinds = {str(i["inputName"]): str(i["unversionedInputKind"]) for i in obs.call("GetInputList")["inputs"]}
    if kinds.get(camera) in CAMERA_KINDS:
        return "async_delay_filter", MOST_CAMERA_DELAY_MS
    return "gpu_delay", MOST_RENDER_DELAY_MS


def _check(delay_ms: int, most_ms: int) -> None:
    if delay_ms > most_ms:
        raise ObsError("obs.too_late", "set the lip-sync", f"{delay_ms} ms", {"most_ms": most_ms})


def _without_filters(obs: ObsCalls, changes: ObsChanges) -> ObsChanges:
    for name in changes.filters:
        attempt(obs, "RemoveSourceFilter", sourceName=name, filterName=FILTER)
    return replace(changes, filters=())


def _without_offsets(obs: ObsCalls, changes: ObsChanges) -> ObsChanges:
    for name, before_ms in changes.offsets_ms.items():
        attempt(obs, "SetInputAudioSyncOffset", inputName=name, inputAudioSyncOffset=round(before_ms))
    return replace(changes, offsets_ms={})


class LatencyFollower:
    """Keeps the lip-sync at the latency that the engine has, but never while OBS streams or records: then the change waits, and is told."""

    def __init__(self, source: str, method: Method = "audio", cameras: Sequence[str] = ()) -> None:
        self.source, self._method, self._cameras = source, method, tuple(cameras)
        self.set_ms: float | None = None
        """What is in force; None before the first."""
        self.waiting_ms: float | None = None
        """What would be, once OBS is idle or the user says so."""

    def follow(self, obs: ObsCalls, latency_ms: float, asked: bool = False) -> LipSync | None:
        """What was set, if anything was. `asked`: the user wants it now, streaming or not. Raises ObsError."""
        if self.set_ms is not None and abs(latency_ms - self.set_ms) < WORTH_MS:
            self.waiting_ms = None
            return None
        if not asked and is_going_out(obs):
            self.waiting_ms = latency_ms
            return None
        done = set_lip_sync(obs, self.source, latency_ms, self._method, self._cameras)
        self.set_ms, self.waiting_ms = latency_ms, None
        return done

    def forget(self) -> None:
        """OBS has started anew: what is in force there is not known."""
        self.set_ms = None
