"""What every kind of job must obey, whatever it does: it tells that it started, where it is, and exactly one end; what it tells passes
the wire unchanged; what it refuses has a sentence; stopped, it leaves everything as it was.

A case says how one kind is asked so that it goes well and so that it must be refused. `tests/laws/test_jobs.py` puts every kind of every
registry under these laws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.error_text import SENTENCES
from jobs.events import JobCancelled, JobEnd, JobEvent, JobFailed, JobProgress, JobResult, JobStarted, JobUpdate
from jobs.kind import AnyKind, Registry
from jobs.running import RunningJob
from jobs.wire import decode_command, decode_event, encode_event, encode_run

NUMBER = 7
MOST_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of job, with requests for it.

    good     ends with a result
    refused  ends with `code`
    folder   where it may write; what is in there is compared
    """

    kind: AnyKind
    good: object
    refused: object
    code: str
    folder: Path


def traces(folder: Path) -> dict[str, bytes]:
    """Every file below, with what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def events_of(kind: AnyKind, request: object, stop_after: int | None = None) -> list[JobEvent]:
    """What the job tells; it is stopped after so many events (0: before it begins)."""
    told: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        told.append(event)
        if len(told) == stop_after:
            job.cancel()

    job = RunningJob(NUMBER, kind, request, emit)
    if stop_after == 0:
        job.cancel()
    job.run()
    return told


def check_order(told: list[JobEvent]) -> JobEnd:
    """Started, then progress that never goes back, then one end. The end."""
    assert isinstance(told[0], JobStarted)
    assert all(isinstance(event, (JobProgress, JobUpdate)) for event in told[1:-1]), told
    done = [event.done for event in told if isinstance(event, JobProgress)]
    assert done == sorted(done)
    assert all(0.0 <= one <= 1.0 for one in done)
    assert all(event.job == NUMBER for event in told)
    end = told[-1]
    assert isinstance(end, JobEnd), told
    return end


def check_wire(case: Case, told: list[JobEvent]) -> None:
    """Request and events are the same behind the wire."""
    registry = Registry(case.kind)
    asked = decode_command(encode_run(NUMBER, case.kind, case.good), registry)
    assert getattr(asked, "request", None) == case.good
    assert [decode_event(encode_event(event, registry), registry) for event in told] == told


def goes_well(case: Case) -> None:
    """It ends with a result, of the type that it declares."""
    told = events_of(case.kind, case.good)
    end = check_order(told)
    assert isinstance(end, JobResult), end
    assert isinstance(end.value, case.kind.result)
    check_wire(case, told)


def is_refused(case: Case) -> None:
    """What cannot be done ends with a code that has a sentence, and changes nothing."""
    before = traces(case.folder)
    told = events_of(case.kind, case.refused)
    end = check_order(told)
    assert isinstance(end, JobFailed), end
    assert end.code == case.code
    assert end.code in SENTENCES
    assert traces(case.folder) == before
    check_wire(case, told)


def stops_before_it_begins(case: Case) -> None:
    """A job that was stopped before its turn ends cancelled, and changes nothing."""
    before = traces(case.folder)
    assert isinstance(check_order(events_of(case.kind, case.good, stop_after=0)), JobCancelled)
    assert traces(case.folder) == before


def stops_anywhere(case: Case) -> None:
    """Stopped at any word that it says, it changes nothing; only where nothing is left to do may it end well."""
    before = traces(case.folder)
    for n_events in range(1, MOST_EVENTS):
        end = check_order(events_of(case.kind, case.good, n_events))
        if isinstance(end, JobResult):
            return
        assert isinstance(end, JobCancelled), end
        assert traces(case.folder) == before, f"stopped after {n_events} events"
    raise AssertionError(f"it tells of more than {MOST_EVENTS} events")


LAWS: tuple[Callable[[Case], None], ...] = (is_refused, stops_before_it_begins, stops_anywhere, goes_well)
"""In an order in which one case can go through all of them: what went well last stays."""
