"""Tests draw no window on anybody's screen, unless they start a display of their own for a child process, and keep nothing in the user's
folders. Tests that follow the clock are repeated where the machine, not the program, may have stood still."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol

from tests.e2e.witness import Machine, Witness

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "URVC_DATA_DIR" not in os.environ:
    os.environ["URVC_DATA_DIR"] = tempfile.mkdtemp(prefix="urvc-tests-")
    atexit.register(shutil.rmtree, os.environ["URVC_DATA_DIR"], ignore_errors=True)

SLOW_FOLDERS = ("tests/e2e/", "tests/bench/")
MOST_RUNS, MOST_UNEXPLAINED, LEAST_FIT = 4, 2, 2
_witness = pytest.StashKey[Witness]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`run.py check` looks for these in two folders only, to save its time; elsewhere they would never run."""
    for item in items:
        if any(map(item.get_closest_marker, ("programs", "realtime"))) and not item.nodeid.startswith(SLOW_FOLDERS):
            raise pytest.UsageError(f"{item.nodeid}: tests marked `programs` or `realtime` belong under {', '.join(SLOW_FOLDERS)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    """Real-time tests have a witness beside them."""
    if not any(item.get_closest_marker("realtime") for item in session.items):
        return (yield)
    with Witness() as witness:
        session.stash[_witness] = witness
        return (yield)


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Runs a failed real-time test again, and says so, once the machine is calm. What fails twice without a stall stands: a host that takes
    back memory makes only those slow who touch theirs just then, and the witness touches next to nothing. Where the machine was fit for
    fewer than two of the runs that failed, the test is reported as not judged."""
    if item.get_closest_marker("realtime") is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    witness = item.session.stash[_witness]
    fit, unexplained = 0, 0  # runs that failed on a machine that was fit, and of these without any stall
    for run in range(1, MOST_RUNS + 1):
        began_s = time.monotonic()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        machine = witness.machine(began_s)
        fit += not machine.unfit
        unexplained += not machine.stalls_ms
        if run == MOST_RUNS or unexplained == MOST_UNEXPLAINED or not any(report.failed for report in reports):
            break
        tell(item, reports, machine)
        witness.await_calm()
    for report in reports:
        if report.failed and fit < LEAST_FIT:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), item.location[1] or 0, f"not judged: the machine stood still, last {machine}")
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def tell(item: pytest.Item, reports: list[pytest.TestReport], machine: Machine) -> None:
    """That a test is run again, and why."""
    terminal = item.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None:
        return
    terminal.write_line(
        f"run again: {f'the machine stood still, {machine}' if machine.stalls_ms else 'failed for the first time, unexplained'}"
    )
    for report in reports:
        if report.failed:
            terminal.write_line(f"  what failed: {report.longreprtext.strip().splitlines()[-1]}")
