"""Real children that run jobs: how they tell, end, are stopped, die, and what is left of them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jobs.child import JobProcess, run_in_child
from jobs.context import JobContext, Step
from jobs.errors import CodedError, JobError, WorkCancelled
from jobs.events import JobCancelled, JobEnd, JobEvent, JobFailed, JobProgress, JobResult, JobStarted, JobUpdate
from tests.jobs.small_jobs import COMMAND, MISBEHAVE, REGISTRY, WRITE, LineWritten, Misbehave, Write, Written

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 30.0


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """After each test no thread and no child is left."""
    threads, children = set(threading.enumerate()), set(psutil.Process().children(recursive=True))
    yield
    for thread in set(threading.enumerate()) - threads:
        thread.join(WAIT_S)
        assert not thread.is_alive()
    _, alive = psutil.wait_procs(set(psutil.Process().children(recursive=True)) - children, timeout=WAIT_S)
    assert not alive


class JobLog:
    """A child and everything that it tells."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self._queue: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self.child = JobProcess(COMMAND, REGISTRY, self._queue.put)

    def until(self, kind: type[JobEvent], number: int) -> JobEvent:
        """The next event of this kind about that job."""
        while True:
            event = self._queue.get(timeout=WAIT_S)
            self.events.append(event)
            if isinstance(event, kind) and event.job == number:
                return event

    def ends(self, number: int) -> list[JobEvent]:
        return [event for event in self.events if isinstance(event, JobEnd) and event.job == number]


@pytest.fixture
def heard() -> Iterator[JobLog]:
    heard = JobLog()
    yield heard
    heard.child.stop()


