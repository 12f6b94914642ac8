"""A fault as the event that tells of it."""

from __future__ import annotations

from engine.link.messages import Failed
from jobs.errors import failure_of


def failed(error: BaseException, reply_to: int = 0, doing: str = "make sound", subject: str = "") -> Failed:
    """`error` with its code and facts; a fault of our own, which has none, as `engine.internal` with what Python says of it."""
    failure = failure_of(error, doing, subject, internal="engine.internal")
    return Failed(reply_to=reply_to, code=failure.code, doing=failure.doing, subject=failure.subject, facts=failure.facts)
