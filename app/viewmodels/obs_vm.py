"""OBS in the window: one button that makes OBS hear the voice, the state of the bridge, OBS's own level, a voice for each scene.

Thread: GUI. The bridge works on a thread of its own; what it says comes over by queued signals.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from app.live.status import Status
from app.obs.bridge import BridgeState, Listener, ObsBridge
from app.obs.client import ObsAddress, ObsClient
from app.obs.errors import ObsError
from app.obs.lipsync import LatencyFollower, Method, clear_lip_sync
from app.obs.password import forget_password, keep_password, kept_password
from app.obs.scenes import SceneVoices
from app.obs.setup import ObsSetup, SetUp, mute_raw, set_up
from app.obs.undo import undo_setup
from app.viewmodels.messages import Message, message_of
from engine.link.messages import AnyEvent, Failed, MicrophoneReady

LATENCIES = 40
"""So many news of the delay (about two seconds) make one that the lip-sync follows: single ones jump."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one press of the button does: an empty scene is the current one; `method` None leaves the lip-sync alone."""

    scene: str = ""
    mute_raw: bool = False
    method: Method | None = "audio"


class ObsVM(QObject):
    """changed(BridgeState). level(peak_db): OBS's own meter of our source. set_up(SetUp): what the button did. voice_wanted(id or name):
    the scene has its own voice. scenes_changed(SceneVoices): another voice for a scene, or a scene was renamed. moved(ObsAddress): the user
    has named another address. password_wanted: OBS did not take the one that is kept. microphone_wanted: the engine has to be asked for it.
    """

    changed = Signal(object)
    level = Signal(float)
    set_up = Signal(object)
    voice_wanted = Signal(str)
    scenes_changed = Signal(object)
    moved = Signal(object)
    password_wanted = Signal()
    microphone_wanted = Signal()
    message = Signal(object)

    _state_came = Signal(object)
    _scene_came = Signal(str)
    _renamed_came = Signal(str, str)

    def __init__(self, address: ObsAddress | None = None, voices: SceneVoices | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.address = address or ObsAddress()
        self.state = BridgeState()
        self.voices = voices or SceneVoices()
        self._microphone = ""
        self._wished = False
        self._latencies_ms: list[float] = []
        self._password: str | None = None
        self._bridge: ObsBridge | None = None
        for came, call in ((self._state_came, self._on_state), (self._scene_came, self._on_scene), (self._renamed_came, self._on_renamed)):
            came.connect(call, Qt.ConnectionType.QueuedConnection)

    @property
    def open(self) -> bool:
        """Whether the bridge is up, connected or trying to."""
        return self._bridge is not None

    def connect_to(self, address: ObsAddress | None = None) -> None:
        """Puts the bridge up, as soon as the engine has told its microphone; one that is there is taken down first."""
        self.close()
        if address is not None and address != self.address:
            self.address = address
            self.moved.emit(address)
        self._wished = True
        if not self._microphone:
            self.microphone_wanted.emit()
            return
        listener = Listener(self._state_came.emit, self.level.emit, self._scene_came.emit, self._renamed_came.emit)
        self._bridge = ObsBridge(self.address, self._password_now, ObsSetup(self._microphone), listener)
        self._bridge.start()

    def set_password(self, password: str) -> None:
        """The user's answer to `password_wanted`; kept in the system's keyring, or for this run only where there is none."""
        self._password = password
        if not keep_password(self.address, password):
            text = QCoreApplication.translate("Obs", "This system has no keyring: the password will be asked for each time.")
            self.message.emit(Message("warn", text))
        if self._bridge is not None:
            self._bridge.retry()

    def make(self, asked: Asked) -> None:
        """The one button: source, raw microphones, lip-sync. Answered by `set_up`, or a fault in `changed`."""
        if self._bridge is None:
            return
        bridge, wanted = self._bridge, ObsSetup(self._microphone, asked.scene, asked.mute_raw)

        def job(client: ObsClient) -> None:
            done = set_up(client, wanted)
            self.set_up.emit(done)
            bridge.found(done.source)
            bridge.follow(LatencyFollower(done.source, asked.method) if asked.method is not None else None)

        bridge.ask(job)

    def mute(self, done: SetUp) -> None:
        """Mutes the raw microphones that `set_up` has found beside ours."""
        if self._bridge is not None:
            self._bridge.ask(lambda client: _ignore(mute_raw(client, done.raw)))

    def undo(self) -> None:
        """Takes back everything that was done in OBS."""
        if self._bridge is None:
            return
        self._bridge.follow(None)
        self._bridge.ask(lambda client: _ignore(clear_lip_sync(client), undo_setup(client)))

    def set_scene_voice(self, scene: str, voice: str) -> None:
        """The voice that comes with `scene` ("": none of its own); at once, where OBS shows that scene."""
        self.voices = self.voices.with_voice(scene, voice)
        self.scenes_changed.emit(self.voices)
        if voice and scene == self.state.scene:
            self.voice_wanted.emit(voice)

    def set_now(self) -> None:
        """Sets the delay that waits, although OBS streams or records: the user has said so."""
        if self._bridge is not None and self.state.waiting_ms is not None:
            self._bridge.latency(self.state.waiting_ms, asked=True)

    def handle(self, event: AnyEvent) -> None:
        """An event of the engine: the microphone's name."""
        if isinstance(event, MicrophoneReady) and event.name != self._microphone:
            self._microphone = event.name
            if self._wished:
                self.connect_to()

    def follow(self, status: Status) -> None:
        """How the voice stands: the delay that the lip-sync follows."""
        if self._bridge is not None and status.latency_ms > 0:
            self._latencies_ms.append(status.latency_ms)
            if len(self._latencies_ms) == LATENCIES:
                self._bridge.latency(statistics.median(self._latencies_ms))
                self._latencies_ms.clear()

    def answered(self, event: AnyEvent) -> None:
        """What the engine answers to the wish for a microphone."""
        if isinstance(event, Failed):
            self.message.emit(message_of(event))
        else:
            self.handle(event)

    def close(self) -> None:
        """Takes the bridge down; the lip-sync is undone where OBS is idle. Safe to call twice."""
        bridge, self._bridge = self._bridge, None
        if bridge is not None:
            bridge.close()
            self._on_state(BridgeState())

    def _password_now(self) -> str:
        return self._password if self._password is not None else kept_password(self.address)

    def _on_state(self, state: BridgeState) -> None:
        before, self.state = self.state, state
        self.changed.emit(state)
        if state.problem is None or state.problem == before.problem:
            return
        if state.problem.code == "obs.password":
            forget_password(self.address)
            self.password_wanted.emit()
        elif not _only_away(state.problem):
            self.message.emit(message_of(state.problem))

    def _on_scene(self, scene: str) -> None:
        voice = self.voices.voice_for(scene)
        if voice is not None:
            self.voice_wanted.emit(voice)

    def _on_renamed(self, before: str, after: str) -> None:
        if before in self.voices.table:
            self.voices = self.voices.renamed(before, after)
            self.scenes_changed.emit(self.voices)


def _only_away(problem: ObsError) -> bool:
    """OBS is not started: a state to show, no news."""
    return problem.code in ("obs.not_running", "obs.closed")


def _ignore(*_: object) -> None:
    """For calls whose answer nobody needs."""
