"""What the window says to the user in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from app.error_text import error_text
from engine.config import declared
from engine.link.messages import Failed
from jobs.errors import CodedError

Level = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Message:
    """One line. `code` is stable ("" where nothing went wrong); `action` with its label may be offered beside it."""

    level: Level
    text: str
    code: str = ""
    action_label: str = ""
    action: Callable[[], None] | None = None


def message_of(error: Exception | Failed) -> Message:
    """A fault in its own words."""
    if isinstance(error, (Failed, CodedError)):
        return coded("bad", error.code, error.subject, error.facts, error.doing)
    return Message("bad", str(error), "app.fault")


def coded(level: Level, code: str, subject: str = "", facts: Mapping[str, object] | None = None, doing: str = "") -> Message:
    """The sentence of a code; a setting is called as in the window."""
    if code.startswith("config.") and (rule := declared().get(subject)):
        subject = QCoreApplication.translate("Setting", rule.label)
    return Message(level, error_text(code, doing, subject, facts, _translated), code)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Error", text)
