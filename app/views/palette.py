"""The colours of the window, by their job, and how far apart they are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #RRGGBB. `surface` is a card, `raised` a button or a field; `good`, `warn`, `bad` are texts, the `meter_` ones areas."""

    scheme: str
    background: str
    surface: str
    raised: str
    hover: str
    border: str
    line: str
    text: str
    text_dim: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    warn: str
    bad: str
    meter_track: str
    meter_good: str
    meter_warn: str
    meter_bad: str
    curve_in: str
    curve_out: str


TEXT_ON: tuple[tuple[str, str], ...] = (
    *(("text", ground) for ground in ("background", "surface", "raised", "hover", "line")),
    *(("text_dim", ground) for ground in ("background", "surface", "raised")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover")),
    *((word, ground) for word in ("accent", "good", "warn", "bad") for ground in ("background", "surface")),
    ("bad", "raised"),
)
"""Every pair of text and background that the style sheet makes: 4.5 to 1 at least."""

SHAPE_ON: tuple[tuple[str, str], ...] = (
    *(("border", ground) for ground in ("background", "surface")),
    *((curve, ground) for curve in ("curve_in", "curve_out", "accent") for ground in ("background", "surface")),
)
"""Outlines of fields and curves on their background: 3 to 1 at least."""


def load_palette(scheme: str) -> Palette:
    """The palette called `scheme`, one of SCHEMES."""
    text = (files("resources") / "style" / f"{scheme}.toml").read_text(encoding="utf-8")
    return Palette(scheme=scheme, **tomllib.loads(text))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
