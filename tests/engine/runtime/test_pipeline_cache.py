"""Voices that were heard a moment ago are not loaded again."""

from __future__ import annotations

import os
import queue
from dataclasses import replace
from pathlib import Path

from engine.assemble import PipelineKey
from engine.config import EngineConfig
from engine.link.messages import Event, SetVoice, VoiceChanged
from engine.pipeline import Pipeline
from engine.runtime.pipeline_cache import MOST_CACHED, PipelineCache
from engine.runtime.session import Session
from models.builtin import find_voice
from models.places import data_dir
from tests.engine.runtime.sessions import pass_awhile, started, wait_for

KEY = PipelineKey(EngineConfig(), find_voice("natural"), 0, None)


def change(session: Session, events: queue.SimpleQueue[Event], voice: str) -> Pipeline:
    """The pipeline of `voice`, which is heard, and the one before it at rest."""
    session.changes.set_voice(SetVoice(voice=voice))
    wait_for(events, VoiceChanged)
    pass_awhile(events)
    return session.changes.crossfader.current.pipeline


def test_who_goes_back_to_a_voice_finds_it_as_it_was(voices: tuple[str, ...], tmp_path: Path) -> None:
    ann, ben, _ = voices
    session, events = started(ann, tmp_path)
    try:
        first = session.changes.crossfader.current.pipeline
        other = change(session, events, ben)
        assert other is not first
        assert change(session, events, ann) is first
        # A built-in voice hears otherwise: the way back is then that of any two voices.
        change(session, events, find_voice("natural").id)
        assert change(session, events, ben) is other
        os.utime(data_dir() / "voices" / ann / "voice.json", (0, 0))
        assert change(session, events, ann) is not first, "its files were written anew"
    finally:
        session.close("asked")


def test_only_the_newest_are_kept() -> None:
    cache = PipelineCache()
    pipelines = [Pipeline.__new__(Pipeline) for _ in range(MOST_CACHED + 1)]
    keys = [replace(KEY, written_ns=n) for n in range(len(pipelines))]
    for pipeline, key in zip(pipelines, keys, strict=True):
        cache.note(pipeline, key)
        cache.put(pipeline, lambda _: True, lambda _: False)
    assert cache.take(keys[0]) is None
    assert cache.take(keys[-1]) is pipelines[-1]
    assert cache.take(keys[-1]) is None, "it is in use"


def test_what_is_kept_ready_stays_however_old_it_is() -> None:
    cache = PipelineCache()
    pipelines = [Pipeline.__new__(Pipeline) for _ in range(MOST_CACHED + 2)]
    keys = [replace(KEY, written_ns=n) for n in range(len(pipelines))]
    for pipeline, key in zip(pipelines, keys, strict=True):
        cache.note(pipeline, key)
        cache.put(pipeline, lambda _: True, lambda key: key.written_ns == 0)
    assert cache.take(keys[1]) is None
    assert cache.take(keys[0]) is pipelines[0]
    assert cache.knows(keys[0]), "it is in use"
    del pipelines[1]
    assert not cache.knows(keys[1]), "it has gone"


def test_what_will_not_be_asked_for_goes() -> None:
    cache, pipeline, another = PipelineCache(), Pipeline.__new__(Pipeline), Pipeline.__new__(Pipeline)
    cache.note(pipeline, KEY)
    cache.note(another, replace(KEY, written_ns=1))
    cache.put(pipeline, lambda _: True, lambda _: False)
    cache.put(another, lambda key: key.written_ns == 1, lambda _: False)
    assert cache.take(KEY) is None
    assert cache.take(replace(KEY, written_ns=1)) is another
