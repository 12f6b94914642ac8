"""The picture of the sound: when it is asked for, what becomes of odd values. With a voice that runs: test_meters.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from app.viewmodels.engine_link import EngineLink
from app.viewmodels.pitch import HIGH_DB, LOW_DB, N_COLUMNS, PER_S, PitchVM
from engine.link.messages import Spectrum, Watch
from tests.app.viewmodels.parts import SignalLog, until
from tests.app.viewmodels.stand_in import StandIn, kill


def spectrum(input_db: list[int], output_db: list[int], input_hz: float = 0.0, output_hz: float = 0.0) -> Spectrum:
    return Spectrum(low_hz=50.0, high_hz=16_000.0, input_db=input_db, output_db=output_db, input_hz=input_hz, output_hz=output_hz)


def test_every_engine_is_asked_while_somebody_looks_and_none_is_started_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    engine = StandIn(tmp_path / "engine")
    link = EngineLink(engine.command)
    pitch, ready = PitchVM(link), SignalLog(link.ready)
    pitch.watch(True)
    assert not link.running
    link.start()
    until(qtbot, lambda: len(engine.sent(Watch)) == 1)
    kill(link)
    until(qtbot, lambda: len(engine.sent(Watch)) == 2)
    pitch.watch(False)
    pitch.watch(False)
    until(qtbot, lambda: len(engine.sent(Watch)) == 3)
    assert [command.per_s for command in engine.sent(Watch)] == [PER_S, PER_S, 0]
    kill(link)
    until(qtbot, lambda: len(ready.values) == 3)
    engine.settle(qtbot, link)
    assert len(engine.sent(Watch)) == 4  # the one that settled
    link.close()


def test_columns_come_in_at_the_end_and_silence_has_no_pitch(qtbot: QtBot) -> None:
    link = EngineLink()
    pitch = PitchVM(link)
    advanced = SignalLog(pitch.advanced)
    loud, soft, middle = round(HIGH_DB) + 50, round(LOW_DB) - 50, round((HIGH_DB + LOW_DB) / 2)
    link.event_received.emit(spectrum([soft, soft], [loud, soft], input_hz=110.0, output_hz=220.0))
    link.event_received.emit(spectrum([soft, soft], [middle, loud]))
    assert len(advanced.values) == 2
    assert pitch.levels.shape == (N_COLUMNS, 2)
    assert pitch.levels[-2].tolist() == [255, 0]
    assert pitch.levels[-1, 0] in range(120, 136)
    assert (pitch.input_hz[-2], pitch.output_hz[-2]) == (110.0, 220.0)
    assert np.isnan(pitch.input_hz[-1])
    assert np.isnan(pitch.input_hz[:-2]).all()
    pitch.set_side("input")
    assert pitch.levels[-1].tolist() == [0, 0]
    assert (pitch.low_hz, pitch.high_hz) == (50.0, 16_000.0)
    link.event_received.emit(spectrum([loud] * 3, [loud] * 3))  # another engine, with other bands: the old picture does not fit
    assert pitch.levels.shape == (N_COLUMNS, 3)
    assert pitch.levels[-1].tolist() == [255, 255, 255]
    assert not pitch.levels[:-1].any()
