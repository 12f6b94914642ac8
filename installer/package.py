"""Builds the program for the system that this runs on: `python3 run.py package`.

    dist/urvc/                      the folder with the executable
    dist/urvc-VERSION-SYSTEM.*      what people download; SHA256SUMS, the bill of materials

Steps: kernels ahead of time, PyInstaller, licences, then the system's packages. The same commit in the same folder gives the same bytes
(SOURCE_DATE_EPOCH is respected); what signs or stamps by nature, Windows' installer and macOS' image, is excepted.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from installer import debian, licences
from installer.archive import n_bytes, sha256, tar_of, xz
from installer.version import moment_s, version

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
MOST_UNPACKED_BYTES, MOST_PACKED_BYTES = 400_000_000, 180_000_000
STRIPPED = (
    "libpython3*.so*",
    "python3*/lib-dynload/*.so",
    "urvc_kernels*.so",
    *(f"{package}/**/*.so" for package in ("cryptography", "pyworld", "aiohttp", "multidict", "propcache", "frozenlist", "yarl")),
)
"""Built with what only a debugger reads."""


class PackageError(Exception):
    """What failed, for a person."""


def main(arguments: list[str]) -> int:
    """The command line; without a word, everything."""
    parser = argparse.ArgumentParser(prog="run.py package", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder-only", action="store_true", help="only the folder with the executable")
    parser.add_argument("--without-freezing", action="store_true", help="pack the folder that is there already")
    chosen = parser.parse_args(arguments)
    try:
        program = DIST / "urvc" if chosen.without_freezing else freeze()
        made = [] if chosen.folder_only else pack(program)
    except PackageError as error:
        sys.stderr.write(f"package: {error}\n")
        return 1
    report(program, made)
    return 0


def freeze() -> Path:
    """The program's folder."""
    environment = {**os.environ, "URVC_KERNELS": str(BUILD / "kernels"), "SOURCE_DATE_EPOCH": str(moment_s()), "PYTHONHASHSEED": "1"}
    environment["URVC_VERSION"] = version()
    # What numba finds compiled already it does not count, and it numbers its symbols: kernels start from nothing.
    environment["NUMBA_CACHE_DIR"] = str(BUILD / "numba")
    for folder in ("kernels", "numba"):
        shutil.rmtree(BUILD / folder, ignore_errors=True)
    run([sys.executable, str(ROOT / "installer" / "kernels.py"), "build", str(BUILD / "kernels")], environment, "compile the kernels")
    where = ["--distpath", str(DIST), "--workpath", str(BUILD / "freeze")]
    run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *where, str(ROOT / "urvc.spec")],
        environment,
        "freeze the program",
    )
    program = DIST / "urvc"
    strip(program / "_internal")
    parts = licences.write_into(program / "_internal" / "resources")
    licences.write_bill(parts, DIST / f"urvc-{version()}-{system()}.cdx.json")
    return program


def strip(inside: Path) -> None:
    """Takes debuggers' tables out of what was built with them, on Linux."""
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return
    for pattern in STRIPPED:
        for path in sorted(inside.glob(pattern)):
            run(["strip", "--strip-unneeded", str(path)], dict(os.environ), f"strip {path.name}")


def pack(program: Path) -> list[Path]:
    """What this system's people download."""
    if sys.platform == "win32":
        from installer.windows import build as windows

        made = windows.pack(program)
    elif sys.platform == "darwin":
        from installer.macos import build as macos

        made = macos.pack(DIST / "URVC.app")
    else:
        made = pack_linux(program)
    sums = "".join(f"{sha256(path)}  {path.name}\n" for path in made)
    (DIST / f"SHA256SUMS-{system()}").write_text(sums, encoding="utf-8")
    return made


def pack_linux(program: Path) -> list[Path]:
    """An archive, a Debian package, and an AppImage where its tool is here."""
    architecture = debian.ARCHITECTURES.get(platform.machine(), platform.machine())
    archive = DIST / f"urvc-{version()}-{system()}.tar.xz"
    archive.write_bytes(xz(tar_of(program, f"urvc-{version()}", moment_s())))
    deb = DIST / f"urvc_{version()}_{architecture}.deb"
    deb.write_bytes(debian.package(program, BUILD / "deb", architecture))
    return [archive, deb, *app_image()]


def app_image() -> list[Path]:
    """Lays out build/URVC.AppDir; makes one file of it where appimagetool is installed (https://appimage.github.io/appimagetool)."""
    folder = BUILD / "URVC.AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BUILD / "deb", folder, symlinks=True)
    share, linux = folder / "usr" / "share", ROOT / "installer" / "linux"
    for name in ("doc", "man", "lintian"):
        shutil.rmtree(share / name, ignore_errors=True)
    shutil.copy2(linux / "AppRun", folder / "AppRun")
    shutil.copyfile(share / "applications" / f"{debian.APP_ID}.desktop", folder / f"{debian.APP_ID}.desktop")
    shutil.copyfile(ROOT / "resources" / "icons" / "urvc.svg", folder / f"{debian.APP_ID}.svg")
    tool = shutil.which("appimagetool")
    if tool is None:
        return []
    image = DIST / f"URVC-{version()}-{platform.machine()}.AppImage"
    environment = {**os.environ, "ARCH": platform.machine(), "SOURCE_DATE_EPOCH": str(moment_s())}
    run([tool, "--no-appstream", str(folder), str(image)], environment, "make the AppImage")
    return [image]


def report(program: Path, made: list[Path]) -> None:
    """Says what there is, and how large."""
    sizes = [(program, n_bytes(program), MOST_UNPACKED_BYTES), *((path, path.stat().st_size, MOST_PACKED_BYTES) for path in made)]
    for path, size, most in sizes:
        over = f" (more than the {most / 1e6:.0f} MB it should be)" if size > most else ""
        print(f"{size / 1e6:7.1f} MB  {path.relative_to(ROOT)}{over}")


def system() -> str:
    """As file names say it: linux-x86_64, windows-amd64, macos-arm64."""
    name = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"{name}-{platform.machine().lower()}"


def run(command: list[str], environment: dict[str, str], doing: str) -> None:
    """Raises PackageError."""
    if importlib.util.find_spec("PyInstaller") is None and "PyInstaller" in command:
        raise PackageError("PyInstaller is not installed; start this through python3 run.py package")
    status = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    if status:
        raise PackageError(f"could not {doing} (exit status {status})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
