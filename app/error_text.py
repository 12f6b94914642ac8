"""The words for every coded error: what happened, and what to do next. One sentence each, filled from the facts."""

from __future__ import annotations

from collections.abc import Mapping

# {subject} and every fact may be used. A list is joined with commas.
SENTENCES: dict[str, str] = {
    "voice.not_found": 'There is no voice called "{subject}". {nearest_hint}See them all with: urvc voices list',
    "voice.bad_file": 'The voice file "{subject}" cannot be used: {reason}.',
    "config.unknown": 'There is no setting called "{subject}". Known settings: {known}.',
    "config.type": 'The setting "{subject}" takes a {wanted}, not {got}.',
    "config.range": 'The setting "{subject}" goes from {low} to {high} {unit}; {got} is outside.',
    "config.choice": 'The setting "{subject}" cannot be "{got}". {nearest_hint}Possible: {choices}.',
    "config.step": 'The setting "{subject}" goes in steps of {step} {unit}; {got} is between two.',
    "device.not_found": 'There is no sound device called "{subject}". {nearest_hint}See them all with: urvc devices',
    "device.ambiguous": '"{subject}" fits several sound devices: {matches}. Write more of the name, or the id from: urvc devices',
    "device.back": '"{subject}" is back: the sound goes on.',
    "device.none": "No sound device for {subject} was found. {hint}",
    "device.busy": 'The sound device "{subject}" is in use by another program. Close it there, or choose another with: urvc devices',
    "device.rate": 'The sound device "{subject}" refuses the sample rate {rate_hz} Hz. Set it to 48000 Hz in the system\'s sound settings.',
    "device.lost": 'The sound device "{subject}" has gone. Plug it in again; the sound comes back by itself.',
    "device.silent": 'The sound device "{subject}" was opened but passes no sound. Unplug and plug it, or choose another with: urvc devices',
    "device.failed": 'The sound device "{subject}" could not be used: {reason}.',
    "device.loop": 'Input and output are the same device ("{subject}"): the voice would feed back. Choose another output.',
    "device.no_loop": "The delay can be measured only where a sound can be played into the input: {reason}. Use --play and --listen.",
    "device.not_heard": "No test sound came through ({heard} of {repeats} heard). Check that the sound reaches {subject} and that nothing is muted.",
    "file.not_found": 'There is no file "{subject}".',
    "file.not_audio": '"{subject}" is not an audio file that can be read. Use WAV, FLAC, OGG, MP3 or AIFF.',
    "file.empty": '"{subject}" holds no sound.',
    "file.unreadable": '"{subject}" cannot be read: {reason}.',
    "file.unwritable": '"{subject}" cannot be written: {reason}. Choose another folder.',
    "file.format": '"{subject}" has a suffix that cannot be written. Use {known}.',
    "file.same": '"{subject}" would be written over itself. Choose another name for the result.',
    "live.not_running": "Nothing is running. Start first.",
    "config.restart": "{subject} can be changed only while nothing runs. Stop, change, start again.",
    "import.cancelled": "The import was stopped; nothing has been changed.",
    "live.running": "It is running already. Stop first.",
    "link.malformed": "The engine did not understand a command: {reason}.",
    "inference.library": "{subject} is not available on this system ({system}). Switch it off, or install the package {package}.",
    "cli.convert": "Nothing was converted: {reason}. For example: urvc convert speech.wav result.wav --voice robot",
    "engine.internal": "The engine hit a fault of its own while trying to {doing}: {reason}. Please report it with: urvc doctor",
    "engine.died": "The engine stopped by itself (status {status}). Start again; if it happens twice, report it with: urvc doctor",
}


def error_text(code: str, doing: str, subject: str = "", facts: Mapping[str, object] | None = None) -> str:
    """The sentence for a coded error; an unknown code still says what was being done, with what."""
    values = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in (facts or {}).items()}
    nearest = values.get("nearest")
    values.setdefault("hint", "")
    values["nearest_hint"] = f"Did you mean {nearest}? " if nearest else ""
    values |= {"subject": subject, "doing": doing}
    sentence = SENTENCES.get(code, "Could not {doing}: {subject} [{code}]")
    return sentence.format_map(_Facts(values, code=code)).strip()


class _Facts(dict[str, object]):
    """A missing fact shows as a dash rather than as a second error."""

    def __missing__(self, key: str) -> object:
        return "-"
