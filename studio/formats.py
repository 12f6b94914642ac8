"""The formats that results are written in."""

from __future__ import annotations

from dataclasses import dataclass

LOSSY_RATES_HZ = (48_000, 44_100, 32_000)


@dataclass(frozen=True, slots=True)
class Format:
    """libsndfile's names; "" where FFmpeg writes it. rates_hz: the only ones it can have, () for any."""

    suffix: str
    kind: str
    subtype: str
    rates_hz: tuple[int, ...] = ()


FORMATS = {
    one.suffix: one
    for one in (
        Format(".wav", "WAV", "PCM_24"),
        Format(".flac", "FLAC", "PCM_24"),
        Format(".mp3", "MP3", "MPEG_LAYER_III", LOSSY_RATES_HZ),
        Format(".ogg", "OGG", "VORBIS"),
        Format(".opus", "OGG", "OPUS", (48_000,)),
        Format(".m4a", "", "", LOSSY_RATES_HZ),
    )
}
READABLE = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au", ".caf", ".w64", ".rf64")
WITH_FFMPEG = (".m4a", ".aac", ".mp4", ".mkv", ".mov", ".webm", ".avi", ".wma", ".ac3", ".m4b", ".mka")
"""Read where the system has FFmpeg."""
