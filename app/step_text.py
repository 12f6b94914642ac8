"""What a long work is doing, in the user's language. The works name their steps (`JobContext.step`); the words are looked up here."""

from __future__ import annotations

from collections.abc import Callable

FROM = "downloading from "
STEPS = (
    "downloading",
    "unpacking",
    FROM + "{place}",
    "looking",
    "looking for the voice",
    "checking whether the voice is known",
    "reading the voice",
    "writing the voice's network",
    "trying the voice's network",
    "reading the index",
    "putting the voice in the library",
    "looking at the file",
    "reading the content encoder",
    "writing the front end",
    "writing the transformer",
    "reading RMVPE",
    "reading the graph",
    "writing the graph",
    "checking the graph",
    "putting the model in the library",
    "done",
    "reading the file",
    "listening to the pitch",
    "separating voice and instruments",
    "changing the voice",
    "singing it again",
    "speaking",
    "putting sentences together",
    "mixing",
    "analysing",
    "writing the file",
    "listening to the recordings",
    "measuring this machine",
    "training the voice",
    "writing the voice",
    "putting the voice on the shelf",
)


def step_text(doing: str, translate: Callable[[str], str]) -> str:
    """`doing` as a user reads it; what is not in the table stays as it is."""
    if doing.startswith(FROM):
        return translate(FROM + "{place}").format(place=doing.removeprefix(FROM))
    return translate(doing) if doing in STEPS else doing
