"""What the voice sounds like so far: it speaks the longest of its own segments, from what is said and its pitch alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import torch

from training.rvc.data.batches import Batches
from training.rvc.networks.generator import Draws
from training.rvc.networks.normed import Tensor

FILE = "preview.wav"
SEED = 0


def speak_preview(generator: Tensor, batches: Batches, run: Path) -> Path:
    """Writes `run`/preview.wav, whole or not at all."""
    batch, _ = batches.make(0, [batches.longest])
    n_frames, spec = batch.phone.shape[1], generator.spec
    torch_seed = torch.Generator().manual_seed(SEED)
    latent = torch.randn(1, spec.inter_channels, n_frames, generator=torch_seed)
    source = torch.randn(1, n_frames * spec.samples_per_frame, 1, generator=torch_seed)
    device = next(generator.parameters()).device
    phone, sid = batch.phone[:1].to(device), batch.sid[:1].to(device)
    pitch, f0_hz = (None if values is None else values[:1].to(device) for values in (batch.pitch, batch.f0_hz))
    draws = Draws(torch.zeros(1, dtype=torch.int64), latent.to(device), source.to(device) if spec.has_f0 else None)
    with torch.no_grad():
        audio = generator.speak(phone, pitch, f0_hz, sid, draws)[0, 0].float().cpu().numpy()
    part = run / f".{FILE}.part"
    soundfile.write(part, np.clip(audio, -1, 1), spec.sample_rate_hz, format="WAV", subtype="PCM_16")
    return part.replace(run / FILE)


def preview_of(run: Path) -> str:
    """The newest preview of a run, "" where there is none yet."""
    return str(run / FILE) if (run / FILE).exists() else ""
