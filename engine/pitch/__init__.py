"""Pitch detectors: 48 kHz audio in, f0 in Hz every 10 ms out. `detector(name)` makes one."""

from engine.pitch.catalogue import detector, detector_timing

__all__ = ["detector", "detector_timing"]
