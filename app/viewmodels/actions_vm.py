"""The actions on the window's own thread, where nothing waits: what keys, tray and buttons call.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.actions import BY_NAME, TOGGLE, Action, Value, always, perform
from app.errors import AppError
from app.live.status import Status
from app.viewmodels.gallery import VoiceCard
from app.viewmodels.messages import message_of
from app.viewmodels.session import SessionVM
from engine.errors import EngineError
from models.errors import ModelError


class ActionsVM(QObject):
    """A `Live` (app/actions.py). `own`: what this window can beside steering the voice; message(Message): it could not be done."""

    message = Signal(object)

    def __init__(
        self,
        session: SessionVM,
        voices: Callable[[], Sequence[VoiceCard]] = tuple,
        own: Mapping[str, Callable[[], None]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.voices = session, voices
        self.offers: Mapping[str, Callable[[], None]] = own or {}
        self.set_bypass, self.set_muted, self.set_monitor = session.set_bypass, session.set_muted, session.live.set_monitor

    def perform(self, name: str, value: Value = TOGGLE) -> None:
        """Does it, or says why not."""
        try:
            perform(BY_NAME[name], self, value)
        except (AppError, EngineError, ModelError) as error:
            self.message.emit(message_of(error))

    def status(self) -> Status:
        return self.session.live.status

    def select_voice(self, voice_id: str) -> None:
        card = next((card for card in self.voices() if card.id == voice_id), None)
        if card is not None:
            self.session.select(card.voice)

    def set_on(self, on: bool) -> None:
        if on:
            self.session.start()
        else:
            self.session.stop()

    def do(self, name: str, until: Callable[[Any], bool] = always) -> None:
        self.offers[name]()


def label(action: Action) -> str:
    """What it is called, in the user's language."""
    return QCoreApplication.translate("Action", action.label)


def tip(action: Action) -> str:
    """What it does, and by which key."""
    about = QCoreApplication.translate("Action", action.about)
    return f"{about} ({action.key})" if action.key else about
