"""What can go wrong above the engine.

AppError          code, subject, facts: the same shape as the engine's `failed` event
└── EngineDied    the engine process ended by itself
"""

from __future__ import annotations

from collections.abc import Mapping

Fact = object


class AppError(Exception):
    """An expected fault, told to the user by app/error_text.py. `doing` and `subject` complete "could not {doing}: {subject}"."""

    def __init__(self, code: str, doing: str, subject: str = "", facts: Mapping[str, Fact] | None = None) -> None:
        super().__init__(f"{code}: {doing}: {subject}")
        self.code = code
        self.doing = doing
        self.subject = subject
        self.facts: Mapping[str, Fact] = facts or {}


class EngineDied(AppError):
    """The engine process has ended; `log` holds its last messages."""

    def __init__(self, status: int | None, log: list[str]) -> None:
        super().__init__("engine.died", "talk to the engine", facts={"status": status, "log": log[-5:]})
        self.log = log
