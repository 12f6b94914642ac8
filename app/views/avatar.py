"""A picture for a voice that has none: two colours and a wave, drawn from its id, so that it is always the same one.

Thread: GUI.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

N_WAVES = 3
N_BARS = 6
N_RINGS = 4


@lru_cache(maxsize=512)
def avatar(voice_id: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """A square picture of `size_px`, round corners, `ratio` device pixels to one."""
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, hashlib.blake2b(voice_id.encode("utf-8"), digest_size=8).digest(), float(size_px))
    painter.end()
    return pixmap


def _draw(painter: QPainter, seed: bytes, size: float) -> None:
    hue = (seed[0] * 256 + seed[4]) / 65_536
    ground = QLinearGradient(QPointF(0, 0), QPointF(size, size))
    ground.setColorAt(0.0, QColor.fromHsvF(hue, 0.62, 0.80))
    ground.setColorAt(1.0, QColor.fromHsvF((hue + 0.09 + seed[1] / 1500) % 1.0, 0.78, 0.50))
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0, 0, size, size), size * 0.24, size * 0.24)
    painter.setClipPath(outline)
    painter.fillRect(QRectF(0, 0, size, size), QBrush(ground))
    (_waves, _bars, _rings)[seed[7] % 3](painter, seed, size)


def _waves(painter: QPainter, seed: bytes, size: float) -> None:
    for n in range(N_WAVES):
        painter.setPen(_pen(n, size))
        painter.drawPath(_wave(seed, n, size))


def _bars(painter: QPainter, seed: bytes, size: float) -> None:
    """A level meter seen from the front."""
    painter.setPen(QPen(QColor(255, 255, 255, 225), size * 0.075, c=Qt.PenCapStyle.RoundCap))
    for n in range(N_BARS):
        swell = 0.35 + 0.65 * math.sin(math.pi * (n + 1) / (N_BARS + 1))
        half = size * swell * (0.10 + 0.20 * seed[n % 8] / 255)
        x = size * (0.2 + 0.6 * n / (N_BARS - 1))
        painter.drawLine(QPointF(x, size / 2 - half), QPointF(x, size / 2 + half))


def _rings(painter: QPainter, seed: bytes, size: float) -> None:
    """Sound spreading from a corner or from the middle."""
    centre = QPointF(size * (0.25 + 0.5 * seed[2] / 255), size * (0.3 + 0.4 * seed[3] / 255))
    for n in range(N_RINGS):
        painter.setPen(QPen(QColor(255, 255, 255, 230 - 50 * n), size * 0.05))
        reach = size * (0.08 + 0.13 * n)
        painter.drawEllipse(centre, reach, reach)


def _pen(n: int, size: float) -> QPen:
    return QPen(QColor(255, 255, 255, 230 - 75 * n), size * (0.055 - 0.010 * n), c=Qt.PenCapStyle.RoundCap)


def _wave(seed: bytes, n: int, size: float) -> QPainterPath:
    """A wave that swells towards the middle."""
    periods, phase = 1.2 + seed[2 + n] / 110, seed[5 + n % 3] / 41
    height = size * (0.30 - 0.07 * n)
    path = QPainterPath()
    for i in range(49):
        at = i / 48
        swell = math.sin(math.pi * at)
        point = QPointF(size * (0.14 + 0.72 * at), size / 2 + height * swell * math.sin(2 * math.pi * periods * at + phase))
        if i:
            path.lineTo(point)
        else:
            path.moveTo(point)
    return path
