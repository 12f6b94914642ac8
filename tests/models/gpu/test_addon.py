"""The add-on from a mirror on this machine, with the bad luck that people have; every time the voice goes on on the processor."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.error_text import error_text
from app.gpu_report import report_of
from jobs.context import JobContext, Step
from jobs.errors import CodedError, WorkCancelled
from models.gpu.addon import SPARE_BYTES, GpuAddon, is_complete
from models.gpu.cards import Card, Cards, NvidiaDriver, is_older, look
from models.gpu.errors import GpuDisk, GpuDownload, GpuNoCard, GpuNoSpace, GpuNotForSystem, GpuOldDriver, GpuWrongFile
from models.gpu.load import preload, use_addon
from models.gpu.pins import AddonKind, Wheel, pinned
from tests.models.http_files import Files, Served, file_server

ROOT = Path(__file__).resolve().parents[3]
GOOD = Cards((Card("nvidia", "GeForce RTX 4060"),), "580.95.05")
RUNTIME = {"onnxruntime/__init__.py": b"MADE_BY = 'the add-on'\n", "onnxruntime/capi/library.bin": bytes(400_000)}
LIBRARY = {
    "nvidia/cu13/lib/data.bin": bytes(range(256)) * 2000,
    "nvidia/cu13/include/cuda.h": b"unused",
    "nvidia/cu13/lib/libnvblas.so.13": b"x",
}


@pytest.fixture
def mirror() -> Iterator[Files]:
    with file_server() as files:
        yield files


def wheel_of(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def pin(mirror: Files, name: str, data: bytes, python: str = "", **faults: Any) -> Wheel:
    address = mirror.put(f"/{name}.whl", Served(data, **faults))
    digest = hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    return Wheel(
        name=name,
        version="1",
        system="here",
        python=python,
        file_name=f"{name}.whl",
        n_bytes=len(data),
        unpacked_bytes=unpacked,
        sha256=digest,
        addresses=(address,),
    )


def addon(mirror: Files, root: Path, version: str = "1-a", free: int = 10**12, **faults: Any) -> GpuAddon:
    wheels = (pin(mirror, "library", wheel_of(LIBRARY), **faults), pin(mirror, "runtime", wheel_of(RUNTIME), "311"))
    return GpuAddon(AddonKind(version, "580", wheels), root, lambda _: free)


def sentence(error: CodedError) -> str:
    text = error_text(error.code, error.doing, error.subject, error.facts)
    assert "{" not in text
    assert " - " not in text
    return text


def test_it_is_fetched_unpacked_and_removed(mirror: Files, tmp_path: Path) -> None:
    wanted, steps = addon(mirror, tmp_path / "gpu"), list[Step]()
    before = wanted.status()
    assert before.state == "missing"
    assert before.to_fetch_bytes == wanted.kind.n_bytes
    assert before.needed_bytes == wanted.kind.unpacked_bytes + max(wheel.n_bytes for wheel in wanted.kind.wheels)
    folder = wanted.add(JobContext(steps.append))
    assert (folder / "nvidia/cu13/lib/data.bin").read_bytes() == LIBRARY["nvidia/cu13/lib/data.bin"]
    assert not list(folder.rglob("cuda.h"))
    assert not list(folder.rglob("libnvblas*"))
    assert [path.name for path in wanted.root.iterdir()] == ["1-a"]  # no wheel is kept beside what came out of it
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert wanted.status().state == "ready"
    asked = len(mirror.asked)
    wanted.add()
    assert len(mirror.asked) == asked
    assert wanted.remove() > 900_000
    assert not wanted.root.exists()


def test_too_little_room_is_said_before_anything_is_fetched(mirror: Files, tmp_path: Path) -> None:
    wanted = addon(mirror, tmp_path, free=SPARE_BYTES + 1000)
    with pytest.raises(GpuNoSpace) as caught:
        wanted.add()
    assert "are needed" in sentence(caught.value)
    assert not mirror.asked


def test_a_disk_that_fills_while_unpacking_leaves_the_rest(mirror: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, real = addon(mirror, tmp_path), shutil.copyfileobj

    def full(source: Any, target: Any, length: int = 0) -> None:
        if "library.bin" in target.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target, length)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfileobj", full)
        with pytest.raises(GpuDisk) as caught:
            wanted.add()
    assert "No space left" in sentence(caught.value)
    assert wanted.status().state == "begun"
    asked = len(mirror.asked)
    wanted.add()
    assert wanted.status().state == "ready"
    assert len(mirror.asked) - asked <= 1  # the first wheel is not fetched again


def test_a_cut_download_goes_on_where_it_ended(mirror: Files, tmp_path: Path) -> None:
    wanted = addon(mirror, tmp_path, cuts=[100_000] * 4)
    with pytest.raises(GpuDownload) as caught:
        wanted.add()
    assert "kept" in sentence(caught.value)
    wanted.add()
    assert wanted.status().state == "ready"
    assert any(wanted_range == "bytes=400000-" for _, wanted_range, _ in mirror.asked)
    assert mirror.n_sent <= wanted.kind.n_bytes  # no byte came twice


def test_stopped_it_goes_on_later(mirror: Files, tmp_path: Path) -> None:
    wanted, seen = addon(mirror, tmp_path), list[Step]()
    with pytest.raises(WorkCancelled):
        wanted.add(JobContext(seen.append, lambda: len(seen) > 3))
    wanted.add()
    assert is_complete(wanted.folder)


def test_another_file_than_the_pinned_one_is_not_taken(mirror: Files, tmp_path: Path) -> None:
    wanted = addon(mirror, tmp_path)
    mirror.served["/library.whl"].content = mirror.served["/library.whl"].content[:-1] + b"\x01"
    with pytest.raises(GpuWrongFile) as caught:
        wanted.add()
    assert "not the file" in sentence(caught.value)
    assert not list(tmp_path.rglob("data.bin"))


def test_a_wheel_cannot_write_elsewhere(mirror: Files, tmp_path: Path) -> None:
    bad = pin(mirror, "bad", wheel_of({"../../outside.txt": b"x"}), "311")
    with pytest.raises(GpuWrongFile):
        GpuAddon(AddonKind("1-b", "580", (bad,)), tmp_path / "gpu", lambda _: 10**12).add()
    assert not list(tmp_path.rglob("outside.txt"))


def test_another_version_is_not_loaded_and_goes_when_this_one_is_ready(mirror: Files, tmp_path: Path) -> None:
    addon(mirror, tmp_path, "1-old").add()
    wanted = addon(mirror, tmp_path, "2-new")
    assert wanted.status().state == "other_version"
    assert use_addon(wanted).used is False
    found = report_of(GOOD, lambda: wanted)
    assert found.code == "gpu.other_version"
    assert found.offered
    wanted.add()
    assert [path.name for path in tmp_path.iterdir()] == ["2-new"]
    assert report_of(GOOD, lambda: wanted).code == "gpu.ready"


def test_an_old_driver_is_said_with_both_versions(mirror: Files, tmp_path: Path) -> None:
    wanted, old = addon(mirror, tmp_path), Cards(GOOD.cards, "535.183.01")
    with pytest.raises(GpuOldDriver) as caught:
        wanted.check(old)
    assert "535.183.01" in sentence(caught.value)
    assert "580" in sentence(caught.value)
    assert report_of(old, lambda: wanted).code == "gpu.old_driver"
    wanted.check(GOOD)


@pytest.mark.parametrize(
    ("cards", "code"),
    [
        (Cards(), "gpu.none"),
        (Cards((Card("other"),)), "gpu.none"),
        (Cards((Card("nvidia"),)), "gpu.no_driver"),
        (Cards((Card("amd", "Radeon RX 7600"),)), "gpu.amd"),
        (Cards((Card("intel"),)), "gpu.intel"),
        (Cards((Card("intel"), *GOOD.cards), GOOD.driver), "gpu.offer"),
    ],
)
def test_what_is_there_is_said_in_words(cards: Cards, code: str, mirror: Files, tmp_path: Path) -> None:
    found = report_of(cards, lambda: addon(mirror, tmp_path))
    assert found.code == code
    assert "{" not in error_text(found.code, "", found.subject, found.facts)
    if code not in ("gpu.offer",):
        with pytest.raises(GpuNoCard):
            addon(mirror, tmp_path).check(cards)


def test_cards_are_read_from_the_system(tmp_path: Path) -> None:
    for name, vendor, kind in (("0", "0x10de", "0x030000"), ("1", "0x1002", "0x038000"), ("2", "0x8086", "0x020000")):
        device = tmp_path / "sys/bus/pci/devices" / name
        device.mkdir(parents=True)
        (device / "vendor").write_text(vendor + "\n", encoding="ascii")
        (device / "class").write_text(kind + "\n", encoding="ascii")
    if sys.platform.startswith("linux"):
        assert look(tmp_path, lambda: None) == Cards((Card("nvidia"), Card("amd")))
        told = look(tmp_path, lambda: NvidiaDriver("580.1", ("GeForce",)))
        assert told == Cards((Card("nvidia", "GeForce"), Card("amd")), "580.1")


@pytest.mark.parametrize(
    ("driver", "older"), [("579.99.99", True), ("580", False), ("580.65.06", False), ("1000.1", False), ("what", True)]
)
def test_drivers_are_compared_by_their_numbers(driver: str, older: bool) -> None:
    assert is_older(driver, "580") is older


def test_a_library_that_cannot_be_loaded_keeps_the_own_runtime(mirror: Files, tmp_path: Path) -> None:
    (tmp_path / "nvidia").mkdir()
    (tmp_path / "nvidia" / ("broken.dll" if sys.platform == "win32" else "broken.so")).write_bytes(b"no library")
    assert "broken" in preload(tmp_path)


def test_the_add_on_takes_the_place_of_the_own_runtime(mirror: Files, tmp_path: Path) -> None:
    """In a process of its own, before anything has imported it."""
    wanted = addon(mirror, tmp_path)
    folder = wanted.add()
    code = f"""
import sys
from pathlib import Path
from models.gpu.load import AddonFinder
sys.meta_path.insert(0, AddonFinder(Path({str(folder)!r})))
import onnxruntime, numpy
print(onnxruntime.MADE_BY)
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "the add-on"


def test_the_pins_fit_the_systems_they_are_for() -> None:
    for system in ("linux-x86_64", "windows-amd64"):
        for python in ("311", "312", "313", "314"):
            kind = pinned(system, python)
            assert len({wheel.name for wheel in kind.wheels}) == len(kind.wheels)
            assert all(len(wheel.sha256) == 64 and wheel.addresses[0].endswith(wheel.file_name) for wheel in kind.wheels)
            assert 10**9 < kind.n_bytes < kind.unpacked_bytes < 6 * 10**9
    with pytest.raises(GpuNotForSystem):
        pinned("macos-arm64", "311")


def test_the_pins_are_what_the_lock_says() -> None:
    locked = dict(line.split("==") for line in (ROOT / "requirements-gpu.lock").read_text(encoding="utf-8").split())
    pins = json.loads((ROOT / "resources" / "gpu" / "wheels.json").read_text(encoding="utf-8"))["wheels"]
    assert {(pin["name"], pin["version"]) for pin in pins} == set(locked.items())
