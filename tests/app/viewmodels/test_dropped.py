"""Whatever a file is called, its address leads to it; what belongs together is kept together."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.viewmodels.dropped import AUDIO, MODELS, Dropped, sort_dropped

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=20)


@given(NAMES, st.sampled_from(MODELS))
def test_an_address_of_a_file_is_its_path(name: str, suffix: str) -> None:
    path = Path("/voices") / f"{name}{suffix}"
    assert sort_dropped([path.as_uri()]) == sort_dropped([str(path)]) == Dropped(voices=(str(path),))


@given(st.lists(NAMES.map(lambda name: f"/voices/{name}.pth"), min_size=1, unique=True), st.lists(st.sampled_from(AUDIO)))
def test_no_voice_is_lost_among_other_files(voices: list[str], recordings: list[str]) -> None:
    dropped = sort_dropped([*voices, *(f"/music/speech{suffix}" for suffix in recordings), "/voices/notes.txt"])
    assert dropped.voices == (*voices, "/voices/notes.txt")  # the import says what the text is
    assert dropped.audio == ""  # a recording beside voices is a sample of theirs


def test_an_index_goes_with_its_voice_whatever_the_case_of_its_name(tmp_path: Path) -> None:
    voice, index = str(tmp_path / "Mia.PTH"), str(tmp_path / "Added.INDEX")
    assert sort_dropped([index, voice]) == Dropped(voices=(voice,), index=index)
    folder = tmp_path / "mia"
    folder.mkdir()
    assert sort_dropped([str(folder), index]) == Dropped(voices=(str(folder),))  # the folder has its own, or none
    assert sort_dropped([voice, index, index + ".index"]) == Dropped(voices=(voice,))  # nobody knows which
    assert sort_dropped([index, str(tmp_path / "speech.WAV")]) == Dropped(audio=str(tmp_path / "speech.WAV"), lone_index=(index,))


def test_an_address_of_the_web_is_not_looked_for_on_the_disk() -> None:
    address = "https://example.org/voices/Mia%20v2.zip?download=true"
    assert sort_dropped([address, "/voices/leo.pth"]) == Dropped(voices=("/voices/leo.pth",), addresses=(address,))
