"""Run inside OBS's network namespace by tests/e2e/obs.py: carries out one request a line, and says when it was sent.

Lines in: {"request": ..., "data": {...}}; lines out: {"sent_s": time.monotonic, "data": {...}} or {"error": code}.
"""

from __future__ import annotations

import json
import sys
import time

from app.obs.client import ObsAddress, ObsClient
from app.obs.errors import ObsError

CONNECT_S = 30.0


def connected(password: str) -> ObsClient:
    """As soon as OBS answers."""
    deadline_s = time.monotonic() + CONNECT_S
    while True:
        client = ObsClient(ObsAddress(), password)
        try:
            client.connect()
            return client
        except ObsError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.05)


def main() -> None:
    client = connected(sys.argv[1])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        sent_s = time.monotonic()
        try:
            answer: dict[str, object] = {"sent_s": sent_s, "data": client.call(asked["request"], **asked["data"])}
        except ObsError as error:
            answer = {"error": error.code, "facts": {key: str(value) for key, value in error.facts.items()}}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    client.close()


if __name__ == "__main__":
    main()
