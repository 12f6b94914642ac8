"""Runs a voice that another program exported as ONNX: four forms, told by the names of their inputs, one window of frames at a time.

Such graphs restart the phase of their excitation in every call and draw noise inside. The noise is taken out (models/graphs/foreign.py),
and drawn here by frame number: a window gives the same samples whenever it is run, and windows that overlap agree as far as they can.

Forms (models/importers/onnx_forms.py):
  rvc-webui, MoeSS   phone, phone_lengths, pitch, pitchf, ds, rnd (noise, scaled by 0.66666 outside)
  w-okada            feats, p_len, [pitch, pitchf], sid
  deiteris           the same and skip_head, return_length, formant_length: the decoder speaks the end of the window only
  obs-rvc            phone, pitch (int32), pitchf

The graph itself runs in a process of its own (engine/foreign), with limits of time and memory: it was made by a stranger.

Thread: the worker's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contracts import StreamSpec
from engine.dsp import noise
from engine.errors import InferenceError
from engine.foreign.process import RUN_LIMIT_S, ForeignFault, ForeignProcess, ForeignSession, never
from models.graphs.foreign import Draw, repeatable
from models.importers.onnx_closed import read_closed
from models.importers.refusal import Refusal

Floats = NDArray[np.float32]
Feeds = dict[str, NDArray[Any]]

NOISE_SCALE = 0.66666
_RND_STREAM = 4
_DRAW_STREAM = 5
_SKIPPED = "skip_head"
FLOW_FRAMES = 24
"""How far the flow sees: graphs that skip keep that many frames before what they speak."""
_DTYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(int32)": np.int32}
MOST_CHANNELS = 4096
"""Of the noise that a graph is given."""
MOST_DRAWN = 1 << 24
"""Numbers that a graph may draw in one trial."""
FIRST_LIMIT_S = 20.0
"""For the first calls: a graph finds its way through memory."""
_TRIALS = ((64, 32), (96, 32), (96, 40))
"""(frames, frames skipped): from the lengths of what is drawn in these, their rule follows."""


@dataclass(frozen=True, slots=True)
class Window:
    """Frames for one call, the last of which is the stream's frame number `end` - 1 (of frames as the network counts them).

    phones [n, dim] float32, coarse [n] int64, f0_hz [n] float32; the first `n_skipped` are context that need not be spoken.
    """

    phones: Floats
    coarse: NDArray[np.int64]
    f0_hz: Floats
    speaker: int
    end: int
    n_skipped: int

    @property
    def n_frames(self) -> int:
        return len(self.phones)


@dataclass(frozen=True, slots=True)
class _DrawRule:
    """Shape of a draw: axis `axis` has per_frame * n + per_skipped * n_skipped + constant entries, the others are `shape`'s."""

    draw: Draw
    dtype: type[np.generic]
    shape: tuple[int, ...]
    axis: int
    per_frame: int
    per_skipped: int
    constant: int
    stream: int

    def values(self, window: Window, spec: StreamSpec) -> NDArray[Any]:
        """The noise for `window`: an entry belongs to a frame, counted from the window's end."""
        others = tuple(n for i, n in enumerate(self.shape) if i != self.axis)
        width = math.prod(others)
        length = self.per_frame * window.n_frames + self.per_skipped * window.n_skipped + self.constant
        each = max(1, self.per_frame)
        n_rows = max(0, -(-length // each)) if self.per_frame else length
        first = spec.first_frame + window.end - n_rows if self.per_frame else 0
        generator = noise.uniform if self.draw.uniform else noise.gaussian
        rows = generator(spec.seed, first, n_rows, each * width, self.stream).reshape(n_rows * each, *others)[n_rows * each - length :]
        scaled = np.moveaxis(rows, 0, self.axis) * np.float32(self.draw.scale) + np.float32(self.draw.offset)
        return np.ascontiguousarray(scaled, dtype=self.dtype)


class ForeignGraph:
    """An opened foreign voice. Holds no stream.

    samples_per_frame   what it says in 10 ms, measured by a trial run
    """

    def __init__(
        self,
        model: bytes,
        name: str,
        phone_dim: int = 0,
        leave: Callable[[], bool] = never,
        process: ForeignProcess | None = None,
    ) -> None:
        """phone_dim: of the features that it will be given; 0 is what it says itself. leave: asked while the graph is waited for; True
        ends the waiting. process: one for this graph and others; None makes one.

        Raises InferenceError: `inference.voice_graph` where the graph cannot be run, `inference.graph` where it cannot be opened,
        `inference.voice_stuck` where it does not answer, `inference.voice_left` where it was not waited for.
        """
        self._name, self._phone_dim = name, phone_dim
        closed = self._closed(model)
        self._process = process or ForeignProcess(len(closed), leave)
        self._rules: tuple[_DrawRule, ...] = ()
        try:
            made = repeatable(closed)
            self._session = self._open(made.graph)
            self._inputs = {i.name: (np.dtype(_DTYPES.get(i.type, np.float32)), i.shape) for i in self._session.get_inputs()}
            self._output = self._session.get_outputs()[0].name
            self._phone_name = "feats" if "feats" in self._inputs else "phone"
            self._check_channels()
            if made.draws:
                self._rules = self._learn(self._open(made.probe), made.draws)
            self.samples_per_frame = self._try_out()
        except (ValueError, TypeError, IndexError, KeyError, OverflowError, MemoryError) as error:
            raise self._fault(error) from error
        self._process.raise_priority()

    def close(self) -> None:
        """Ends its process, which otherwise ends with the last reference."""
        self._process.close()

    @property
    def provider(self) -> str:
        return self._session.provider

    @property
    def skips(self) -> bool:
        """Whether frames of the window can be left unspoken."""
        return _SKIPPED in self._inputs

    def run(self, window: Window, spec: StreamSpec) -> Floats:
        """[n_spoken * samples_per_frame] float32: the window's frames, without the skipped ones where the graph can skip."""
        return self._audio(self._all_feeds(window, spec), RUN_LIMIT_S)

    def _all_feeds(self, window: Window, spec: StreamSpec) -> Feeds:
        return {**self._feeds(window, spec), **{rule.draw.name: rule.values(window, spec) for rule in self._rules}}

    def _audio(self, feeds: Feeds, limit_s: float) -> Floats:
        audio = self._run(self._session, [self._output], feeds, limit_s)[0].ravel()
        scale = 1.0 / np.iinfo(audio.dtype).max if audio.dtype.kind == "i" else 1.0
        return (audio.astype(np.float32) * np.float32(scale)).astype(np.float32, copy=False)

    def _feeds(self, window: Window, spec: StreamSpec) -> Feeds:
        """Every input that the graph has, in the type that it declares."""
        n, n_spoken = window.n_frames, window.n_frames - window.n_skipped
        values: dict[str, Any] = {
            self._phone_name: window.phones[None],
            "phone_lengths": [n],
            "p_len": [n],
            "pitch": window.coarse[None],
            "pitchf": window.f0_hz[None],
            "ds": [window.speaker],
            "sid": [window.speaker],
            _SKIPPED: window.n_skipped,
            "return_length": n_spoken,
            "formant_length": n_spoken,
        }
        if "rnd" in self._inputs:
            channels = self._inputs["rnd"][1][1]
            hiss = noise.gaussian(spec.seed, spec.first_frame + window.end - n, n, int(channels or 0), _RND_STREAM)
            values["rnd"] = np.ascontiguousarray(hiss.T)[None] * np.float32(NOISE_SCALE)
        return {name: self._as_declared(name, value) for name, value in values.items() if name in self._inputs}

    def _as_declared(self, name: str, value: Any) -> NDArray[Any]:
        """`value` in the input's type; a length that the graph wants bare or in a list of one comes so."""
        dtype, shape = self._inputs[name]
        array = np.asarray(value).astype(dtype)
        return array.reshape([1] * len(shape)) if array.size == 1 and len(shape) < 2 else array

    # --- at opening --------------------------------------------------------------------------------------------------------------------

    def _closed(self, model: bytes) -> bytes:
        """The model as what stands alone: also one that was brought in before anybody looked, or has been changed on the disk."""
        try:
            return bytes(read_closed(model).SerializeToString())
        except Refusal as refusal:
            raise InferenceError("inference.graph", "open the voice", self._name, reason=refusal.detail) from None

    def _open(self, graph: bytes) -> ForeignSession:
        try:
            return self._process.open(graph)
        except ForeignFault as fault:
            raise self._about(fault, "inference.graph") from None

    def _run(self, session: ForeignSession, outputs: list[str] | None, feeds: Feeds, limit_s: float) -> list[NDArray[Any]]:
        try:
            return session.run(outputs, feeds, limit_s)
        except ForeignFault as fault:
            raise self._about(fault, "inference.voice_graph") from None

    def _about(self, fault: ForeignFault, refused: str) -> InferenceError:
        codes = {"refused": refused, "stuck": "inference.voice_stuck", "left": "inference.voice_left", "ended": "inference.voice_graph"}
        return InferenceError(codes[fault.kind], "open the voice", self._name, reason=fault.reason)

    def _check_channels(self) -> None:
        """What it takes is what it will be given."""
        dim = self._inputs[self._phone_name][1][-1]
        if isinstance(dim, int) and self._phone_dim not in (0, dim):
            raise self._fault(f"it takes {dim} features, and its encoder gives {self._phone_dim}")
        if "rnd" in self._inputs:
            shape = self._inputs["rnd"][1]
            channels = shape[1] if len(shape) == 3 else None
            if not isinstance(channels, int) or not 0 < channels <= MOST_CHANNELS:
                raise self._fault("it does not say how many channels of noise it takes")

    def _silence(self, n: int, n_skipped: int) -> Window:
        dim = self._inputs[self._phone_name][1][-1]
        width = self._phone_dim or (dim if isinstance(dim, int) and 0 < dim <= MOST_CHANNELS else 768)
        skipped = n_skipped if self.skips else 0
        return Window(np.zeros((n, width), np.float32), np.ones(n, np.int64), np.full(n, 100.0, np.float32), 0, n, skipped)

    def _learn(self, probe: ForeignSession, draws: tuple[Draw, ...]) -> tuple[_DrawRule, ...]:
        """The rules of all draws, from what they were in three trials."""
        wanted = {i.name for i in probe.get_inputs()}
        trials = [self._silence(*trial) for trial in _TRIALS]
        drawn = [
            self._run(probe, None, {k: v for k, v in self._feeds(w, StreamSpec()).items() if k in wanted}, FIRST_LIMIT_S) for w in trials
        ]
        if any(array.size > MOST_DRAWN for arrays in drawn for array in arrays):
            raise self._fault("it draws more noise than a voice needs")
        windows = np.array([[w.n_frames, w.n_skipped, 1] for w in trials], np.float64)
        return tuple(self._rule(draw, [arrays[i] for arrays in drawn], windows, i) for i, draw in enumerate(draws))

    def _rule(self, draw: Draw, arrays: list[NDArray[Any]], windows: NDArray[np.float64], number: int) -> _DrawRule:
        shapes = np.array([array.shape for array in arrays])
        moving = [axis for axis in range(shapes.shape[1]) if len(set(shapes[:, axis])) > 1]
        if len(moving) > 1:
            raise self._fault(f"the noise {draw.name} grows along several axes")
        axis = moving[0] if moving else 0
        rates, *_ = np.linalg.lstsq(windows, shapes[:, axis].astype(np.float64), rcond=None)
        per_frame, per_skipped, constant = (round(float(rate)) for rate in rates) if moving else (0, 0, int(shapes[0, axis]))
        stream = _DRAW_STREAM + number
        return _DrawRule(draw, arrays[0].dtype.type, tuple(shapes[0].tolist()), axis, per_frame, per_skipped, constant, stream)

    def _try_out(self) -> int:
        """Samples a frame; the graph is run at two lengths, and says as much as it should in both."""
        window, longer = self._silence(*_TRIALS[0]), self._silence(*_TRIALS[1])
        lengths = [len(self._audio(self._all_feeds(w, StreamSpec()), FIRST_LIMIT_S)) for w in (window, longer)]
        spoken = window.n_frames - window.n_skipped
        samples, rest = divmod(lengths[0], spoken)
        if rest or samples == 0 or lengths[1] != samples * (longer.n_frames - longer.n_skipped):
            raise self._fault(f"{lengths[0]} samples for {spoken} frames")
        return samples

    def _fault(self, reason: object) -> InferenceError:
        return InferenceError("inference.voice_graph", "open the voice", self._name, reason=str(reason)[:300])
