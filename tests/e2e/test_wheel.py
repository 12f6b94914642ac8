"""The wheel in a clean environment, with the sources gone: what `pip install urvc` gives."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = Path(sys.prefix) / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
pytestmark = [pytest.mark.programs, pytest.mark.skipif(os.name == "nt", reason="looks for the libraries where Unix has them")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what git knows, so that nothing that lies about gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", "--recurse-submodules"], capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/", "bench/")):
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and reads the libraries where they are; this checkout is on no path of it."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    own = folder / LIBRARIES.relative_to(sys.prefix)
    (own / "libraries.pth").write_text(
        f"{LIBRARIES}\n", encoding="utf-8"
    )  # files of that kind inside are not followed: no editable install
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(own)
    return folder / "bin" / "python"


def run(python: Path, *arguments: str, home: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run([python, "-P", "-m", "app", *arguments], env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_it_holds_the_program_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} <= {
        "app", "engine", "jobs", "models", "resources", "studio", "training", "service"
    }  # fmt: skip
    for wanted in (
        "resources/gpu/wheels.json",
        "resources/obs/urvc.py",
        "resources/voices/builtin.toml",
        "resources/translations/urvc_ko.qm",
    ):
        assert wanted in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".nbi")]


def test_it_speaks_without_the_sources(installed: Path, tmp_path: Path) -> None:
    found = subprocess.run(
        [installed, "-P", "-c", "import app; print(app.__file__)"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(ROOT / "app") not in found.stdout
    assert run(installed, "--version", home=tmp_path).startswith("urvc ")
    assert "robot" in run(installed, "voices", "list", home=tmp_path)
    run(installed, "demo", "--voice", "robot", "--to", "out.wav", home=tmp_path)
    assert (tmp_path / "out.wav").stat().st_size > 100_000
    assert '"code": "gpu.' in run(installed, "gpu", "status", "--json", home=tmp_path)


def test_its_extras_are_the_ones_that_the_documentation_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    extras = {line.removeprefix("Provides-Extra: ") for line in text.splitlines() if line.startswith("Provides-Extra: ")}
    assert {"gpu", "studio", "training"} <= extras
