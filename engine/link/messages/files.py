"""Files beside the live stream: what is recorded, and the one that takes the microphone's place."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.link.messages.base import Command, Event


class Record(Command):
    """Begins to write what goes into and comes out of the pipeline, while live; answered by `recording`. An empty path is left out."""

    type: Literal["record"] = "record"
    input: str = ""
    output: str = ""


class StopRecording(Command):
    """Finishes the files of the recording; answered by `recorded`."""

    type: Literal["stop_recording"] = "stop_recording"


class PlayFile(Command):
    """Moves within the file that takes the microphone's place; what is None stays. Answered by `file`. While paused, silence goes in."""

    type: Literal["play_file"] = "play_file"
    position_s: float | None = Field(default=None, ge=0.0)
    paused: bool | None = None
    loop: bool | None = None


class RecordingStarted(Event):
    """These files are being written."""

    type: Literal["recording"] = "recording"
    paths: list[str]


class Recorded(Event):
    """These files are finished; `lost_samples` could not be written in time."""

    type: Literal["recorded"] = "recorded"
    paths: list[str]
    lost_samples: int = 0


class FileState(Event):
    """The file that takes the microphone's place."""

    type: Literal["file"] = "file"
    position_s: float
    length_s: float
    paused: bool
    loop: bool


FilesCommand = Record | StopRecording | PlayFile
FilesEvent = RecordingStarted | Recorded | FileState
