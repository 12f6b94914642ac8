"""`urvc voices`: what there is to speak with."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Column, Table

from app.console import console, reported, say_json
from app.error_text import error_text
from app.errors import AppError
from app.lazy_commands import LazyCommand, lazy_group
from app.options import Json
from app.voice_report import command_of, on_disk, state_of, voice_record
from models.builtin import builtin_voices
from models.errors import VoiceNotFound
from models.foundation import FoundationLibrary
from models.names import key_of
from models.voice import Voice
from models.voices import find_voice, needs_of, unfit_encoder, user_library, voice_of

ADD = LazyCommand(
    "add", "app.commands.voices_add:add", "Adds RVC voices. What cannot be used is said, and the others are added all the same."
)

voices = typer.Typer(cls=lazy_group(ADD), help="Voices: what there is to speak with.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Voice by name (see: urvc voices list).")]


@voices.callback()
def group() -> None:
    """Voices: what there is to speak with."""


@voices.command("list")
def list_voices(as_json: Json = False) -> None:
    """Lists the voices: those that come with the program, then your own."""
    foundation = FoundationLibrary()
    with reported(as_json), on_disk("list the voices", "voices"):
        listing = user_library().list_voices()
        builtin, own = builtin_voices(), [voice_of(package) for package in listing.voices]
    broken = [{"id": e.subject, "text": error_text(e.code, e.doing, e.subject, e.facts), "facts": dict(e.facts)} for e in listing.broken]
    if as_json:
        say_json({"voices": [voice_record(voice, foundation) for voice in (*builtin, *own)], "broken": broken})
        return
    table = Table("Voice", "Name", "What it is", "Pitch", "Formant", *(["State"] if own else []), box=None, pad_edge=False)
    for voice in builtin:
        table.add_row(*_cells(voice))
    for voice in own:
        table.add_row(*_cells(voice), state_of(voice, needs_of(voice, foundation), unfit_encoder(voice, foundation)))
    console.print(table)
    for line in [str(error["text"]) for error in broken] + _todo(own, foundation):
        console.print(line, soft_wrap=True)


def _cells(voice: Voice) -> list[str]:
    defaults = voice.defaults
    return [voice.id, voice.name, voice.description, f"{defaults.pitch_st:+g}", f"{defaults.formant_st:+g}"]


def _todo(own: list[Voice], foundation: FoundationLibrary) -> list[str]:
    commands = dict.fromkeys(command for voice in own if (command := command_of(needs_of(voice, foundation))))
    return [f"To get what is missing: {command}" for command in commands]


@voices.command("show")
def show(name: Name, as_json: Json = False) -> None:
    """Says everything about one voice."""
    foundation = FoundationLibrary()
    with reported(as_json):
        from models.package import read_package

        voice = find_voice(name)
        manifest = read_package(voice.rvc.folder).manifest.model_dump(mode="json") if voice.rvc else None
    if as_json:
        say_json({**voice_record(voice, foundation), "manifest": manifest})
        return
    table = Table("", Column(overflow="fold"), box=None, pad_edge=False, show_header=False)
    for label, value in _facts(voice, manifest, foundation):
        table.add_row(label, str(value))
    console.print(table)


def _facts(voice: Voice, manifest: dict[str, object] | None, foundation: FoundationLibrary) -> list[tuple[str, object]]:
    """Label and value, without those that say nothing."""
    needs = needs_of(voice, foundation)
    facts: list[tuple[str, object]] = [("Voice", voice.id), ("Name", voice.name), ("What it is", voice.description)]
    facts += [("Made with", voice.credits)]
    facts += [("State", state_of(voice, needs, unfit_encoder(voice, foundation))), ("To get what is missing", command_of(needs))]
    facts += [("Pitch", f"{voice.defaults.pitch_st:+g} semitones"), ("Formant", f"{voice.defaults.formant_st:+g} semitones")]
    if voice.rvc is not None and manifest is not None:
        source, about = manifest["source"], manifest["about"]
        assert isinstance(source, dict)
        assert isinstance(about, dict)
        facts += [
            ("Speakers", voice.rvc.n_speakers),
            ("Content encoder", voice.rvc.encoder),
            ("Vectors in the index", manifest["n_vectors"]),
        ]
        facts += [("Index rate", voice.defaults.index_rate), ("Protect", voice.defaults.protect), ("Unvoiced", voice.defaults.unvoiced)]
        facts += [("From", source["file"]), ("SHA-256", source["sha256"]), ("Index from", source["index_file"])]
        facts += [(key.capitalize(), value) for key, value in about.items()]
        facts += [("Folder", voice.rvc.folder)]
    return [(label, value) for label, value in facts if value not in ("", None)]


@voices.command("rename")
def rename(name: Name, new: Annotated[str, typer.Argument(metavar="NEW", help="What it is to be called.")], as_json: Json = False) -> None:
    """Gives one of your voices another name."""
    with reported(as_json), on_disk("rename the voice", name):
        _refuse_builtin(name, "rename the voice")
        package = user_library().rename(name, new)
    _say(as_json, f'It is called "{package.manifest.name}" now.', package.manifest.id, package.manifest.name)


@voices.command("remove")
def remove(name: Name, as_json: Json = False) -> None:
    """Takes one of your voices out of the library. It can be put back: urvc voices restore NAME."""
    with reported(as_json), on_disk("remove the voice", name):
        _refuse_builtin(name, "remove the voice")
        voice_id = user_library().delete(name).name.rpartition(".")[0]
    _say(as_json, f"Removed. To put it back: urvc voices restore {voice_id}", voice_id, name)


@voices.command("restore")
def restore(name: Name, as_json: Json = False) -> None:
    """Puts a removed voice back, the last one of that name."""
    with reported(as_json), on_disk("restore the voice", name):
        library = user_library()
        try:
            trashed = library.trashed(name)
        except VoiceNotFound as error:
            raise AppError("voice.not_removed", "restore the voice", name, {"known": error.facts["known"] or "none"}) from None
        package = library.undelete(trashed)
    _say(as_json, f'"{package.manifest.name}" is back.', package.manifest.id, package.manifest.name)


def _refuse_builtin(name: str, doing: str) -> None:
    if any(key_of(name) in (voice.id, key_of(voice.name)) for voice in builtin_voices()):
        raise AppError("voice.builtin", doing, name)


def _say(as_json: bool, text: str, voice_id: str, name: str) -> None:
    if as_json:
        say_json({"id": voice_id, "name": name})
    else:
        console.print(text, soft_wrap=True)
