#!/usr/bin/env python3
"""The texts of the window and their translations: resources/translations/urvc_LANGUAGE.ts (for translators) and .qm (for the program).


    python installer/translations.py update    bring the .ts files up to the source: new texts come in unfinished, vanished ones go
    python installer/translations.py release   make the .qm files
    python installer/translations.py missing   list what has no translation yet

English is in the source: in `self.tr(...)` and `QCoreApplication.translate(...)`, and in tables (settings, errors, voices, guides), whose
texts are gathered by `table_texts`. A new language is a line in LANGUAGES and in app/views/language.py.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("ko",)

Text = tuple[str, str]
"""(context, English)."""


def texts() -> list[Text]:
    """Everything that the window may show, once."""
    sources = sorted((ROOT / "app").rglob("*.py"))
    found = [text for path in sources for text in texts_in(path)]
    return sorted({*found, *table_texts()})


def texts_in(path: Path) -> Iterator[Text]:
    """What `self.tr` and `QCoreApplication.translate` are given in a file. Raises ValueError where `tr` is given anything but a literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for holder in classes:
        for node in ast.walk(holder):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr" and _is_self(node.func.value):
                yield holder.name, _literal(node.args[0], path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "translate" and len(node.args) == 2:
            context, text = node.args
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield _literal(context, path), text.value


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _literal(node: ast.expr, path: Path) -> str:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise ValueError(f"{path}:{node.lineno}: only a literal text can be translated")
    return node.value


def table_texts() -> Iterator[Text]:
    """The texts that are data, under the contexts in which the program asks for them."""
    sys.path.insert(0, str(ROOT))
    from app import error_text, search_words, step_text, training_prompts, training_words
    from app.actions import ACTIONS
    from app.settings.record import Microphone, Preferences
    from app.viewmodels import gallery
    from app.views import latency_view
    from engine.config import EngineConfig, LiveParams, settings_of
    from models.builtin import builtin_voices

    for record in (LiveParams, EngineConfig, Preferences, Microphone):
        for rule in settings_of(record).values():
            yield from (("Setting", text) for text in (rule.label, rule.help, rule.unit, rule.words) if text)
    yield from (("Action", text) for action in ACTIONS for text in (action.label, action.about))
    for voice in builtin_voices():
        yield from (("Voice", text) for text in (voice.name, voice.description, voice.credits) if text)
        yield from (("Tag", tag) for tag in voice.tags)
    yield from (("Tag", tag) for tag in (gallery.FAVOURITES, gallery.OWN))
    yield from (("SearchWords", text) for text in search_words.GROUPS)
    yield from (("LatencyPart", text) for text in latency_view.PARTS.values())
    yield from (("Error", text) for text in error_text.texts())
    yield from (("Step", text) for text in step_text.STEPS)
    yield from (("Training", text) for text in (*training_words.texts(), *training_prompts.PROMPTS))
    guides = tomllib.loads((ROOT / "resources" / "guides.toml").read_text(encoding="utf-8"))
    yield from (("Guides", text) for text in _strings(guides))


def _strings(value: object, key: str = "") -> Iterator[str]:
    """Every text in a tree of tables, but for ids and for what only the documents show."""
    if key in ("id", "page", "pictures", "terminal"):
        return
    if isinstance(value, str):
        yield value
    for name, inside in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _strings(inside, str(name))


# --- files ---------------------------------------------------------------------------------------------------------------------------


def ts_file(language: str) -> Path:
    return FOLDER / f"urvc_{language}.ts"


def read(language: str) -> dict[Text, str]:
    """What the .ts file says: "" for what is not translated."""
    if not ts_file(language).exists():
        return {}
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in ET.parse(ts_file(language)).getroot().iter("context")
        for message in context.iter("message")
    }


def write(language: str, translated: dict[Text, str]) -> None:
    """The .ts file, sorted, so that a change is a small difference."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for (context, source), translation in sorted(translated.items()):
        if context not in contexts:
            contexts[context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[context], "name").text = context
        message = ET.SubElement(contexts[context], "message")
        ET.SubElement(message, "source").text = source
        ET.SubElement(message, "translation", {} if translation else {"type": "unfinished"}).text = translation
    ET.indent(root, " ")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    FOLDER.mkdir(parents=True, exist_ok=True)
    ts_file(language).write_text(head + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")


def update() -> None:
    """Every .ts file up to the source."""
    wanted = texts()
    for language in LANGUAGES:
        before = read(language)
        write(language, {text: before.get(text, "") for text in wanted})


def release(language: str, target: Path | None = None) -> Path:
    """Makes the .qm file with Qt's own tool; the same input gives the same bytes."""
    made = target or FOLDER / f"urvc_{language}.qm"
    tool = Path(sys.executable).parent / ("pyside6-lrelease.exe" if sys.platform == "win32" else "pyside6-lrelease")
    subprocess.run([str(tool), "-silent", str(ts_file(language)), "-qm", str(made)], check=True)
    return made


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command == "update":
        update()
    elif command == "release":
        for language in LANGUAGES:
            release(language)
    elif command == "missing":
        for language in LANGUAGES:
            known = read(language)
            lines = [f"{language}\t{context}\t{source!r}" for context, source in texts() if not known.get((context, source))]
            sys.stdout.write("\n".join([*lines, ""]))
    else:
        sys.stderr.write(__doc__ or "")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
