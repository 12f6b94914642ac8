"""Three small RVC voices, imported once for all sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.runtime.sessions import add_encoder, add_voice


@pytest.fixture(scope="session")
def made_voices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """The data folder, and their ids."""
    folder = tmp_path_factory.mktemp("voices")
    data = folder / "data"
    add_encoder(data, folder)
    return data, tuple(add_voice(data, folder, name, seed) for seed, name in enumerate(("Ann", "Ben", "Cleo")))


@pytest.fixture
def voices(made_voices: tuple[Path, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Their ids; the test's library is theirs."""
    data, ids = made_voices
    monkeypatch.setenv("URVC_DATA_DIR", str(data))
    return ids
