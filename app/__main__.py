"""The program: `python -m app`, `urvc`, or the frozen executable (which also starts itself as the engine)."""

from __future__ import annotations

import sys
import time

MINIMISED = "--minimised"


def main() -> None:
    """Entry point. `--engine` is the role that the engine client asks of a frozen program; without a word, the window."""
    started_s = time.perf_counter()
    if sys.argv[1:2] == ["--engine"]:
        from engine.__main__ import main as engine_main

        sys.exit(engine_main())
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
    from app.cli import app

    app()


if __name__ == "__main__":
    main()
