"""`urvc obs follow`: the bridge to OBS on the command line."""

from __future__ import annotations

import statistics
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.commands.interrupt import interruptible
from app.console import console, errors, say_json
from app.control.client import ControlClient
from app.error_text import error_text
from app.errors import AppError
from app.obs.bridge import BridgeState, Listener, ObsBridge
from app.obs.client import ObsAddress
from app.obs.lipsync import LatencyFollower, Method
from app.obs.password import kept_password
from app.obs.scenes import SceneVoices
from app.obs.setup import ObsSetup

LATENCY_S = 0.5
LATENCIES = 7
"""The middle of so many is followed: single ones jump."""


@dataclass(frozen=True, slots=True)
class Following:
    """What to follow: `method` None leaves the lip-sync alone."""

    address: ObsAddress
    wanted: ObsSetup
    method: Method | None
    cameras: tuple[str, ...]
    voices: SceneVoices


def follow_obs(following: Following, as_json: bool) -> None:
    """Until Ctrl+C."""
    teller = _Teller(following, as_json)
    listener = Listener(teller.state, teller.level, teller.scene, teller.renamed)
    bridge = ObsBridge(following.address, lambda: kept_password(following.address), following.wanted, listener)
    teller.found = lambda source: bridge.follow(LatencyFollower(source, following.method, following.cameras) if following.method else None)
    with interruptible() as interrupted:
        bridge.start()
        try:
            _tell_latency(bridge, interrupted)
        finally:
            bridge.close()


def _tell_latency(bridge: ObsBridge, interrupted: threading.Event) -> None:
    newest_ms: deque[float] = deque(maxlen=LATENCIES)
    while not interrupted.wait(LATENCY_S):
        latency_ms = _running("latency_ms")
        if latency_ms:
            newest_ms.append(float(latency_ms))
            bridge.latency(statistics.median(newest_ms))


def _running(what: str) -> Any:
    """What the running program says of itself; None where none is open to others."""
    try:
        return ControlClient().ask("status")["status"].get(what)
    except AppError:
        return None


class _Teller:
    """Says what the bridge says; changes the voice with the scene. On the bridge's thread."""

    def __init__(self, following: Following, as_json: bool) -> None:
        self._voices, self._as_json = following.voices, as_json
        self._source = ""
        self.found: Callable[[str], None] = lambda _: None
        """Told the name of our source, whenever there is another."""

    def state(self, state: BridgeState) -> None:
        if state.source and state.source != self._source:
            self._source = state.source
            self.found(state.source)
        problem = state.problem
        text = error_text(problem.code, problem.doing, problem.subject, problem.facts) if problem else ""
        if self._as_json:
            say_json({"type": "obs", **_plain(state), "problem": problem.code if problem else "", "text": text})
        elif text:
            errors.print(text, style="yellow", soft_wrap=True)
        else:
            console.print(f'OBS: scene "{state.scene}", source "{state.source}"', soft_wrap=True)

    def level(self, level_db: float) -> None:
        if self._as_json:
            say_json({"type": "obs_level", "level_db": round(level_db, 1)})

    def scene(self, scene: str) -> None:
        voice = self._voices.voice_for(scene)
        if voice is None:
            return
        try:
            ControlClient().change("voice", {"voice": voice})
        except AppError as error:
            errors.print(error_text(error.code, error.doing, error.subject, error.facts), style="yellow", soft_wrap=True)
            return
        if self._as_json:
            say_json({"type": "obs_voice", "scene": scene, "voice": voice})

    def renamed(self, before: str, after: str) -> None:
        self._voices = self._voices.renamed(before, after)


def _plain(state: BridgeState) -> Mapping[str, object]:
    synced = state.lip_sync
    return {
        "connected": state.connected,
        "scene": state.scene,
        "source": state.source,
        "going_out": state.going_out,
        "lip_sync_ms": None if synced is None else synced.latency_ms,
        "waiting_ms": state.waiting_ms,
    }
