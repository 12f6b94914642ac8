"""Pitch detectors: 48 kHz audio in, f0 in Hz every 10 ms out. `detector(name)` makes one."""

from engine.pitch.catalogue import detector

__all__ = ["detector"]
