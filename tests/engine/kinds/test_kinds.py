"""The tables of kinds: every row opens what it says, and whoever reads them loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ConfigError, InferenceError
from engine.inference.sessions import runtimes
from engine.kinds.audio_systems import AUDIO_SYSTEMS, audio_system
from engine.kinds.detectors import DETECTORS, RECOMMENDED, detector_kind
from engine.kinds.loading import loaded
from engine.kinds.runtimes import RUNTIMES, quickest_on, runtime_kind
from engine.kinds.voices import VOICE_KINDS, can_speak, voice_kind
from engine.synth.opener import VoiceOpener
from models.builtin import find_voice
from models.voice import Voice

ROOT = Path(__file__).resolve().parents[3]
TABLES: dict[str, tuple[Any, ...]] = {"detectors": DETECTORS, "audio systems": AUDIO_SYSTEMS, "runtimes": RUNTIMES, "voices": VOICE_KINDS}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_what_is_there(table: str) -> None:
    names = [row.name for row in TABLES[table]]
    assert len(names) == len(set(names)) > 1
    for row in TABLES[table]:
        assert callable(loaded(row.opens)), row.opens
        assert not getattr(row, "answers", "") or callable(loaded(row.answers))


def test_a_lighter_detector_is_one_of_the_table_and_needs_nothing_itself() -> None:
    for kind in DETECTORS:
        if kind.lighter:
            assert not detector_kind(kind.lighter).foundation
            assert not detector_kind(kind.lighter).placed
    assert RECOMMENDED.lighter, "calibration needs one where the model is not here"


def test_a_runtime_is_what_its_row_says() -> None:
    assert [runtime.name for runtime in runtimes()] == [kind.name for kind in RUNTIMES]
    assert quickest_on("AMD64").name == "openvino"
    assert quickest_on("arm64").name == RUNTIMES[0].name == "onnxruntime"


def test_a_kind_of_voice_opens_voices() -> None:
    for kind in VOICE_KINDS:
        assert isinstance(loaded(kind.opens)(), VoiceOpener)
    assert voice_kind(find_voice("robot")).name == "vocoder"


def test_what_is_not_in_a_table_is_refused_with_the_nearest() -> None:
    for ask, near in ((detector_kind, "rmvp"), (audio_system, "pulses"), (runtime_kind, "openvin")):
        with pytest.raises(ConfigError, match=r"config\.choice") as caught:
            ask(near)
        assert caught.value.facts["nearest"]


def test_a_voice_of_a_kind_from_the_future_is_named_so() -> None:
    voice = Voice("x", "X", "An x.", kind="telepathy")
    assert not can_speak(voice)
    with pytest.raises(InferenceError, match=r"inference\.kind"):
        voice_kind(voice)


def test_settings_know_all_kinds_and_load_none_of_them() -> None:
    code = (
        "import sys\n"
        "from engine.config import EngineConfig, settings_of\n"
        "rules = settings_of(EngineConfig)\n"
        "print(rules['detector'].choices, rules['backend'].choices, rules['runtime'].choices)\n"
        "print([name for name in ('numpy', 'numba', 'onnxruntime', 'openvino', 'sounddevice', 'pulsectl') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    choices, heavy = done.stdout.splitlines()
    for kinds in (DETECTORS, AUDIO_SYSTEMS, RUNTIMES):
        assert all(f"'{kind.name}'" in choices for kind in kinds)
    assert heavy == "[]"
