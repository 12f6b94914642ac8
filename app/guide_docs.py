"""Writes docs/guides from resources/guides.toml: python -m app.guide_docs [FOLDER]. A test sees that both say the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.guides import Guide, Guides, Picture, load_guides

INDEX = "README.md"
FOLDER = Path(__file__).resolve().parents[1] / "docs/guides"
MADE = "<!-- Made from resources/guides.toml by: python -m app.guide_docs -->"


def pages(guides: Guides) -> dict[str, str]:
    """File name -> Markdown."""
    return {INDEX: _index(guides), **{f"{guide.id}.md": _page(guide, guides) for guide in guides.guide}}


def _index(guides: Guides) -> str:
    lines = [MADE, "", "# Use it in other programs", ""]
    lines += ["Other programs hear the voice through a microphone that is called", ""]
    lines += _table(("on", "microphone", "before the first time"), [(s.name, f"**{s.microphone}**", s.before) for s in guides.system])
    lines += ["", "Start the voice (`urvc live --voice robot`, or the button in the window), then choose that microphone in", ""]
    lines += [f"- [{guide.name}]({guide.id}.md)" for guide in guides.guide]
    lines += [
        "",
        "For any other program: choose the microphone there, and switch off everything that improves or cleans it: echo cancelling, noise",
    ]
    lines += ["suppression, automatic gain. Such helpers expect a plain voice, and take away what they do not know.", ""]
    lines += ["A program without a choice of its own takes the system's microphone:", ""]
    lines += [f"- {system.name}: {system.default_microphone}" for system in guides.system]
    lines += [
        "",
        "Nobody hears you? `urvc microphone` says what the microphone is called here, and the page *Use it in...* in the window shows the",
    ]
    lines += ["level that leaves URVC and the level that arrives at the microphone, side by side.", "", _picture(guides.page)]
    return "\n".join(lines) + "\n"


def _page(guide: Guide, guides: Guides) -> str:
    lines = [MADE, "", f"# Use it in {guide.name}", ""]
    lines += ["1. Start the voice: `urvc live --voice robot`, or the button in the window. Use headphones."]
    lines += [f"2. {guide.choose}: choose the microphone of your system.", ""]
    rows = [(system.name, f"**{system.microphone}**", system.before) for system in guides.system]
    lines += _indented(_table(("on", "microphone", "before the first time"), rows))
    lines += ["", "3. Set these there:", ""]
    lines += _indented(_table(("setting", "to", "why"), [(s.name, f"**{s.set}**", s.why) for s in guide.switches]))
    lines += ["", f"4. Try it. {guide.test}", ""]
    lines += [f"- {note}" for note in (*guide.notes, *guide.terminal)]
    lines += [f"- {guides.system_of(system_id).name}: {text}" for system_id, text in guide.on.items()]
    lines += [""] * bool(guide.notes or guide.on)
    for picture in guide.pictures:
        lines += [_picture(picture), ""]
    lines += ["Nobody hears you? The page *Use it in...* in the window shows the level that leaves URVC and the level that arrives at the"]
    lines += ["microphone. If both move, the rest is a setting of the other program. [All programs](README.md)"]
    return "\n".join(lines) + "\n"


def _picture(picture: Picture) -> str:
    return f"![{picture.shows}]({picture.file})"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [_row(head), _row(("---",) * len(head)), *map(_row, rows)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _indented(lines: list[str]) -> Iterator[str]:
    return (f"   {line}" for line in lines)


def main(folder: Path) -> None:
    """Writes every page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(load_guides()).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
