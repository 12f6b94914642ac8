"""A voice is called by its name everywhere, and by the new one as soon as it is renamed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from app.live.news import News
from app.settings.record import Settings
from app.viewmodels.engine_link import EngineLink
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.session import SessionVM
from tests.app.viewmodels.parts import SignalLog
from tests.app.viewmodels.test_needs import a_voice


def test_a_renamed_voice_is_told_at_once_and_errors_use_its_name(qapp: QApplication) -> None:
    session = SessionVM(EngineLink(), SettingsKeeper(Settings()))
    changed, said = SignalLog(session.voice_changed), SignalLog(session.message)
    session.select(a_voice())
    session.select(replace(a_voice(), name="Leo"))
    assert [voice.name for voice in changed.values] == ["Mia", "Leo"]
    session.select(replace(a_voice(), name="Leo"))
    assert len(changed.values) == 2  # nothing new, nothing told
    session.news(News("bad", "inference.missing", "mia", {"model": "contentvec"}))
    assert '"Leo" needs the model contentvec' in said.texts[0]
