"""How other programs hear the voice, read from resources/guides.toml: for the page "Use it in..." and for docs/guides."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SystemId = Literal["linux", "windows", "macos"]


class GuideRecord(BaseModel):
    """What all records share: frozen, nothing unknown accepted, no empty text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class System(GuideRecord):
    """An operating system: what the microphone is usually called there, what must be done once, and where the system's own choice is."""

    id: SystemId
    name: str
    microphone: str
    before: str
    default_microphone: str


class Switch(GuideRecord):
    """Something to set in the other program, and why."""

    name: str
    set: str
    why: str


class Picture(GuideRecord):
    """A picture in docs/guides, and what it shows."""

    file: str = Field(pattern=r"^[a-z-]+\.png$")
    shows: str


class Guide(GuideRecord):
    """One program: where its microphone is chosen, what to switch there, how to try it there. `on`: what is peculiar on a system;
    `terminal`: for those who use one, shown in the documents only."""

    id: str = Field(pattern=r"^[a-z]+$")
    name: str
    choose: str
    test: str
    switches: tuple[Switch, ...]
    notes: tuple[str, ...] = ()
    terminal: tuple[str, ...] = ()
    on: dict[SystemId, str] = Field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()


class Guides(GuideRecord):
    """The whole file; `page` shows the window's own page."""

    version: Literal[1]
    page: Picture
    system: tuple[System, ...]
    guide: tuple[Guide, ...]

    def system_of(self, system_id: SystemId) -> System:
        return next(system for system in self.system if system.id == system_id)


@cache
def load_guides() -> Guides:
    """What comes with the program."""
    return Guides.model_validate(tomllib.loads((files("resources") / "guides.toml").read_text(encoding="utf-8")))


def this_system(platform: str = sys.platform) -> SystemId:
    """Where the program runs; whatever is neither Windows nor macOS takes the way of Linux."""
    known: dict[str, SystemId] = {"win32": "windows", "darwin": "macos"}
    return known.get(platform, "linux")
