"""The Debian package: the program's folder under /usr/lib, a menu entry, icons, AppStream metadata, a manual page."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

from installer.archive import ar_of, files_of, n_bytes, tar_of, xz
from installer.version import day, moment_s, version

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "installer" / "linux"
APP_ID = "io.github.urvc.URVC"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

# What the program's folder leaves to the system (installer/contents.py). Ubuntu 24.04 renamed packages for 64-bit time; their names there
# stand behind the bar.
NEEDS = (
    "libc6 (>= 2.36)",
    "libstdc++6",
    "libgcc-s1",
    "zlib1g",
    "libportaudio2",
    "libpulse0",
    "libasound2 | libasound2t64",
    "libgl1",
    "libegl1",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxau6",
    "libxdmcp6",
    "libdbus-1-3",
    "libexpat1",
    "libfontconfig1",
    "libfreetype6",
    "libglib2.0-0 | libglib2.0-0t64",
)
RECOMMENDS = ("pulseaudio | pipewire-pulse", "fonts-noto-cjk")
EXTENDED = "\n".join(
    (
        " Speak into a microphone; Discord, Zoom, a game or OBS hears another voice,",
        " a few hundredths of a second later, through a microphone of its own that",
        " the program makes.",
        " .",
        " Voices are built in: no download, no account, no graphics card. RVC voices",
        " are dropped into the window.",
    )
)


def tree(program: Path, root: Path) -> None:
    """Lays out under `root` what goes into a system."""
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr" / "share"
    shutil.copytree(program, root / "usr" / "lib" / "urvc", symlinks=True)
    for path in (root / "usr" / "lib" / "urvc").rglob("*.so*"):
        if not path.is_symlink():
            path.chmod(0o644)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "urvc").symlink_to("../lib/urvc/urvc")
    _write(share / "applications" / f"{APP_ID}.desktop", (LINUX / f"{APP_ID}.desktop").read_text(encoding="utf-8"))
    _write(share / "metainfo" / f"{APP_ID}.metainfo.xml", filled(LINUX / f"{APP_ID}.metainfo.xml"))
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / f"{APP_ID}.svg"
    icon.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "urvc.svg", icon)


def filled(template: Path) -> str:
    """A template with version and day."""
    return template.read_text(encoding="utf-8").replace("@VERSION@", version()).replace("@DATE@", day())


def package(program: Path, work: Path, architecture: str) -> bytes:
    """The bytes of the .deb. program: the frozen folder; work: a folder for what is laid out."""
    tree(program, work)
    share = work / "usr" / "share"
    _write(share / "doc" / "urvc" / "copyright", copyright_text())
    _write(share / "doc" / "urvc" / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0))
    _write(share / "man" / "man1" / "urvc.1.gz", gzip.compress(filled(LINUX / "urvc.1").encode(), 9, mtime=0))
    _write(share / "lintian" / "overrides" / "urvc", (LINUX / "lintian-overrides").read_text(encoding="utf-8"))
    hashes = "".join(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(work).as_posix()}\n" for path in files_of(work))
    control = work.with_name(f"{work.name}-control")
    shutil.rmtree(control, ignore_errors=True)
    _write(control / "control", control_text(n_bytes(work), architecture))
    _write(control / "md5sums", hashes)
    members = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.xz", xz(tar_of(control, ".", moment_s()))),
        ("data.tar.xz", xz(tar_of(work, ".", moment_s()))),
    ]
    return ar_of(members, moment_s())


def control_text(size_bytes: int, architecture: str) -> str:
    """The package's own description."""
    return (
        f"Package: urvc\nVersion: {version()}\nArchitecture: {architecture}\nSection: sound\nPriority: optional\n"
        f"Maintainer: URVC developers <urvc@users.noreply.github.com>\nInstalled-Size: {-(-size_bytes // 1024)}\n"
        f"Depends: {', '.join(NEEDS)}\nRecommends: {', '.join(RECOMMENDS)}\n"
        f"Homepage: https://urvc.github.io/\nDescription: real-time voice changer\n{EXTENDED}\n"
    )


def copyright_text() -> str:
    """The program's licence, and where those of everything inside are."""
    inside = "/usr/lib/urvc/_internal/resources/licences.txt"
    return (ROOT / "LICENSE").read_text(encoding="utf-8") + f"\nThe licences of everything inside: {inside}\n"


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
