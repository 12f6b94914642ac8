"""The program that runs the studio's jobs: requests on standard input, events on standard output, one JSON object a line."""

from __future__ import annotations

import sys

from jobs.serve import main
from studio.jobs.registry import STUDIO_JOBS

if __name__ == "__main__":
    sys.exit(main(STUDIO_JOBS))
