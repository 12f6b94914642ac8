"""What can go wrong above the engine.

AppError          a CodedError (jobs/errors.py): the same shape as the engine's `failed` event
└── EngineDied    the engine process ended by itself
"""

from __future__ import annotations

from jobs.errors import CodedError


class AppError(CodedError):
    """An expected fault, told to the user by app/error_text.py."""


class EngineDied(AppError):
    """The engine process has ended; `log` holds its last messages."""

    def __init__(self, status: int | None, log: list[str]) -> None:
        super().__init__("engine.died", "talk to the engine", facts={"status": status, "log": log[-5:]})
        self.log = log
