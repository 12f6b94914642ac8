from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.commands.calibrate import sentence
from engine.link.messages import Calibrated

ROOT = Path(__file__).resolve().parents[2]


def calibrated(**changes: object) -> Calibrated:
    values: dict[str, object] = {
        "voice": "somebody",
        "provider": "OpenVINO CPU, int8",
        "n_threads": 2,
        "hop_ms": 100,
        "lookahead_ms": 40,
        "context_s": 1.0,
        "detector": "rmvpe",
        "rtf": 0.55,
        "delay_ms": 195.4,
        "tried": [],
    }
    return Calibrated.model_validate(values | changes)


def test_the_choice_is_one_sentence() -> None:
    assert sentence(calibrated()).endswith(": about 195 ms, 45 % of the time to spare.")
    assert "on ONNX Runtime CUDA:0" in sentence(calibrated(provider="ONNX Runtime CUDA:0"))
    assert "1.40 times too slow" in sentence(calibrated(rtf=1.4))


def test_without_an_rvc_voice_there_is_nothing_to_calibrate(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "URVC_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "app", "calibrate"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "urvc voices add FILE" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
