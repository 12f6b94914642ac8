"""macOS: the virtual cables that people have. BlackHole shows one device of one name, to play into and to listen at."""

from __future__ import annotations

from engine.audio.virtual_mic.contract import Product

PRODUCTS = (
    Product("BlackHole", "Existential Audio", "https://existential.audio/blackhole/", r"(BlackHole \d+ch)"),
    Product("VB-Cable", "VB-Audio", "https://vb-audio.com/Cable/", r"VB-Cable( [A-D])?$"),
)
