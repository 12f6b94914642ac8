"""Keeps in touch with OBS: connects again when it comes back, follows its scenes, shows its own meter of our source.

Thread: one of the bridge's own, from `start` to `close`; it makes every callback. OBS's events come through a queue.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.obs.client import CLOSED, NONSENSE, ObsAddress, ObsClient, ObsEvent
from app.obs.errors import NOT_READY, ObsError
from app.obs.lipsync import LatencyFollower, LipSync, clear_lip_sync, is_going_out
from app.obs.setup import ObsSetup, rebind
from app.obs.undo import read_changes, renamed, write_changes

log = logging.getLogger(__name__)

FIRST_RETRY_S = 0.25
LAST_RETRY_S = 1.5
METER_S = 0.05
END_S = 3.0
FLOOR_DB = -90.0
HOPELESS = ("obs.password", "obs.too_old")
"""Trying again does not help against these; the user must do something first."""


@dataclass(frozen=True, slots=True)
class BridgeState:
    """How things are between us and OBS. `problem`: why there is no connection, or no source. `going_out`: OBS streams or records.
    `scenes`: all of them, as OBS lists them."""

    connected: bool = False
    problem: ObsError | None = None
    scene: str = ""
    scenes: tuple[str, ...] = ()
    source: str = ""
    going_out: bool = False
    lip_sync: LipSync | None = None
    waiting_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told, on the bridge's thread: every new state, OBS's level of our source in dBFS (about 20 a second), each scene entered,
    and scenes renamed (before, after)."""

    state: Callable[[BridgeState], None] = lambda _: None
    level_db: Callable[[float], None] = lambda _: None
    scene: Callable[[str], None] = lambda _: None
    renamed: Callable[[str, str], None] = lambda _before, _after: None


