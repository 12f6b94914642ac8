"""The changelog from its fragments (changes/*.md).

python -m installer.changelog notes              what the next release's page says
python -m installer.changelog release VERSION    moves the fragments into CHANGELOG.md, under the version and the day of the commit
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from installer.version import day

ROOT = Path(__file__).resolve().parent.parent
UNRELEASED = "(not released yet)"


def main(arguments: list[str]) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(prog="changelog", description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("notes")
    verbs.add_parser("release").add_argument("version")
    chosen = parser.parse_args(arguments)
    if chosen.verb == "notes":
        sys.stdout.write(notes(ROOT))
    else:
        release(ROOT, chosen.version, day())
    return 0


def fragments(root: Path) -> list[Path]:
    """In the order of their names, so that the same fragments give the same text."""
    return sorted((root / "changes").glob("*.md"))


def notes(root: Path) -> str:
    """Every line of every fragment, and what the changelog holds of a version that is not released yet."""
    lines = [path.read_text(encoding="utf-8").strip() for path in fragments(root)]
    return "\n".join([*filter(None, lines), *_waiting(root)]) + "\n"


def release(root: Path, version: str, today: str) -> None:
    """Raises ValueError for a version that is in the changelog already."""
    path = root / "CHANGELOG.md"
    head, *sections = path.read_text(encoding="utf-8").split("\n## ")
    kept = [one for one in sections if UNRELEASED not in one.splitlines()[0]]
    if any(one.split()[0] == version for one in kept):
        raise ValueError(f"version {version} is in the changelog already")
    new = f"{version} ({today})\n\n{notes(root)}"
    path.write_text("\n## ".join([head.rstrip() + "\n", new, *kept]).rstrip() + "\n", encoding="utf-8")
    for fragment in fragments(root):
        fragment.unlink()


def _waiting(root: Path) -> list[str]:
    sections = (root / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    return [one.partition("\n")[2].strip() for one in sections if UNRELEASED in one.splitlines()[0]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
