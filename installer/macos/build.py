"""macOS: the .app, signed with the hardened runtime where there is an identity, in a disk image.

URVC_SIGN_AS      the identity ("Developer ID Application: ..."); without it the app is signed for this machine only
URVC_NOTARIZE_AS  a profile of `xcrun notarytool store-credentials`; without it the image is not notarised
"""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from installer.version import version

ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")


def pack(app: Path) -> list[Path]:
    """The disk image."""
    image = app.parent / f"URVC-{version()}-macos-{platform.machine()}.dmg"
    for command in commands(app, image, os.environ.get("URVC_SIGN_AS", ""), os.environ.get("URVC_NOTARIZE_AS", "")):
        subprocess.run(command, check=True)
    return [image]


def commands(app: Path, image: Path, identity: str, profile: str) -> list[list[str]]:
    """What is run, in order."""
    sign = ["codesign", "--force", "--deep", "--options", "runtime", "--entitlements", str(ENTITLEMENTS)]
    steps = [
        [*sign, *(["--timestamp"] if identity else []), "--sign", identity or "-", str(app)],
        ["codesign", "--verify", "--deep", "--strict", str(app)],
        ["hdiutil", "create", "-volname", "URVC", "-srcfolder", str(app), "-ov", "-format", "UDZO", str(image)],
    ]
    if identity:
        steps.append(["codesign", "--timestamp", "--sign", identity, str(image)])
    if identity and profile:
        steps.append(["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"])
        steps.append(["xcrun", "stapler", "staple", str(image)])
    return steps
