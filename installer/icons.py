"""Makes the icons that Windows and macOS want of resources/icons/urvc.svg: `python -m installer.icons`, whenever that one has changed."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_KINDS = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}


def main() -> int:
    """Writes both files."""
    app = QGuiApplication([*sys.argv[:1], "-platform", "offscreen"])
    drawing = QSvgRenderer(str(ROOT / "resources" / "icons" / "urvc.svg"))
    (ROOT / "installer" / "windows" / "urvc.ico").write_bytes(ico({size: png(drawing, size) for size in ICO_SIZES}))
    (ROOT / "installer" / "macos" / "urvc.icns").write_bytes(icns({kind: png(drawing, size) for kind, size in ICNS_KINDS.items()}))
    app.quit()
    return 0


def png(drawing: QSvgRenderer, size: int) -> bytes:
    """The drawing, `size` pixels square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(images: dict[int, bytes]) -> bytes:
    """Windows' form: a directory, then PNGs."""
    head, body, offset = struct.pack("<HHH", 0, 1, len(images)), b"", 6 + 16 * len(images)
    for size, data in images.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset)
        body, offset = body + data, offset + len(data)
    return head + body


def icns(images: dict[str, bytes]) -> bytes:
    """macOS' form: chunks of kind, length, PNG."""
    body = b"".join(kind.encode() + struct.pack(">I", 8 + len(data)) + data for kind, data in images.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    sys.exit(main())
