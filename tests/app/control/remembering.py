"""A steering with nothing behind it but memory: what the server needs of a program, kept simple enough to look into."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from app.actions import always
from app.errors import AppError
from app.live.listeners import Callback, Unsubscribe
from app.live.status import ParamValue, Status
from app.live.steering import VoiceChoice
from engine.config import LiveParams, with_values
from models.errors import VoiceNotFound

VOICES = (VoiceChoice("robot", "Robot", "Metal."), VoiceChoice("giant", "Giant", "Large."), VoiceChoice("mine", 'Ünï "q" 🎤', "", False))
START = Status(on=True, bypass=False, muted=False, monitor=False, voice_id="robot", voice_name="Robot", params={"pitch_st": 0.0})


class Remembering:
    """Keeps what it is told. `held` blocks every change while it is set; the number of changes that wait is `n_waiting`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._status = START
        self._callbacks: list[Callback] = []
        self.released = threading.Event()
        self.released.set()
        self.n_waiting = 0
        self.done: list[str] = []
        self.arrived = threading.Condition(self._lock)

    def status(self) -> Status:
        with self._lock:
            return self._status

    def voices(self) -> Sequence[VoiceChoice]:
        return VOICES

    def select_voice(self, voice_id: str) -> None:
        found = [voice for voice in VOICES if voice_id.lower() in (voice.id, voice.name.lower())]
        if not found:
            raise VoiceNotFound(voice_id, [voice.id for voice in VOICES])
        if not found[0].ready:
            raise AppError("inference.missing", "speak the voice", found[0].id, {"model": "contentvec", "command": "urvc foundation fetch"})
        self._change(voice_id=found[0].id, voice_name=found[0].name)

    def set_on(self, on: bool) -> None:
        self._change(on=on)

    def set_bypass(self, bypass: bool) -> None:
        self._change(bypass=bypass)

    def set_muted(self, muted: bool) -> None:
        self._change(muted=muted)

    def set_monitor(self, monitor: bool) -> None:
        self._change(monitor=monitor)

    def set_params(self, values: Mapping[str, ParamValue]) -> None:
        with_values(LiveParams(), values)
        self._change(params={**self.status().params, **values})

    @property
    def offers(self) -> Container[str]:
        return ("undo",)

    def do(self, name: str, until: Callable[[Status], bool] = always) -> None:
        self.done.append(name)

    def subscribe(self, callback: Callback) -> Unsubscribe:
        with self._lock:
            self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    @property
    def n_listeners(self) -> int:
        return len(self._callbacks)

    def wait_for_waiting(self, n: int) -> None:
        """Returns when that many changes are held."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: self.n_waiting >= n, 10)

    def _change(self, **values: object) -> None:
        with self.arrived:
            self.n_waiting += 1
            self.arrived.notify_all()
        self.released.wait(20)
        with self._lock:
            self.n_waiting -= 1
            self._status = replace(self._status, **values)  # type: ignore[arg-type]
        for callback in list(self._callbacks):
            callback(self._status)
