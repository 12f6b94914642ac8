"""Lines of jobs: what goes down and up is what comes out, and nothing else is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.errors import JobError
from jobs.events import JobCancelled, JobEvent, JobFailed, JobProgress, JobResult, JobStarted, JobUpdate
from jobs.kind import Registry
from jobs.wire import CancelJob, RunJob, decode_command, decode_event, encode_cancel, encode_event, encode_run
from tests.jobs.small_jobs import MISBEHAVE, REGISTRY, WRITE, LineWritten, Misbehave, Write, Written

EVENTS: list[JobEvent] = [
    JobStarted(job=1, kind="write"),
    JobProgress(job=1, done=0.5, doing="reading «x»", subject="声.pth"),
    JobUpdate(job=1, kind="write", value=LineWritten(3)),
    JobResult(job=1, kind="write", value=Written(Path("a/b"), 2, (1, 2))),
    JobFailed(job=1, code="a.b", doing="do", subject="x", facts={"n": 1, "names": ["a"], "s": "x\ny"}),
    JobCancelled(job=1),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_is_one_line_and_comes_back_as_it_was(event: JobEvent) -> None:
    line = encode_event(event, REGISTRY)
    assert "\n" not in line
    assert json.loads(line)["v"] == 1
    assert decode_event(line, REGISTRY) == event


def test_requests_come_back_as_they_were() -> None:
    request = Write(Path("x"), 3, Path("y"))
    assert decode_command(encode_run(7, WRITE, request), REGISTRY) == RunJob(job=7, kind="write", request=request)
    assert decode_command(encode_cancel(7), REGISTRY) == CancelJob(job=7)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "{",
        '{"type":"run","job":1,"kind":"write"}',
        '{"type":"run","job":1,"kind":"write","request":{"path":"x","n":"many"}}',
        '{"v":2,"type":"cancel","job":1}',
        '{"type":"cancel","job":1,"more":2}',
        " " * 5_000_000,
    ],
)
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(JobError) as caught:
        decode_command(line, REGISTRY)
    assert caught.value.code == "job.malformed"


def test_a_record_of_another_kind_does_not_travel() -> None:
    with pytest.raises(JobError):
        encode_run(1, WRITE, Misbehave("x"))
    with pytest.raises(JobError):
        encode_event(replace(JobResult(job=1, kind="write", value=0), value=LineWritten(1)), REGISTRY)
    with pytest.raises(JobError):
        encode_event(JobUpdate(job=1, kind="misbehave", value=LineWritten(1)), REGISTRY)


def test_a_registry_finds_by_name_and_by_request_and_takes_no_name_twice() -> None:
    assert REGISTRY.get("write") is WRITE
    assert REGISTRY.asked_with(Misbehave("x")) is MISBEHAVE
    assert list(REGISTRY) == [WRITE, MISBEHAVE]
    for find, wrong in ((REGISTRY.get, "fly"), (REGISTRY.asked_with, "write")):
        with pytest.raises(JobError) as caught:
            find(wrong)
        assert caught.value.code == "job.unknown"
    with pytest.raises(ValueError, match="share a name"):
        Registry(WRITE, replace(MISBEHAVE, name="write"))
