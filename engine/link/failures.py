"""A fault as the event that tells of it."""

from __future__ import annotations

from engine.errors import EngineError
from engine.link.messages import Failed, Values
from models.errors import ModelError


def failed(error: BaseException, reply_to: int = 0, doing: str = "make sound", subject: str = "") -> Failed:
    """`error` with its code and facts; a fault of our own, which has none, as `engine.internal` with what Python says of it."""
    if isinstance(error, (EngineError, ModelError)):
        facts: Values = {name: list(fact) if isinstance(fact, list) else fact for name, fact in error.facts.items()}
        return Failed(reply_to=reply_to, code=error.code, doing=error.doing, subject=error.subject, facts=facts)
    return Failed(reply_to=reply_to, code="engine.internal", doing=doing, subject=subject, facts={"reason": repr(error)})
