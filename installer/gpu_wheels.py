"""Pins the wheels of the GPU add-on: `python installer/gpu_wheels.py` writes resources/gpu/wheels.json from requirements-gpu.lock.

Asks the package index through pip: addresses, hashes and sizes of every wheel for every system and Python that the add-on exists for. Only
the lists of contents at the wheels' ends are read, not the wheels.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK, PINS = ROOT / "requirements-gpu.lock", ROOT / "resources" / "gpu" / "wheels.json"
SYSTEMS = {"linux-x86_64": "manylinux_2_28_x86_64", "windows-amd64": "win_amd64"}
PYTHONS = ("311", "312", "313", "314")
RUNTIME = "onnxruntime-gpu"
OLDEST_DRIVER = "580"
"""That CUDA 13 runs on, on both systems."""


def main() -> int:
    """Writes the file."""
    lines = [line.strip() for line in LOCK.read_text(encoding="utf-8").splitlines() if line.strip()]
    libraries = [line for line in lines if not line.startswith(f"{RUNTIME}==")]
    runtime = next(line for line in lines if line.startswith(f"{RUNTIME}=="))
    wheels = []
    for system, platform in SYSTEMS.items():
        wheels += [wheel(found, system, "") for found in resolved(libraries, platform, PYTHONS[0])]
        for python in PYTHONS:
            wheels += [wheel(found, system, python) for found in resolved([runtime], platform, python)]
    record = {"driver": OLDEST_DRIVER, "wheels": wheels}
    PINS.parent.mkdir(parents=True, exist_ok=True)
    PINS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


def resolved(wanted: list[str], platform: str, python: str) -> list[dict[str, Any]]:
    """What pip would install, in the order of `wanted`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        platforms = [platform, *(["manylinux_2_27_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"] if "linux" in platform else [])]
        further = ["manylinux_2_12_x86_64", "manylinux2010_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64"]
        platforms += further if "linux" in platform else []
        command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary=:all:"]
        command += [word for one in platforms for word in ("--platform", one)]
        command += ["--python-version", python, "--target", folder, "--report", str(report), *wanted]
        subprocess.run(command, check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    names = [line.partition("==")[0] for line in wanted]
    return sorted(found, key=lambda one: names.index(one["metadata"]["name"].lower()))


def wheel(found: dict[str, Any], system: str, python: str) -> dict[str, Any]:
    """One pin."""
    from pip._internal.network.lazy_wheel import LazyZipOverHTTP
    from pip._internal.network.session import PipSession

    address = found["download_info"]["url"]
    with PipSession() as session, LazyZipOverHTTP(address, session) as remote:
        n_bytes = int(remote._length)
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(remote).infolist())
    return {
        "name": found["metadata"]["name"],
        "version": found["metadata"]["version"],
        "system": system,
        "python": python,
        "file_name": address.rsplit("/", 1)[-1],
        "n_bytes": n_bytes,
        "unpacked_bytes": unpacked,
        "sha256": found["download_info"]["archive_info"]["hashes"]["sha256"],
        "addresses": [address],
    }


if __name__ == "__main__":
    sys.exit(main())
