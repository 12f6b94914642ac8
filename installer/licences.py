"""Writes down what the executable is made of: for its About page, for the Debian package, and as a bill of materials (CycloneDX)."""

from __future__ import annotations

import json
import platform
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from app.components import Component, as_json, installed
from installer.contents import LEFT_OUT
from installer.version import moment_s, version

STANDARD = "1.6"
NOT_INSIDE = {name.replace("_", "-").lower() for name in LEFT_OUT if "." not in name}
NOT_PYTHON = ("Python", "Qt")
QT = "https://code.qt.io/cgit/qt/qtbase.git/"


def inside() -> tuple[Component, ...]:
    """Every part of the executable."""
    parts = [part for part in installed() if part.name.lower() not in NOT_INSIDE]
    texts = Path(sys.base_prefix) / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "LICENSE.txt"
    python = texts.read_text(encoding="utf-8", errors="replace") if texts.exists() else ""
    parts.append(Component("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", python))
    parts.append(Component("Qt", _qt(), "LGPL-3.0-only", QT, "Dynamically linked: the libraries in PySide6/Qt may be replaced."))
    return tuple(sorted(parts, key=lambda part: part.name.lower()))


def _qt() -> str:
    return next((part.version for part in installed() if part.name.lower() == "pyside6-essentials"), "")


def write_into(resources: Path) -> tuple[Component, ...]:
    """Writes licences.json and licences.txt into the program's resources."""
    parts = inside()
    (resources / "licences.json").write_text(as_json(parts), encoding="utf-8")
    texts = [f"{part.name} {part.version}\n{part.licence}\n{part.homepage}\n\n{part.text}" for part in parts]
    (resources / "licences.txt").write_text(("\n\n" + "=" * 80 + "\n\n").join(texts) + "\n", encoding="utf-8")
    return parts


def bill_of_materials(parts: tuple[Component, ...]) -> dict[str, Any]:
    """CycloneDX, as a record to be written as JSON. The same parts give the same bytes."""
    names = "\n".join(f"{part.name} {part.version}" for part in parts)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": STANDARD,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urvc {version()} {moment_s()} {names}')}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "urvc", "name": "urvc", "version": version()}},
        "components": [_component(part) for part in parts],
        "dependencies": [{"ref": "urvc", "dependsOn": [_address(part) for part in parts]}],
    }


def write_bill(parts: tuple[Component, ...], path: Path) -> None:
    """The bill of materials as a file."""
    path.write_text(json.dumps(bill_of_materials(parts), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _component(part: Component) -> dict[str, Any]:
    words = re.sub(r" (OR|AND|WITH) |[()]", "", part.licence)
    spdx = bool(re.fullmatch(r"[A-Za-z0-9.+-]+", words))
    record: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(part),
        "name": part.name,
        "version": part.version,
        "licenses": [{"expression": part.licence} if spdx else {"license": {"name": part.licence}}],
    }
    if part.name not in NOT_PYTHON:
        record["purl"] = _address(part)
    return record


def _address(part: Component) -> str:
    kind = "generic" if part.name in NOT_PYTHON else "pypi"
    return f"pkg:{kind}/{part.name.lower()}@{part.version}"
