"""`python -m training`: a child that trains; requests on standard input, events on standard output (jobs/serve.py).

It runs at the lowest priority: live sound goes before training.
"""

from __future__ import annotations

import sys

from jobs.serve import main
from training.kinds import JOBS
from training.priority import give_way

if __name__ == "__main__":
    give_way()
    sys.exit(main(JOBS))
