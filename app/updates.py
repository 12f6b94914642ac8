"""Whether there is a newer version: one address is asked, nothing is sent with the question, nothing is installed."""

from __future__ import annotations

import http.client
import json
import os
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import Request, urlopen

from packaging.version import InvalidVersion, Version

from app.errors import AppError

ADDRESS = "https://api.github.com/repos/urvc/urvc/releases/latest"
ADDRESS_VARIABLE = "URVC_UPDATE_ADDRESS"
PAGE = "https://github.com/urvc/urvc/releases"
PATIENCE_S = 10.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest published version, and whether it is newer than the one that asks."""

    version: str
    is_newer: bool


def newest_version(own: str, address: str = "") -> Newest:
    """Asks. Raises AppError `update.unreachable`."""
    address = address or os.environ.get(ADDRESS_VARIABLE, "") or ADDRESS
    request = Request(address, headers={"User-Agent": "urvc", "Accept": "application/json"})
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:
            record = json.loads(answer.read(MOST_BYTES))
        newest = record["tag_name"].removeprefix("v")
        return Newest(newest, Version(newest) > _version_of(own))
    except (URLError, http.client.HTTPException, OSError) as error:
        reason = str(getattr(error, "reason", error))
        raise AppError("update.unreachable", "ask for the newest version", address, {"reason": reason}) from None
    except (ValueError, TypeError, KeyError, AttributeError, InvalidVersion):
        raise AppError("update.unreachable", "ask for the newest version", address, {"reason": "the answer names no version"}) from None


def _version_of(own: str) -> Version:
    """A checkout that was never installed knows none: everything is newer."""
    try:
        return Version(own)
    except InvalidVersion:
        return Version("0")
