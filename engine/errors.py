"""What can go wrong in the engine.

EngineError               a CodedError (jobs/errors.py): code, what was being done, with what, facts; the app owns the words
├── ConfigError           a value outside its range, an unknown detector
├── DeviceError           no such device, busy, gone, refused a rate
├── AudioFileError        not audio, empty, unreadable, unwritable
├── LinkError             a line on the link that is no command
├── EffectError           an effect that is not known, a parameter it does not have, a value outside its range
└── InferenceError        a graph that cannot be opened or run
"""

from __future__ import annotations

from collections.abc import Mapping

from jobs.errors import CodedError

Fact = str | int | float | list[str]


class EngineError(CodedError):
    """Base of every expected fault of the engine (`device.not_found`)."""

    facts: Mapping[str, Fact]

    def __init__(self, code: str, doing: str, subject: str = "", **facts: Fact) -> None:
        super().__init__(code, doing, subject, facts)


class ConfigError(EngineError):
    """A setting that cannot be used: `config.*`."""


class DeviceError(EngineError):
    """A sound device that cannot be used: `device.*` (`not_found`, `busy`, `lost`, `rate`, `none`, `ambiguous`, `silent`)."""


class AudioFileError(EngineError):
    """An audio file that cannot be read or written: `file.*`."""


class LinkError(EngineError):
    """A line from the parent that is no command: `link.*`."""


class EffectError(EngineError):
    """An effect that cannot be used as a voice asks for it: `effect.*` (`unknown`, `parameter`, `range`, `order`)."""


class InferenceError(EngineError):
    """A model graph that cannot be opened or run: `inference.*`."""
