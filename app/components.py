"""What the program is made of: every package inside, its version, its licence and the licence's text.

In the executable this was written down when it was built (installer/licences.py); elsewhere the installed packages are asked.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

import resources

PROGRAM = "urvc"
WRITTEN = "licences.json"
_TEXT_NAMES = re.compile(r"^(licen[cs]e|copying|notice|authors|third.?party)", re.IGNORECASE)
_MOST_TEXT_CHARS = 200_000
_UNKNOWN = "see its text"


@dataclass(frozen=True, slots=True)
class Component:
    """One part. licence: as the package names it, an SPDX expression where it has one; text: all its licence files."""

    name: str
    version: str
    licence: str
    homepage: str = ""
    text: str = ""


def program_version() -> str:
    """URVC's own, as it was built or installed."""
    try:
        return metadata.version(PROGRAM)
    except metadata.PackageNotFoundError:
        return "unknown"


@cache
def components() -> tuple[Component, ...]:
    """All parts but the program itself, by name."""
    written = Path(resources.__file__).parent / WRITTEN
    if written.exists():
        return tuple(Component(**one) for one in json.loads(written.read_text(encoding="utf-8")))
    return installed()


def installed() -> tuple[Component, ...]:
    """What the program's own requirements name, and theirs, as far as it is installed here."""
    found: dict[str, Component] = {}
    wanted = [PROGRAM]
    while wanted:
        name = wanted.pop()
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if name in found:
            continue
        found[name] = _component(about)
        wanted += [one for one in map(_needed, about.requires or ()) if one and one not in found]
    found.pop(PROGRAM, None)
    return tuple(found[name] for name in sorted(found))


def as_json(parts: tuple[Component, ...]) -> str:
    """What `components` reads back."""
    return json.dumps([asdict(part) for part in parts], indent=1, ensure_ascii=False) + "\n"


def _needed(line: str) -> str:
    """The name that a requirement asks for on this system, "" where it asks for nothing."""
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return ""
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return ""
    return str(canonicalize_name(requirement.name))


def _component(about: metadata.Distribution) -> Component:
    fields = about.metadata
    homes = [line.partition(", ")[2] for line in fields.get_all("Project-URL") or ()]
    return Component(
        name=str(fields["Name"]),
        version=about.version,
        licence=_licence(about),
        homepage=str(_field(about, "Home-page") or next(iter(homes), "")),
        text=_text(about),
    )


def _field(about: metadata.Distribution, name: str) -> str:
    """A field that a package may lack; another library's reader raises where Python's own says None."""
    return str(next(iter(about.metadata.get_all(name) or ()), "") or "")


def _licence(about: metadata.Distribution) -> str:
    fields = about.metadata
    classified = [line.rpartition(" :: ")[2] for line in fields.get_all("Classifier") or () if line.startswith("License ::")]
    free = _field(about, "License").strip()
    short = free if free and len(free) < 80 and "\n" not in free else ""
    return _field(about, "License-Expression") or short or ", ".join(classified) or _UNKNOWN


def _text(about: metadata.Distribution) -> str:
    """The licence files, one after the other; where a package has none, what it says of its licence."""
    texts = []
    for file in about.files or ():
        if _TEXT_NAMES.match(file.name) and file.suffix not in (".py", ".pyc", ".so") and ".dist-info" in str(file):
            path = Path(str(about.locate_file(file)))
            if path.is_file():
                texts.append(path.read_text(encoding="utf-8", errors="replace").strip())
    text = "\n\n".join(texts) or _field(about, "License").strip()
    return text[:_MOST_TEXT_CHARS]
