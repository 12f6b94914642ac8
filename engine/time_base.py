"""In what the engine counts time; light to import, also for programs that only talk to it."""

from __future__ import annotations

SAMPLE_RATE_HZ = 48_000
FRAME_MS = 10
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000