def traces(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_job_tells_that_it_began_where_it_is_and_what_came_of_it(heard: JobLog, tmp_path: Path) -> None:
    number = heard.child.run(Write(tmp_path / "x.txt", 4))
    result = heard.until(JobResult, number)
    assert isinstance(result, JobResult)
    assert result.value == Written(tmp_path / "x.txt", 4, (0, 1, 2, 3))
    assert isinstance(heard.events[0], JobStarted)
    steps = [event for event in heard.events if isinstance(event, JobProgress)]
    assert [(step.done, step.doing, step.subject) for step in steps] == [
        *((n / 4, f"line {n}", "x.txt") for n in range(4)),
        (1.0, "done", "x.txt"),
    ]
    assert [event.value for event in heard.events if isinstance(event, JobUpdate)] == [LineWritten(n) for n in range(4)]
    assert traces(tmp_path) == ["x.txt"]


def test_one_child_runs_jobs_one_after_the_other(heard: JobLog, tmp_path: Path) -> None:
    numbers = [heard.child.run(Write(tmp_path / f"{n}.txt", 2)) for n in range(3)]
    heard.until(JobResult, numbers[-1])
    assert [event.job for event in heard.events if isinstance(event, (JobStarted, JobResult))] == [1, 1, 2, 2, 3, 3]


def test_progress_never_goes_back_and_stays_within_its_bounds(heard: JobLog) -> None:
    heard.until(JobResult, heard.child.run(Misbehave("restart")))
    assert [event.done for event in heard.events if isinstance(event, JobProgress)] == [0.5, 0.5, 0.7, 0.7, 1.0]


@pytest.mark.parametrize(
    ("how", "code", "facts"),
    [
        ("refuse", "small.refused", {"n": 3, "names": ["a", "b"]}),
        ("fault", "job.internal", {"reason": "KeyError('a fault of its own')"}),
        ("wrong", "job.internal", {"reason": "TypeError('the job misbehave gave str')"}),
        ("die", "job.died", {"status": 7, "log": ["libgomp: out of memory"], "reason": "libgomp: out of memory"}),
    ],
)
def test_a_failure_has_its_code_and_facts(heard: JobLog, how: str, code: str, facts: dict[str, object]) -> None:
    failed = heard.until(JobFailed, heard.child.run(Misbehave(how)))
    assert isinstance(failed, JobFailed)
    assert failed.code == code
    assert {name: failed.facts[name] for name in facts} == facts


def test_a_death_takes_one_child_and_the_next_job_has_another(heard: JobLog, tmp_path: Path) -> None:
    first = heard.child.run(Misbehave("die"))
    heard.until(JobFailed, first)
    second = heard.child.run(Write(tmp_path / "x.txt", 1))
    heard.until(JobResult, second)
    assert [len(heard.ends(number)) for number in (first, second)] == [1, 1]


def test_what_a_library_prints_does_not_come_between(heard: JobLog) -> None:
    assert isinstance(heard.until(JobResult, heard.child.run(Misbehave("print"))), JobResult)


def test_a_cancelled_job_leaves_nothing_and_the_next_one_runs(heard: JobLog, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    running, waiting = heard.child.run(Write(tmp_path / "a.txt", 9, held)), heard.child.run(Write(tmp_path / "b.txt", 9))
    last = heard.child.run(Write(tmp_path / "c.txt", 1))
    heard.until(JobUpdate, running)
    heard.child.cancel(waiting)
    heard.child.cancel(running)
    heard.until(JobCancelled, waiting)
    heard.until(JobCancelled, running)
    heard.until(JobResult, last)
    assert traces(tmp_path) == ["c.txt", "held"]


def test_one_that_waits_is_cancelled_at_once_and_what_runs_goes_on(heard: JobLog, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    running, waiting = heard.child.run(Write(tmp_path / "a.txt", 9, held)), heard.child.run(Write(tmp_path / "b.txt", 9))
    heard.until(JobUpdate, running)
    heard.child.cancel(waiting, end_s=5.0)
    heard.until(JobCancelled, waiting)
    assert heard.ends(running) == []
    held.unlink()
    heard.until(JobResult, running)
    assert traces(tmp_path) == ["a.txt"]
    assert len(heard.ends(waiting)) == 1


def test_a_job_that_does_not_listen_is_stopped_with_its_child(heard: JobLog) -> None:
    number = heard.child.run(Misbehave("deaf"))
    heard.until(JobProgress, number)
    heard.child.cancel(number, end_s=0.2)
    heard.until(JobCancelled, number)
    assert len(heard.ends(number)) == 1


def test_the_end_of_the_parent_leaves_nothing_half_written(heard: JobLog, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    number = heard.child.run(Write(tmp_path / "a.txt", 9, held))
    heard.until(JobUpdate, number)
    heard.child.stop()
    heard.until(JobCancelled, number)
    assert traces(tmp_path) == ["held"]


PARENT = """
import queue, sys
from pathlib import Path
from jobs.child import JobProcess
from jobs.events import JobUpdate
from tests.jobs.small_jobs import COMMAND, REGISTRY, Write
events = queue.SimpleQueue()
child = JobProcess(COMMAND, REGISTRY, events.put)
child.run(Write(Path(sys.argv[1]), 9, Path(sys.argv[2])))
while not isinstance(events.get(), JobUpdate):
    pass
print(child.pid, flush=True)
sys.stdin.read()
"""


def test_a_parent_that_is_killed_leaves_no_child_and_nothing_half_written(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    command = [sys.executable, "-c", PARENT, str(tmp_path / "a.txt"), str(held)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as parent:  # type: ignore[call-overload]
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
        parent.wait(WAIT_S)
        assert psutil.wait_procs([child], timeout=WAIT_S)[1] == []
    assert traces(tmp_path) == ["held"]


def test_a_polite_kill_leaves_nothing_half_written(heard: JobLog, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    number = heard.child.run(Write(tmp_path / "a.txt", 9, held))
    heard.until(JobUpdate, number)
    os.kill(heard.child.pid, signal.SIGTERM)
    assert isinstance(heard.until(JobCancelled, number), JobCancelled)
    assert traces(tmp_path) == ["held"]


def test_a_program_that_is_not_there_is_said() -> None:
    events: list[JobEvent] = []
    JobProcess(["/nowhere/urvc"], REGISTRY, events.append).run(Misbehave("print"))
    (failed,) = events
    assert isinstance(failed, JobFailed)
    assert failed.code == "job.died"


def test_lines_that_are_no_requests_are_answered_and_survived() -> None:
    lines = ["hello", "[]", '{"v":2,"type":"run"}', '{"type":"run","job":3,"kind":"fly","request":{}}']
    lines += ['{"type":"run","job":4,"kind":"write","request":{"path":1}}', '{"type":"cancel","job":99}', ""]
    with subprocess.Popen(COMMAND, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("\n".join(lines) + "\n")
        child.stdin.flush()
        answers = [json.loads(child.stdout.readline()) for _ in range(5)]
        child.stdin.close()
        assert child.wait(WAIT_S) == 0
    assert [(answer["job"], answer["code"]) for answer in answers] == [
        *((0, "job.malformed") for _ in range(3)),
        (3, "job.unknown"),
        (4, "job.malformed"),
    ]


# --- and waiting for one ---------------------------------------------------------------------------------------------------------------


def test_running_in_a_child_is_like_running_here(tmp_path: Path) -> None:
    steps: list[Step] = []
    updates: list[object] = []
    context = JobContext(steps.append, update=updates.append)
    request = Write(tmp_path / "x.txt", 3)
    assert run_in_child(COMMAND, REGISTRY, WRITE, request, context) == Written(tmp_path / "x.txt", 3, (0, 1, 2))
    assert steps[-1] == Step(1.0, "done", "x.txt")
    assert updates == [LineWritten(n) for n in range(3)]


def test_what_a_child_fails_with_is_raised_here() -> None:
    with pytest.raises(CodedError) as caught:
        run_in_child(COMMAND, REGISTRY, MISBEHAVE, Misbehave("refuse"))
    assert (caught.value.code, caught.value.subject, caught.value.facts["n"]) == ("small.refused", "x", 3)
    with pytest.raises(JobError):
        JobProcess(COMMAND, REGISTRY, lambda event: None).run(Step(0.0))


def test_a_child_that_is_waited_for_can_be_stopped(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    seen: list[Step] = []
    with pytest.raises(WorkCancelled):
        run_in_child(COMMAND, REGISTRY, WRITE, Write(tmp_path / "a.txt", 9, held), JobContext(seen.append, lambda: bool(seen)))
    assert traces(tmp_path) == ["held"]
    seen.clear()
    with pytest.raises(WorkCancelled):
        run_in_child(COMMAND, REGISTRY, MISBEHAVE, Misbehave("deaf"), JobContext(seen.append, lambda: bool(seen)), end_s=0.2)
