"""One program in many roles, as modules of Python and frozen."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app import roles


def test_a_role_is_the_module_of_its_name() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "app", roles.ROLE, "engine"], input="", capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert json.loads(ended.stdout.splitlines()[0])["type"] == "ready"
    assert ended.returncode == 0, ended.stderr


def test_a_checkout_starts_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "frozen", raising=False)
    assert roles.program_command("engine") == [sys.executable, "-m", "engine"]


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/usr/lib/urvc/urvc")
    assert roles.program_command() == ["/usr/lib/urvc/urvc"]
    assert roles.program_command("engine") == ["/usr/lib/urvc/urvc", "--role", "engine"]


def test_an_unknown_role_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert roles.run_role("os", []) == 2
    assert "no role os" in capsys.readouterr().err
