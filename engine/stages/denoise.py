"""Noise suppression: RNNoise, through the library that the pyrnnoise wheel carries.

The wheel's own Python wrapper rounds to 16 bits and pulls a media framework in, so only its shared library is used, in float.
RNNoise works on 10 ms frames and answers two frames late (half-overlapping windows and one frame of look-ahead; measured by
cross-correlation on speech).
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, Audio, StreamSpec
from engine.dsp.fifo import Fifo
from engine.errors import InferenceError

DELAY_SAMPLES = 2 * FRAME_SAMPLES
FULL_SCALE = 32768.0  # RNNoise was trained on 16-bit values held in floats


@dataclass(slots=True)
class DenoiseState:
    """`handle` owns RNNoise's recurrent state; `pending` holds what does not fill a frame yet; `to_skip` counts the late frames'
    samples."""

    handle: _Handle
    pending: Fifo
    to_skip: int = DELAY_SAMPLES


class Denoise:
    """Stage. Holds back two frames. Raises InferenceError `inference.library` where the wheel has no library for this system."""

    latency_samples = DELAY_SAMPLES

    def __init__(self) -> None:
        self._library = _library()

    def prepare(self, spec: StreamSpec) -> DenoiseState:
        return DenoiseState(_Handle(self._library), Fifo())

    def process(self, block: Audio, state: DenoiseState, params: LiveParams) -> Audio:
        state.pending.push(block)
        frames = state.pending.pop(len(state.pending) // FRAME_SAMPLES * FRAME_SAMPLES)
        frames *= FULL_SCALE
        for start in range(0, len(frames), FRAME_SAMPLES):
            state.handle.process(frames[start : start + FRAME_SAMPLES])
        frames /= FULL_SCALE
        skipped = min(state.to_skip, len(frames))
        state.to_skip -= skipped
        return frames[skipped:]


class _Handle:
    """One RNNoise state, freed with the object."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._pointer = library.rnnoise_create(None)

    def process(self, frame: Audio) -> None:
        """`frame` [480] float32 in 16-bit scale, in place."""
        address = frame.ctypes.data
        self._library.rnnoise_process_frame(self._pointer, address, address)

    def __del__(self) -> None:
        self._library.rnnoise_destroy(self._pointer)


@lru_cache(maxsize=1)
def _library() -> Any:
    names = {"win32": "rnnoise.dll", "darwin": "librnnoise.dylib"}
    spec = importlib.util.find_spec("pyrnnoise")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        path = Path(folder) / names.get(sys.platform, "librnnoise.so")
        if path.exists():
            return _declared(ctypes.CDLL(str(path)))
    raise InferenceError("inference.library", "load noise suppression", "RNNoise", package="pyrnnoise", system=sys.platform)


def _declared(library: Any) -> Any:
    library.rnnoise_create.restype = ctypes.c_void_p
    library.rnnoise_create.argtypes = [ctypes.c_void_p]
    library.rnnoise_destroy.restype = None
    library.rnnoise_destroy.argtypes = [ctypes.c_void_p]
    library.rnnoise_process_frame.restype = ctypes.c_float
    library.rnnoise_process_frame.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    if library.rnnoise_get_frame_size() != FRAME_SAMPLES:
        raise InferenceError("inference.library", "use noise suppression", "RNNoise", frame=int(library.rnnoise_get_frame_size()))
    return library
