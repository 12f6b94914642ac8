"""A voice for each scene: a table of scene names, which follows when OBS's scenes are renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SceneVoices:
    """Scene name -> voice. A scene that is not in the table leaves the voice as it is; so does one that has been removed from OBS."""

    table: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def voice_for(self, scene: str, current: str = "") -> str | None:
        """The voice to change to on entering `scene`, or None: nothing to change."""
        voice = self.table.get(scene)
        return None if voice is None or voice == current else voice

    def with_voice(self, scene: str, voice: str) -> SceneVoices:
        """With another voice for the scene; an empty one takes the scene out."""
        rest = {name: kept for name, kept in self.table.items() if name != scene}
        return replace(self, table=MappingProxyType({**rest, scene: voice} if voice else rest))

    def renamed(self, before: str, after: str) -> SceneVoices:
        """After OBS has renamed a scene, in the same place of the table."""
        return replace(self, table=MappingProxyType({after if name == before else name: voice for name, voice in self.table.items()}))

    def missing(self, scenes: list[str]) -> list[str]:
        """The scenes of the table that OBS does not have (any more)."""
        return [name for name in self.table if name not in scenes]


def parse_scene_voices(pairs: list[str]) -> SceneVoices:
    """From "SCENE=VOICE" texts; the last "=" separates, because scenes have any name. Raises ValueError for a text without one."""
    table = {}
    for pair in pairs:
        scene, sign, voice = pair.rpartition("=")
        if not sign or not scene or not voice:
            raise ValueError(pair)
        table[scene] = voice
    return SceneVoices(MappingProxyType(table))