class ObsBridge:
    """One connection that is kept alive. `password` is asked at each attempt; wrong ones are not tried again before `retry`."""

    def __init__(self, address: ObsAddress, password: Callable[[], str], wanted: ObsSetup, listener: Listener) -> None:
        self.address = address
        self._password, self._wanted, self._listener = password, wanted, listener
        self._jobs: queue.SimpleQueue[Callable[[], None] | ObsEvent | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="urvc-obs-bridge", daemon=True)  # a stranger at the port must not keep us
        self._ending = threading.Event()
        self._client: ObsClient | None = None
        self._newest: ObsClient | None = None  # the one that is connecting, or connected
        self._follower: LatencyFollower | None = None
        self._latency_ms: float | None = None
        self._state = BridgeState()
        self._next_meter_s = 0.0

    def start(self) -> None:
        """Returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Undoes the lip-sync where OBS can be reached and is idle, and ends connection and thread: within END_S in good order, then
        by breaking off."""
        self._ending.set()
        self._jobs.put(None)
        if self._thread.ident is None:
            return
        self._thread.join(END_S)
        if self._thread.is_alive() and (client := self._newest) is not None:
            client.break_off()
        self._thread.join(END_S)

    def retry(self) -> None:
        """Tries to connect now, also after a wrong password."""
        self._jobs.put(None)

    def ask(self, job: Callable[[ObsClient], None]) -> None:
        """Runs `job` with the connection on the bridge's thread; while there is none, nothing happens. An ObsError becomes the problem."""
        self._jobs.put(lambda: self._with_client(job))

    def found(self, source: str) -> None:
        """Our source has been made, or found under this name."""
        self._jobs.put(lambda: self._tell(replace(self._state, source=source, problem=None)))

    def follow(self, follower: LatencyFollower | None) -> None:
        """Keeps the lip-sync from now on (None: no more)."""

        def job() -> None:
            self._follower = follower
            self._keep_lip_sync()

        self._jobs.put(job)

    def latency(self, latency_ms: float, asked: bool = False) -> None:
        """The delay that the engine has now. `asked`: set it also while OBS streams or records."""

        def job() -> None:
            self._latency_ms = latency_ms
            self._keep_lip_sync(asked)

        self._jobs.put(job)

    # --- the bridge's thread -----------------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        wait_s = FIRST_RETRY_S
        while not self._ending.is_set():
            error = self._connect()
            if error is None:
                wait_s = FIRST_RETRY_S
                error = self._serve_safely()
            if error is None:
                continue
            self._tell(replace(BridgeState(), problem=error))
            self._pause(None if error.code in HOPELESS else wait_s)
            wait_s = min(2 * wait_s, LAST_RETRY_S)
        self._leave()

    def _pause(self, wait_s: float | None) -> None:
        """So long (None: for ever), or until `retry` or `close`. What is asked meanwhile is heard, so that nothing piles up."""
        deadline_s = None if wait_s is None else time.monotonic() + wait_s
        while not self._ending.is_set():
            try:
                job = self._jobs.get(timeout=None if deadline_s is None else max(0.0, deadline_s - time.monotonic()))
            except queue.Empty:
                return
            if job is None:
                return
            if not isinstance(job, ObsEvent):
                job()

    def _connect(self) -> ObsError | None:
        client = self._newest = ObsClient(self.address, self._password(), self._jobs.put)
        try:
            client.connect()
        except ObsError as error:
            return error
        self._client = client
        if self._follower is not None:
            self._follower.forget()
        return None

    def _serve_safely(self) -> ObsError | None:
        """What is wrong with the other side, if it speaks the protocol and says what OBS never would."""
        try:
            self._serve()
        except NONSENSE as error:
            log.warning("what OBS says cannot be understood", exc_info=error)
            self._lost(None)
            return ObsError("obs.wrong_port", "understand OBS", str(self.address), {"reason": repr(error), "port": self.address.port})
        return None

    def _serve(self) -> None:
        """Until the connection ends."""
        self._with_client(self._look)
        while self._client is not None and not self._ending.is_set():
            job = self._jobs.get()
            if isinstance(job, ObsEvent):
                self._hear(job)
            elif job is not None:
                job()

    def _look(self, client: ObsClient) -> None:
        """How things are in OBS, after connecting."""
        answer = client.call("GetSceneList")
        scene = str(answer["currentProgramSceneName"])
        state = BridgeState(connected=True, scene=scene, scenes=_names(answer["scenes"]), going_out=is_going_out(client))
        try:
            # A device that had gone while OBS ran on is not opened again by OBS itself.
            state = replace(state, source=rebind(client, self._wanted) or "")
        except ObsError as error:
            if error.code != "obs.no_microphone":
                raise
            state = replace(state, problem=error)
        self._tell(state)
        self._listener.scene(scene)
        self._keep_lip_sync()

    def _hear(self, event: ObsEvent) -> None:
        match event.name:
            case "InputVolumeMeters":
                self._meter(event.data)
            case "CurrentProgramSceneChanged":
                scene = str(event.data["sceneName"])
                self._tell(replace(self._state, scene=scene))
                self._listener.scene(scene)
            case "SceneNameChanged":
                before, after = str(event.data["oldSceneName"]), str(event.data["sceneName"])
                self._listener.renamed(before, after)
                if self._state.scene == before:
                    self._tell(replace(self._state, scene=after))
            case "SceneListChanged":
                self._tell(replace(self._state, scenes=_names(event.data["scenes"])))
            case "InputNameChanged":
                self._renamed(str(event.data["oldInputName"]), str(event.data["inputName"]))
            case "InputRemoved" if event.data["inputName"] == self._state.source:
                self._tell(replace(self._state, source="", lip_sync=None))
            case "StreamStateChanged" | "RecordStateChanged":
                self._with_client(self._going_out)
            case "ExitStarted" | "ConnectionClosed":
                self._lost(event)

    def _meter(self, data: Mapping[str, Any]) -> None:
        now_s = time.monotonic()
        if now_s < self._next_meter_s:
            return
        for meter in data["inputs"]:
            if meter["inputName"] == self._state.source and meter["inputLevelsMul"]:
                self._next_meter_s = now_s + METER_S
                self._listener.level_db(_level_db(meter["inputLevelsMul"]))

    def _renamed(self, before: str, after: str) -> None:
        self._with_client(lambda client: write_changes(client, renamed(read_changes(client), before, after)))
        if self._state.source == before:
            if self._follower is not None:
                self._follower.source = after
            self._tell(replace(self._state, source=after))

    def _going_out(self, client: ObsClient) -> None:
        self._tell(replace(self._state, going_out=is_going_out(client)))
        self._keep_lip_sync()

    def _keep_lip_sync(self, asked: bool = False) -> None:
        follower, latency_ms = self._follower, self._latency_ms
        if self._client is None or follower is None or latency_ms is None:
            return

        def job(client: ObsClient) -> None:
            done = follower.follow(client, latency_ms, asked)
            state = replace(self._state, lip_sync=done or self._state.lip_sync, waiting_ms=follower.waiting_ms)
            if state != self._state:
                self._tell(state)

        self._with_client(job)

    def _with_client(self, job: Callable[[ObsClient], None]) -> None:
        if self._client is None:
            return
        try:
            job(self._client)
        except ObsError as error:
            if error.code in ("obs.closed", "obs.timeout") or error.status == NOT_READY:
                self._lost(None)
            else:
                self._tell(replace(self._state, problem=error))

    def _lost(self, event: ObsEvent | None) -> None:
        if event is not None and event.name == CLOSED and self._client is not None and self._client.alive:
            return  # of the connection before this one
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if not is_going_out(client):
                clear_lip_sync(client)
        except ObsError:
            pass  # it goes at this moment; what was noted in OBS is undone the next time
        client.close()

    def _tell(self, state: BridgeState) -> None:
        if state != self._state:
            self._state = state
            self._listener.state(state)


def _names(scenes: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """OBS counts its scenes from the bottom of its list."""
    return tuple(str(scene["sceneName"]) for scene in reversed(scenes))


def _level_db(channels: list[list[float]]) -> float:
    """The highest peak; OBS sends magnitude, peak, input peak for each channel, as factors."""
    peak = max(float(channel[1]) for channel in channels)
    return max(FLOOR_DB, 20 * math.log10(peak)) if peak > 0 else FLOOR_DB
