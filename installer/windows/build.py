"""Windows: an installer for one user, by Inno Setup, and the folder as a zip."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from installer.archive import files_of
from installer.version import version

SCRIPT = Path(__file__).with_name("urvc.iss")
FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def pack(program: Path) -> list[Path]:
    """The zip, and the installer where Inno Setup is installed."""
    made = [zipped(program, program.parent / f"urvc-{version()}-windows.zip")]
    compiler = shutil.which("iscc") or _usual_place()
    if compiler:
        subprocess.run(command(compiler, program), check=True)
        made.append(program.parent / f"urvc-{version()}-windows-setup.exe")
    return made


def command(compiler: str, program: Path) -> list[str]:
    """What compiles the installer."""
    return [compiler, "/Qp", f"/DVersion={version()}", f"/DProgram={program}", f"/DOutput={program.parent}", str(SCRIPT)]


def zipped(program: Path, target: Path) -> Path:
    """Sorted and without dates: the same folder gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_of(program):
            entry = zipfile.ZipInfo(f"urvc/{path.relative_to(program).as_posix()}", FIRST_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def _usual_place() -> str:
    path = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "Inno Setup 6" / "ISCC.exe"
    return str(path) if path.exists() else ""
