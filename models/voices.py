"""Every voice that this user can choose: those that come with the program, and those of the library.

This is where the two meet, for the engine (`find_voice`) and the application (`all_voices`, `needs_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.builtin import builtin_voices
from models.errors import FoundationBroken, VoiceNotFound
from models.foundation import FoundationLibrary
from models.foundation.catalogue import CONTENTVEC, RMVPE, model_of, models_in
from models.library import Library
from models.names import key_of
from models.voice import RvcSource, Voice, VoiceDefaults

if TYPE_CHECKING:
    from models.package import VoicePackage


@dataclass(frozen=True, slots=True)
class Need:
    """A foundation model that a voice asks for and that is not on this machine.

    required  without it the voice cannot speak (its content encoder); else it only sounds best with it (RMVPE)
    """

    model: str
    required: bool


def user_library(root: Path | None = None) -> Library:
    """The user's voices, which may not take the ids and names of the built-in ones."""
    return Library(root, [text for voice in builtin_voices() for text in (voice.id, voice.name)])


def all_voices(root: Path | None = None) -> tuple[Voice, ...]:
    """The built-in voices, then the user's by name. Folders that cannot be read are left out (`Library.list_voices().broken`)."""
    return (*builtin_voices(), *(voice_of(package) for package in user_library(root).list_voices().voices))


def find_voice(name: str, root: Path | None = None) -> Voice:
    """The voice whose id or name is `name` (`Library.get`); built-in ones first.

    Raises VoiceNotFound with the nearest ids and names, BadVoiceFile if it is there and broken.
    """
    wanted = name.strip()
    builtin = builtin_voices()
    for voice in builtin:
        if key_of(wanted) in (voice.id, key_of(voice.name)):
            return voice
    try:
        return voice_of(user_library(root).get(wanted))
    except VoiceNotFound as error:
        own = error.facts["known"]
        raise VoiceNotFound(name, [*(voice.id for voice in builtin), *(own if isinstance(own, list) else [])]) from None


def voice_of(package: VoicePackage) -> Voice:
    """An imported voice as the record that the engine knows."""
    manifest = package.manifest
    proposed = manifest.defaults
    return Voice(
        id=manifest.id,
        name=manifest.name,
        description=manifest.about.description or _in_short(package),
        kind=manifest.kind,
        defaults=VoiceDefaults(
            pitch_st=proposed.pitch_st,
            formant_st=proposed.formant_st,
            index_rate=proposed.index_rate,
            protect=proposed.protect,
            unvoiced=proposed.unvoiced,
            speaker=min(proposed.speaker, manifest.n_speakers - 1),
        ),
        rvc=RvcSource(
            folder=package.folder,
            sample_rate_hz=manifest.sample_rate_hz,
            version=manifest.version,
            encoder=manifest.encoder,
            phone_dim=manifest.phone_dim,
            has_f0=manifest.has_f0,
            has_index=manifest.has_index,
            n_speakers=manifest.n_speakers,
        ),
    )


def _in_short(package: VoicePackage) -> str:
    manifest = package.manifest
    pieces = [f"RVC {manifest.version}", f"{manifest.sample_rate_hz / 1000:g} kHz"]
    pieces += ["as ONNX"] if manifest.kind == "rvc-onnx" else []
    pieces += ["with index"] if manifest.has_index else []
    pieces += [] if manifest.has_f0 else ["without pitch"]
    return ", ".join(pieces)


def needs_of(voice: Voice, foundation: FoundationLibrary) -> tuple[Need, ...]:
    """The foundation models that the voice asks for and that are not here, the required one first."""
    if voice.rvc is None:
        return ()
    encoder = model_of(voice.rvc.encoder) or CONTENTVEC
    needs = [] if _here(foundation, encoder) else [Need(encoder, required=True)]
    if voice.rvc.has_f0 and not _here(foundation, RMVPE):
        needs.append(Need(RMVPE, required=False))
    return tuple(needs)


def unfit_encoder(voice: Voice, foundation: FoundationLibrary) -> str:
    """The content encoder of the voice where it is here and gives other features than the voice was trained on; else ""."""
    if voice.rvc is None:
        return ""
    name = model_of(voice.rvc.encoder) or CONTENTVEC
    try:
        model = foundation.get(name)
    except FoundationBroken:
        return ""  # told when it is opened
    fits = model is None or dict(model.manifest.features).get(voice.rvc.version) == voice.rvc.phone_dim
    return "" if fits else name


def fetchable(needs: tuple[Need, ...]) -> tuple[str, ...]:
    """The models that one download gets, where it gets all that is needed; nothing where one of them is in no catalogue."""
    known = models_in()
    return tuple(need.model for need in needs) if all(need.model in known for need in needs) else ()


def _here(foundation: FoundationLibrary, name: str) -> bool:
    try:
        return foundation.get(name) is not None
    except FoundationBroken:
        return False
