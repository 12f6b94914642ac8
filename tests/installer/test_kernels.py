"""The kernels that the frozen program carries: all of them are noted, and compiled ahead of time they compute what numba's do."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.dsp.kernel import AheadKernel, kind_of
from installer import kernels

ROOT = Path(__file__).parents[2]
SAME = """
import json, sys
import numpy as np
from engine.audio.resample import Resampler
from engine.contracts import StreamSpec
from engine.dsp.decimate import decimate, prepare_decimator
from engine.config import LiveParams
from engine.stages.limiter import Limiter

loud = (np.sin(np.arange(9600) * 0.07) * 1.7).astype(np.float32)
resampler = Resampler(48000, 44100)
limiter = Limiter()
found = [
    resampler.process(loud, resampler.prepare()),
    decimate(loud, prepare_decimator()),
    limiter.process(loud.copy(), limiter.prepare(StreamSpec()), LiveParams()),
]
print(json.dumps({"numba": "numba" in sys.modules, "sums": [[float(x) for x in one[::97]] for one in found]}))
"""


def test_every_kernel_is_noted_with_its_arguments() -> None:
    noted = kernels.noted()
    found = kernels.kernels()
    hint = "run: python installer/kernels.py record TESTS (such as call the kernel)"
    assert set(noted) == set(found), hint
    called = {name for one in found.values() for name in one.py_func.__code__.co_names}
    for name, dispatcher in found.items():
        n_parameters = len(inspect.signature(dispatcher.py_func).parameters)
        assert all(len(kinds) == n_parameters for kinds in noted[name]), f"{name}: {hint}"
        assert noted[name] or dispatcher.py_func.__name__ in called, f"{name} is called by no test that was recorded: {hint}"


class _Module:
    """Stands for the extension module: says which variant was meant."""

    def __getattr__(self, name: str) -> object:
        return lambda *arguments: name


def test_a_variant_is_chosen_by_the_arrays_and_converts_numbers() -> None:
    variants = [
        {"kinds": ["f4 x1", "f8"], "whole": "single", "any": "single_any"},
        {"kinds": ["f8 x1", "f8"], "whole": "double", "any": "double_any"},
    ]
    chosen = AheadKernel("k", _Module(), variants)
    single, double = np.zeros(8, np.float32), np.zeros(8)
    assert chosen(single, 1.0) == "single"
    assert chosen(single[::2], 1.0) == "single_any"
    assert chosen(double, 1) == "double"
    assert chosen(double, np.float32(1)) == "double"
    with pytest.raises(TypeError, match="k was not compiled for"):
        chosen(np.zeros((2, 2)), 1.0)


def test_kinds_are_said_alike_here_and_there() -> None:
    for argument in (np.zeros((2, 3), np.float32), np.zeros(2, np.complex128), np.uint64(3), 1, 1.5, True, (1, 2, 3)):
        kind = kind_of(argument)
        assert kernels.kind(kernels.type_of(kind, "C")) == kind


@pytest.mark.thorough
def test_kernels_compiled_ahead_compute_the_same_without_numba(tmp_path: Path) -> None:
    kernels.build(tmp_path)
    said = []
    for path in (ROOT, f"{tmp_path}:{ROOT}"):
        ended = subprocess.run(
            [sys.executable, "-c", SAME], env={"PYTHONPATH": str(path), "PATH": ""}, capture_output=True, encoding="utf-8", check=True
        )
        said.append(json.loads(ended.stdout))
    assert [one["numba"] for one in said] == [True, False]
    np.testing.assert_allclose(np.concatenate(said[1]["sums"]), np.concatenate(said[0]["sums"]), rtol=1e-6, atol=1e-7)
