"""Packages: their bytes depend on what is in them, and the tools of the system read them."""

from __future__ import annotations

import io
import os
import plistlib
import shutil
import subprocess
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from installer import debian
from installer.archive import ar_of, tar_of, xz
from installer.licences import bill_of_materials
from installer.macos import build as macos
from installer.version import version
from installer.windows import build as windows

ROOT = Path(__file__).parents[2]
MOMENT_S = 1_700_000_000


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder laid out like the frozen program."""
    folder = tmp_path / "urvc"
    (folder / "_internal" / "resources").mkdir(parents=True)
    (folder / "urvc").write_text("#!/bin/sh\necho hello\n", encoding="utf-8")
    (folder / "urvc").chmod(0o755)
    (folder / "_internal" / "목소리.txt").write_text("x", encoding="utf-8")
    (folder / "_internal" / "link").symlink_to("목소리.txt")
    return folder


def test_the_same_files_give_the_same_bytes_whenever_they_were_made(program: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(program, other, symlinks=True)
    os.utime(other / "urvc", (1, 1))
    (other / "_internal" / "목소리.txt").chmod(0o600)
    assert tar_of(program, "urvc", MOMENT_S) == tar_of(other, "urvc", MOMENT_S)
    (other / "urvc").chmod(0o644)
    assert tar_of(program, "urvc", MOMENT_S) != tar_of(other, "urvc", MOMENT_S)


def test_an_archive_holds_names_links_and_rights(program: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(xz(tar_of(program, "urvc-1", MOMENT_S)))) as tar:
        members = {one.name: one for one in tar.getmembers()}
    assert members["urvc-1/urvc"].mode == 0o755
    assert members["urvc-1/_internal/목소리.txt"].mode == 0o644
    assert members["urvc-1/_internal/link"].linkname == "목소리.txt"
    assert {one.mtime for one in members.values()} == {MOMENT_S}
    assert {one.uname for one in members.values()} == {"root"}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
def test_a_debian_package_is_read_by_dpkg(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MOMENT_S))
    package = tmp_path / "urvc.deb"
    package.write_bytes(debian.package(program, tmp_path / "deb", "amd64"))
    again = debian.package(program, tmp_path / "again", "amd64")
    assert package.read_bytes() == again
    about = subprocess.run(["dpkg-deb", "-f", str(package)], capture_output=True, encoding="utf-8", check=True).stdout
    assert f"Version: {version()}" in about
    assert "libportaudio2" in about
    listed = subprocess.run(["dpkg-deb", "-c", str(package)], capture_output=True, encoding="utf-8", check=True).stdout
    assert "./usr/bin/urvc -> ../lib/urvc/urvc" in listed
    for name in ("applications/io.github.urvc.URVC.desktop", "metainfo/io.github.urvc.URVC.metainfo.xml", "man/man1/urvc.1.gz"):
        assert f"./usr/share/{name}" in listed


def test_an_ar_archive_pads_odd_members() -> None:
    assert ar_of([("a", b"123"), ("b", b"")], 0) == (
        b"!<arch>\n"
        b"a               0           0     0     100644  3         `\n123\n"
        b"b               0           0     0     100644  0         `\n"
    )


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-utils")
def test_the_menu_entry_is_valid() -> None:
    path = debian.LINUX / f"{debian.APP_ID}.desktop"
    assert subprocess.run(["desktop-file-validate", str(path)], capture_output=True, check=True).stdout == b""


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstream")
def test_the_metadata_is_valid(tmp_path: Path) -> None:
    path = tmp_path / f"{debian.APP_ID}.metainfo.xml"
    path.write_text(debian.filled(debian.LINUX / path.name), encoding="utf-8")
    ended = subprocess.run(["appstreamcli", "validate", "--no-net", str(path)], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout


def test_menu_entry_metadata_and_package_name_each_other() -> None:
    tree = ET.parse(debian.LINUX / f"{debian.APP_ID}.metainfo.xml")
    assert tree.findtext("id") == debian.APP_ID
    assert tree.findtext("launchable") == f"{debian.APP_ID}.desktop"


def test_the_windows_installer_needs_no_administrator_and_gets_its_version() -> None:
    script = windows.SCRIPT.read_text(encoding="utf-8")
    assert "PrivilegesRequired=lowest" in script
    assert "urvcw.exe" in script
    line = windows.command("iscc", Path("dist/urvc"))
    for name in ("Version", "Program", "Output"):
        assert f"{{#{name}}}" in script
        assert any(word.startswith(f"/D{name}=") for word in line)


def test_the_zip_is_the_same_each_time(program: Path, tmp_path: Path) -> None:
    assert windows.zipped(program, tmp_path / "a.zip").read_bytes() == windows.zipped(program, tmp_path / "b.zip").read_bytes()


def test_the_app_may_listen_and_is_signed_before_it_is_packed() -> None:
    with macos.ENTITLEMENTS.open("rb") as file:
        assert plistlib.load(file)["com.apple.security.device.audio-input"] is True
    assert "NSMicrophoneUsageDescription" in (ROOT / "urvc.spec").read_text(encoding="utf-8")
    steps = macos.commands(Path("URVC.app"), Path("URVC.dmg"), "Developer ID Application: Somebody", "profile")
    assert [step[0] for step in steps] == ["codesign", "codesign", "hdiutil", "codesign", "xcrun", "xcrun"]
    assert "runtime" in steps[0]
    unsigned = macos.commands(Path("URVC.app"), Path("URVC.dmg"), "", "")
    assert unsigned[0][-2:] == ["-", "URVC.app"]
    assert [step[0] for step in unsigned] == ["codesign", "codesign", "hdiutil"]


def test_the_bill_of_materials_names_every_part_once() -> None:
    from installer.licences import inside

    parts = inside()
    bill = bill_of_materials(parts)
    assert bill["bomFormat"] == "CycloneDX"
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(references) == len(set(references)) == len(parts)
    assert "numba" not in {one["name"] for one in bill["components"]}
    assert bill == bill_of_materials(parts)
