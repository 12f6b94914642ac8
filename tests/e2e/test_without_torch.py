"""The installed program has no torch: importing, converting foundation models and speaking need none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench.full_size import EncoderWidths, content_encoder
from engine.contracts import SAMPLE_RATE_HZ
from tests.e2e.speech import speech
from tests.models.importers.onnx_speaking import write_speaking
from tests.models.voice_files import REFERENCE, save, small_voice, tensors, with_tensors

ROOT = Path(__file__).resolve().parents[2]
ABSENT = ("torch", "torchaudio", "transformers", "fairseq", "faiss")
ENCODER = EncoderWidths(convolution=16, hidden=64, filter=32, n_layers=12, projection=256)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine where none of ABSENT is installed: each import of one fails, in the program and in its children."""
    shadows = tmp_path / "shadows"
    for name in ABSENT:
        (shadows / name).mkdir(parents=True)
        (shadows / name / "__init__.py").write_text(f"raise ModuleNotFoundError('no {name} here')\n", encoding="utf-8")
    path = os.pathsep.join([str(shadows), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "URVC_DATA_DIR": str(tmp_path / "data")}


def urvc(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


@pytest.mark.slow
def test_import_and_speech_without_torch(tmp_path: Path, bare: dict[str, str]) -> None:
    encoder = save(tmp_path / "pytorch_model.bin", tensors(content_encoder(widths=ENCODER)))
    pitch = REFERENCE / "rmvpe.pt"
    voice = save(tmp_path / "Ann.pth", with_tensors(small_voice("v1-32k")))
    foreign = write_speaking(tmp_path / "Cleo.onnx", "w-okada", dim=256)
    soundfile.write(tmp_path / "said.wav", speech(2.0), SAMPLE_RATE_HZ)
    absent = subprocess.run([sys.executable, "-c", "import torch"], env=bare, capture_output=True, text=True, check=False)
    assert "no torch here" in absent.stderr
    urvc(bare, "foundation", "add", str(encoder), "--as", "contentvec")
    urvc(bare, "foundation", "add", str(pitch))
    assert "added" in urvc(bare, "voices", "add", str(voice), str(foreign))
    for name in ("Ann", "Cleo"):
        options = ("--voice", name, "--hop=100", "--context=0.5", "--detector=rmvpe")
        urvc(bare, "convert", str(tmp_path / "said.wav"), str(tmp_path / f"{name}.wav"), *options)
        spoken, rate_hz = soundfile.read(tmp_path / f"{name}.wav")
        assert (len(spoken), rate_hz) == (2 * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ)
        assert np.abs(spoken).max() > 0.01
