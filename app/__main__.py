"""The program: `python -m app`, `urvc`, or the frozen executable (which also starts itself as the engine)."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point. `--engine` is the role that the engine client asks of a frozen program."""
    if sys.argv[1:2] == ["--engine"]:
        from engine.__main__ import main as engine_main

        sys.exit(engine_main())
    if sys.argv[1:2] == ["ctl"]:  # answers at once: without the rest of the command line
        from app.commands.ctl import main as steer

        sys.exit(steer(sys.argv[2:]))
    from app.cli import app

    app()


if __name__ == "__main__":
    main()
