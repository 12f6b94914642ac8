"""The program that runs these jobs: requests on standard input, events on standard output, one JSON object a line."""

from __future__ import annotations

import sys

from app.jobs.registry import LIBRARY_JOBS
from jobs.serve import main

if __name__ == "__main__":
    sys.exit(main(LIBRARY_JOBS))
