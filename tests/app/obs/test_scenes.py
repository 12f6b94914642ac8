from __future__ import annotations

import pytest

from app.obs.scenes import SceneVoices, parse_scene_voices


def test_a_scene_has_its_voice_and_others_leave_it() -> None:
    voices = parse_scene_voices(["Game=robot", "Just talking=deeper"])
    assert voices.voice_for("Game") == "robot"
    assert voices.voice_for("Game", current="robot") is None
    assert voices.voice_for("Credits") is None


def test_names_may_hold_anything() -> None:
    voices = parse_scene_voices(["🎮 a=b=robot"])
    assert voices.voice_for("🎮 a=b") == "robot"


@pytest.mark.parametrize("pair", ["Game", "=robot", "Game=", "="])
def test_what_is_no_pair_is_refused(pair: str) -> None:
    with pytest.raises(ValueError, match=pair):
        parse_scene_voices([pair])


def test_the_table_follows_a_renamed_scene() -> None:
    voices = parse_scene_voices(["A=robot", "B=giant"]).renamed("A", "🐙")
    assert list(voices.table.items()) == [("🐙", "robot"), ("B", "giant")]
    assert voices.renamed("not there", "C").table == voices.table


def test_voices_are_set_and_taken_out() -> None:
    voices = SceneVoices().with_voice("A", "robot").with_voice("B", "giant").with_voice("A", "")
    assert dict(voices.table) == {"B": "giant"}
    assert voices.missing(["A", "C"]) == ["B"]
