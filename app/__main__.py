"""The program: `python -m app`, `urvc`, or the frozen executable (which also starts itself in other roles: app/roles.py)."""

from __future__ import annotations

import sys
import time

from app.plain_output import make_output_forgiving

MINIMISED = "--minimised"


def main() -> None:
    """Entry point. `--role NAME` and its like are what a frozen program asks of itself; without a word, the window."""
    started_s = time.perf_counter()
    make_output_forgiving()
    if sys.argv[1:2] == ["--role"] and len(sys.argv) > 2:
        from app.roles import run_role

        sys.exit(run_role(sys.argv[2], sys.argv[3:]))
    if sys.argv[1:] in (["--version"], ["-V"]):
        from app.components import program_version

        sys.stdout.write(f"urvc {program_version()}\n")
        sys.exit(0)
    if sys.argv[1:2] == ["help"]:  # `urvc help live` as people type it
        sys.argv[1:] = [*sys.argv[2:], "--help"]
    if sys.argv[1:2] == ["ctl"]:  # answers at once: without the rest of the command line
        from app.commands.ctl import main as steer

        sys.exit(steer(sys.argv[2:]))
    if sys.argv[1:2] == ["--selfcheck"]:
        from app.selfcheck import run_selfcheck

        sys.exit(run_selfcheck(started_s))
    if sys.argv[1:] in ([], [MINIMISED]):
        from app.window import has_display, run_window

        if has_display():
            sys.exit(run_window(minimised=MINIMISED in sys.argv))
    from app.cli import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
