"""How the parts of this program start each other: in a checkout as modules of Python, in the frozen program as itself in another role.

`python -m engine` and `urvc --role engine` are the same process. Nothing else of the program asks whether it is frozen.
"""

from __future__ import annotations

import runpy
import sys

APP = "app"
ROLES = (APP, "engine", "app.jobs", "engine.foreign", "studio", "training", "service")
"""Packages that run as programs of their own. A base installation need not have all of them."""
ROLE = "--role"


def is_frozen() -> bool:
    """Whether this is the executable that carries its own Python."""
    return bool(getattr(sys, "frozen", False))


def program_command(role: str = APP) -> list[str]:
    """How to start this program again, as the window and command line or in another role."""
    if not is_frozen():
        return [sys.executable, "-m", role]
    return [sys.executable] if role == APP else [sys.executable, ROLE, role]


def run_role(role: str, arguments: list[str]) -> int:
    """Becomes `role`, with these arguments, until it ends; returns the exit status, 2 where there is no such role in this installation."""
    if role not in ROLES:
        sys.stderr.write(f"urvc: there is no role {role}; there are: {', '.join(ROLES)}\n")
        return 2
    sys.argv = [sys.argv[0], *arguments]
    try:
        runpy.run_module(role, run_name="__main__", alter_sys=False)
    except ModuleNotFoundError as error:
        if error.name not in (role, f"{role}.__main__"):
            raise
        sys.stderr.write(f"urvc: this installation has no {role}\n")
        return 2
    return 0
