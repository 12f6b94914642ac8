"""Segments -> batches, in an order and with random draws that depend on the seed, the epoch and the segment only.

So a run that was cut off goes on as if it had not been, and two processes with half a batch each do what one does with the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from engine.synth.rvc_pitch import coarse_pitch
from training.rvc.data.prepare import Segment, read_segment
from training.rvc.hyperparameters import HyperParameters
from training.rvc.networks.generator import Draws
from training.rvc.networks.normed import Tensor
from training.rvc.spectrogram import padded_spectrogram
from training.rvc.step import Batch

BUCKET_BATCHES = 8
"""Segments are sorted by length within so many batches, so that a batch pads little and epochs still differ."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which segments make up the batches of an epoch."""

    n_segments: int
    batch_size: int
    seed: int
    lengths: tuple[int, ...] | None = None
    """Frames of each segment; None leaves batches as they come."""

    @property
    def n_batches(self) -> int:
        """Steps of an epoch; what does not fill a batch waits for another epoch, unless it is all there is."""
        return max(1, self.n_segments // self.batch_size)

    def batches(self, epoch: int) -> list[list[int]]:
        """The segment numbers of each batch of `epoch`; a data set smaller than a batch is repeated."""
        rng = np.random.default_rng([self.seed, epoch])
        order = rng.permutation(self.n_segments)
        if self.n_segments < self.batch_size:
            order = np.resize(order, self.batch_size)
        if self.lengths is not None:
            order = self._bucketed(order)
        whole = order[: self.n_batches * self.batch_size].reshape(self.n_batches, self.batch_size)
        if self.lengths is not None:
            whole = whole[rng.permutation(self.n_batches)]
        return [[int(number) for number in batch] for batch in whole]

    def _bucketed(self, order: np.ndarray) -> np.ndarray:
        assert self.lengths is not None
        lengths, span = np.array(self.lengths), BUCKET_BATCHES * self.batch_size
        runs = [order[i : i + span] for i in range(0, len(order), span)]
        return np.concatenate([run[np.argsort(lengths[run], kind="stable")] for run in runs])


class Batches:
    """Reads segments and puts them together. Every process makes its own share of each batch."""

    def __init__(self, files: Sequence[Path], parameters: HyperParameters, rank: int = 0, world: int = 1) -> None:
        self._files, self._parameters = list(files), parameters
        self._rank, self._world = rank, world
        self._hop = parameters.spec.samples_per_frame
        lengths = tuple(read_segment(path).n_frames(self._hop) for path in self._files) if parameters.bucketed else None
        self.order = Order(len(self._files), parameters.batch_size, parameters.seed, lengths)

    @property
    def longest(self) -> int:
        """The number of a segment as long as any: files of equal frames differ in nothing but their sound."""
        return max(range(len(self._files)), key=lambda number: self._files[number].stat().st_size)

    def make(self, epoch: int, numbers: list[int]) -> tuple[Batch, Draws]:
        """This process's share of the batch of segments `numbers`, and its random draws."""
        share = list(enumerate(numbers))[self._rank :: self._world]
        segments = [read_segment(self._files[number]) for _, number in share]
        return self.collate(segments, [(epoch, place, number) for place, number in share])

    def collate(self, segments: list[Segment], keys: list[tuple[int, ...]]) -> tuple[Batch, Draws]:
        """The batch of `segments`; keys: what the random draws of each depend on, beside the seed."""
        parameters, hop = self._parameters, self._hop
        lengths = [segment.n_frames(hop) for segment in segments]
        longest = max(lengths)
        wave = _padded([segment.wave[: n * hop] for segment, n in zip(segments, lengths, strict=True)], longest * hop)
        phone = _padded([np.repeat(segment.phone, 2, axis=0)[:n] for segment, n in zip(segments, lengths, strict=True)], longest)
        pitch = f0_hz = None
        if parameters.has_f0:
            curves = [segment.f0_hz[:n] for segment, n in zip(segments, lengths, strict=True)]
            f0_hz = _padded(curves, longest)
            pitch = _padded([coarse_pitch(curve) for curve in curves], longest)
        n_frames = torch.tensor(lengths)
        batch = Batch(
            phone=phone,
            lengths=n_frames,
            pitch=pitch,
            f0_hz=f0_hz,
            wave=wave[:, None],
            spectrogram=padded_spectrogram(wave, n_frames, parameters.spectrogram),
            sid=torch.tensor([segment.speaker for segment in segments]),
        )
        return batch, self._draws(lengths, longest, keys)

    def _draws(self, lengths: list[int], longest: int, keys: list[tuple[int, ...]]) -> Draws:
        parameters = self._parameters
        n_frames, spec = parameters.slice_frames, parameters.spec
        starts, posterior, source = [], [], []
        for length, key in zip(lengths, keys, strict=True):
            rng = np.random.default_rng([parameters.seed, *key])
            starts.append(int(rng.integers(0, length - n_frames + 1)))
            posterior.append(rng.standard_normal((length, spec.inter_channels), np.float32))
            source.append(rng.standard_normal((n_frames * self._hop, 1), np.float32))
        noise = _padded(posterior, longest).transpose(1, 2).contiguous()
        return Draws(torch.tensor(starts), noise, torch.from_numpy(np.stack(source)) if parameters.has_f0 else None)


def _padded(arrays: list[np.ndarray], length: int) -> Tensor:
    """[batch, length, ...], zeros after each array's end."""
    out = np.zeros((len(arrays), length, *arrays[0].shape[1:]), arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)
