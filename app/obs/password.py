"""OBS's password: in the system's keyring where it has one, else asked for each time. Never in a file of ours, a log or a report."""

from __future__ import annotations

import os

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from app.obs.client import ObsAddress

SERVICE = "URVC"
VARIABLE = "URVC_OBS_PASSWORD"


def kept_password(address: ObsAddress) -> str:
    """The password for this OBS, "" where none is kept. The environment variable URVC_OBS_PASSWORD goes first."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    try:
        return keyring.get_password(SERVICE, _user(address)) or ""
    except KeyringError:
        return ""


def keep_password(address: ObsAddress, password: str) -> bool:
    """Keeps it; False where the system has no keyring: then it will be asked for again."""
    try:
        keyring.set_password(SERVICE, _user(address), password)
    except KeyringError:
        return False
    return True


def forget_password(address: ObsAddress) -> None:
    """Removes what is kept, as after OBS has refused it."""
    try:
        keyring.delete_password(SERVICE, _user(address))
    except (PasswordDeleteError, KeyringError):
        return


def _user(address: ObsAddress) -> str:
    return f"OBS {address}"
