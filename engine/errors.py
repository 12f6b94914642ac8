"""What can go wrong in the engine.

EngineError               code, what was being done, with what, facts; the app owns the words
├── ConfigError           a value outside its range, an unknown detector
├── DeviceError           no such device, busy, gone, refused a rate
├── AudioFileError        not audio, empty, unreadable, unwritable
├── LinkError             a line on the link that is no command
└── InferenceError        a graph that cannot be opened or run
"""

from __future__ import annotations

from collections.abc import Mapping

Fact = str | int | float | list[str]


class EngineError(Exception):
    """Base of every expected fault of the engine.

    `code` is stable (`device.not_found`); `doing` and `subject` complete "could not {doing}: {subject}".
    """

    def __init__(self, code: str, doing: str, subject: str = "", **facts: Fact) -> None:
        super().__init__(f"{code}: {doing}: {subject} {facts if facts else ''}".rstrip())
        self.code = code
        self.doing = doing
        self.subject = subject
        self.facts: Mapping[str, Fact] = facts


class ConfigError(EngineError):
    """A setting that cannot be used: `config.*`."""


class DeviceError(EngineError):
    """A sound device that cannot be used: `device.*` (`not_found`, `busy`, `lost`, `rate`, `none`, `ambiguous`, `silent`)."""


class AudioFileError(EngineError):
    """An audio file that cannot be read or written: `file.*`."""


class LinkError(EngineError):
    """A line from the parent that is no command: `link.*`."""


class InferenceError(EngineError):
    """A model graph that cannot be opened or run: `inference.*`."""
