"""Recordings are files that open, however short."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.runtime.recorder import Recorder


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_recording_that_ends_before_it_has_begun_can_be_opened(tmp_path: Path, ending: str) -> None:
    recorder = Recorder(str(tmp_path / f"in.{ending}"), str(tmp_path / f"out.{ending}"))
    for path in recorder.close():
        assert soundfile.info(path).frames == 1


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_what_was_taken_is_in_the_file(tmp_path: Path, ending: str) -> None:
    recorder = Recorder("", str(tmp_path / f"out.{ending}"))
    said = (0.5 * np.sin(np.arange(4800) / 20)).astype(np.float32)
    recorder.take(said, said)
    (path,) = recorder.close()
    heard, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == 48_000
    assert np.allclose(heard, said, atol=1e-4)
    assert recorder.lost_samples == 0
