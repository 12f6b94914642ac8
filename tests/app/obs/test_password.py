from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from app.obs.client import ObsAddress
from app.obs.password import VARIABLE, forget_password, keep_password, kept_password

HERE = ObsAddress()


class MemoryKeyring(KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before, ours = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


def test_it_is_kept_for_each_obs(memory: MemoryKeyring) -> None:
    assert kept_password(HERE) == ""
    assert keep_password(HERE, "geheim")
    assert kept_password(HERE) == "geheim"
    assert kept_password(ObsAddress("192.0.2.7", 4455)) == ""
    forget_password(HERE)
    forget_password(HERE)
    assert kept_password(HERE) == ""


def test_the_environment_goes_first(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_password(HERE, "kept")
    monkeypatch.setenv(VARIABLE, "given")
    assert kept_password(HERE) == "given"


def test_without_a_keyring_it_is_asked_for_each_time(memory: MemoryKeyring) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    assert kept_password(HERE) == ""
    assert not keep_password(HERE, "geheim")
    forget_password(HERE)
