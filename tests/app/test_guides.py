"""The guides for other programs: complete, of one piece with the program, and the same in the window and in the docs."""

from __future__ import annotations

import pytest

from app.guide_docs import FOLDER, pages
from app.guides import Guide, load_guides, this_system
from engine.audio.virtual_mic import macos, windows
from engine.audio.virtual_mic.cables import line_of
from engine.audio.virtual_mic.linux import NAME

GUIDES = load_guides()


def test_the_docs_say_what_the_data_says() -> None:
    """Where this fails: python -m app.guide_docs"""
    made = pages(GUIDES)
    assert {path.name for path in FOLDER.glob("*.md")} == set(made)
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text
    shown = {picture.file for guide in GUIDES.guide for picture in guide.pictures} | {GUIDES.page.file}
    assert {path.name for path in FOLDER.glob("*.png")} == shown


def test_the_microphones_are_called_as_the_engine_makes_or_finds_them() -> None:
    assert GUIDES.system_of("linux").microphone == NAME
    for system_id, products in (("windows", windows.PRODUCTS), ("macos", macos.PRODUCTS)):
        system = GUIDES.system_of(system_id)  # type: ignore[arg-type]
        first = products[0]
        assert line_of(system.microphone, first) is not None
        assert first.link in system.before


@pytest.mark.parametrize("guide", GUIDES.guide, ids=lambda guide: guide.id)
def test_each_guide_names_what_must_be_switched_off(guide: Guide) -> None:
    names = " ".join(switch.name.lower() for switch in guide.switches)
    assert "noise" in names or "original sound" in names
    if guide.id not in ("obs", "teams"):  # OBS does nothing to a microphone by itself; Teams has no switch for its echo canceller
        assert "echo" in names


def test_the_programs_of_the_issue_are_there_once_each() -> None:
    ids = [guide.id for guide in GUIDES.guide]
    assert len(ids) == len(set(ids))
    assert {"discord", "zoom", "obs", "games", "browser", "teams"} <= set(ids)


@pytest.mark.parametrize(("platform", "system_id"), [("linux", "linux"), ("win32", "windows"), ("darwin", "macos"), ("freebsd13", "linux")])
def test_systems(platform: str, system_id: str) -> None:
    assert this_system(platform) == system_id
