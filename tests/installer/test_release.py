"""What is written down for a release: the changelog, the workflow's files, what Windows and macOS would be told to do."""

from __future__ import annotations

import json
import plistlib
import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from installer.changelog import notes, release
from installer.contents import data_files, keeps_binary, keeps_data, leading_somewhere
from installer.debian import control_text
from installer.macos import build as macos
from installer.version import version
from installer.windows import build as windows

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"


def project(folder: Path) -> Path:
    (folder / "changes").mkdir()
    (folder / "changes" / "b.md").write_text("- B\n", encoding="utf-8")
    (folder / "changes" / "a.md").write_text("- A\n- more of A\n", encoding="utf-8")
    (folder / "CHANGELOG.md").write_text("# Changes\n\n## 0.1.0 (not released yet)\n\n- First\n", encoding="utf-8")
    return folder


def test_fragments_become_the_changelog_of_a_version(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert notes(root) == "- A\n- more of A\n- B\n- First\n"
    release(root, "0.1.0", "2026-12-01")
    (root / "changes" / "c.md").write_text("- C\n", encoding="utf-8")
    release(root, "0.2.0", "2026-12-09")
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text == "# Changes\n\n## 0.2.0 (2026-12-09)\n\n- C\n\n## 0.1.0 (2026-12-01)\n\n- A\n- more of A\n- B\n- First\n"
    assert not list((root / "changes").iterdir())
    with pytest.raises(ValueError, match="already"):
        release(root, "0.2.0", "2026-12-10")


def test_the_workflow_builds_three_systems_and_publishes_only_tags() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert set(re.findall(r"name: (\w+) }", text)) == {"linux", "windows", "macos"}
    publish = text[text.index("\n  publish:") :]
    assert "needs: [build, wheel]" in publish
    assert "if: startsWith(github.ref, 'refs/tags/v')" in publish
    assert "contents: write" not in text[: text.index("\n  publish:")]
    for wanted in ("run.py package", "installer.smoke", "--selfcheck", "sha256sum --check", "installer.changelog notes"):
        assert wanted in text


def test_the_version_stands_in_one_place() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version() == said
    assert f"Version: {said}\n" in control_text(1000, "amd64")
    for path in (ROOT / "urvc.spec", *(ROOT / "installer").rglob("*.py"), ROOT / "installer/windows/urvc.iss", WORKFLOW):
        assert not re.search(rf"\b{re.escape(said)}\b", path.read_text(encoding="utf-8")), path


def test_windows_is_told_to_install_for_one_user_and_to_leave_the_users_own() -> None:
    command = windows.command("iscc", ROOT / "dist" / "urvc")
    assert command[-1].endswith("urvc.iss")
    assert {word.split("=")[0] for word in command[2:-1]} == {"/DVersion", "/DProgram", "/DOutput"}
    script = (ROOT / "installer" / "windows" / "urvc.iss").read_text(encoding="utf-8")
    defined = {"Version", "Program", "Output"}
    assert set(re.findall(r"\{#(\w+)\}", script)) == defined
    assert "PrivilegesRequired=lowest" in script
    deleted = script.partition("[UninstallDelete]")[2]
    assert "localappdata}\\urvc" not in "".join(line for line in deleted.splitlines() if not line.startswith(";"))
    for file in re.findall(r"^(?:LicenseFile|SetupIconFile)=(.+)$", script, re.MULTILINE):
        assert (ROOT / "installer" / "windows" / file.replace("\\", "/")).is_file()


def test_the_zip_of_a_folder_is_the_same_every_time(tmp_path: Path) -> None:
    program = tmp_path / "urvc"
    (program / "b").mkdir(parents=True)
    (program / "urvc.exe").write_bytes(b"1")
    (program / "b" / "c.dll").write_bytes(b"2")
    first, second = (windows.zipped(program, tmp_path / name).read_bytes() for name in ("1.zip", "2.zip"))
    assert first == second
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert sorted(archive.namelist()) == ["urvc/b/c.dll", "urvc/urvc.exe"]


def test_macos_signs_before_it_packs_and_notarises_only_what_is_signed() -> None:
    app, image = Path("URVC.app"), Path("URVC.dmg")
    plain = macos.commands(app, image, "", "")
    assert [step[0] for step in plain] == ["codesign", "codesign", "hdiutil"]
    whole = macos.commands(app, image, "Developer ID Application: X", "profile")
    assert [step[0] for step in whole] == ["codesign", "codesign", "hdiutil", "codesign", "xcrun", "xcrun"]
    assert "runtime" in whole[0]
    assert "--timestamp" in whole[0]
    entitlements = plistlib.loads((ROOT / "installer" / "macos" / "entitlements.plist").read_bytes())
    assert entitlements["com.apple.security.device.audio-input"] is True


def test_the_script_that_obs_runs_is_a_file_of_the_program() -> None:
    places = {(Path(file).name, folder) for file, folder in data_files()}
    assert ("urvc.py", str(Path("resources") / "obs")) in places
    assert not [file for file, _ in data_files() if file.endswith("__init__.py")]


def test_pins_and_bill_are_json() -> None:
    json.loads((ROOT / "resources" / "gpu" / "wheels.json").read_text(encoding="utf-8"))


def test_providers_for_cards_stay_out_and_their_bridge_goes_in() -> None:
    assert not keeps_binary("onnxruntime/capi/libonnxruntime_providers_cuda.so")
    assert not keeps_binary("onnxruntime/capi/onnxruntime_providers_tensorrt.dll")
    assert keeps_binary("onnxruntime/capi/libonnxruntime_providers_shared.so")
    assert keeps_binary("onnxruntime/capi/onnxruntime_providers_shared.dll")


def test_where_and_how_a_library_was_installed_for_the_build_stays_out() -> None:
    assert not keeps_data("keyring-25.7.0.dist-info/RECORD")
    assert keeps_data("keyring-25.7.0.dist-info/entry_points.txt")


def test_no_link_leads_to_what_stays_out() -> None:
    library, left_out = "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib/libQt6WaylandClient.so.6"
    links = [(Path(place).name, place, "SYMLINK") for place in (library, left_out)]
    assert leading_somewhere([*links, ("a.txt", "/a.txt", "DATA")], [library, "a.txt"]) == [links[0], ("a.txt", "/a.txt", "DATA")]
