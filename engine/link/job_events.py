"""Events of jobs (jobs/events.py) as the link tells them."""

from __future__ import annotations

from engine.link.messages import Cancelled, Event, Failed, Progress
from jobs.events import JobCancelled, JobEvent, JobFailed, JobProgress, JobResult, JobStarted, JobUpdate

INTERNAL = {"job.internal": "engine.internal"}


def link_event(event: JobEvent) -> Event | None:
    """The event that answers the command of the job's number; None for what the link does not tell."""
    match event:
        case JobStarted():
            return None
        case JobProgress():
            return Progress(reply_to=event.job, done=event.done)
        case JobUpdate() | JobResult():
            assert isinstance(event.value, Event)
            return event.value.model_copy(update={"reply_to": event.job})
        case JobFailed():
            code = INTERNAL.get(event.code, event.code)
            return Failed(reply_to=event.job, code=code, doing=event.doing, subject=event.subject, facts=event.facts)
        case JobCancelled():
            return Cancelled(reply_to=event.job)
