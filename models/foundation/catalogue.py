"""The published files that foundation models are made from: what they are, where they lie, how they are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["content", "pitch"]

RMVPE = "rmvpe"
CONTENTVEC = "contentvec"

_HUB = "https://huggingface.co"
_HUB_MIRROR = "https://hf-mirror.com"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file as others publish it.

    model      the foundation model that it makes; several files may make the same one, the first of the catalogue is preferred
    addresses  where it lies, tried in this order; they may all serve any bytes they like, `sha256` decides
    """

    name: str
    model: str
    kind: Kind
    file_name: str
    n_bytes: int
    sha256: str
    licence: str
    purpose: str
    addresses: tuple[str, ...]


def _on_hub(*paths: str) -> tuple[str, ...]:
    return tuple(f"{host}/{path}" for path in paths for host in (_HUB, _HUB_MIRROR))


CATALOGUE: tuple[PublishedFile, ...] = (
    PublishedFile(
        name="hubert_base.pt",
        model=CONTENTVEC,
        kind="content",
        file_name="hubert_base.pt",
        n_bytes=189_507_909,
        sha256="f54b40fd2802423a5643779c4861af1e9ee9c1564dc9d32f54f20b5ffba7db96",
        licence="MIT",
        purpose="content encoder (ContentVec): hears what is said; nearly every RVC voice needs it",
        addresses=_on_hub("lj1995/VoiceConversionWebUI/resolve/main/hubert_base.pt"),
    ),
    PublishedFile(
        name="content-vec-best",
        model=CONTENTVEC,
        kind="content",
        file_name="pytorch_model.bin",
        n_bytes=378_342_945,
        sha256="d8dd400e054ddf4e6be75dab5a2549db748cc99e756a097c496c099f65a4854e",
        licence="MIT",
        purpose="the same content encoder in full precision",
        addresses=_on_hub("lengyue233/content-vec-best/resolve/main/pytorch_model.bin"),
    ),
    PublishedFile(
        name="rmvpe.pt",
        model=RMVPE,
        kind="pitch",
        file_name="rmvpe.pt",
        n_bytes=181_184_272,
        sha256="6d62215f4306e3ca278246188607209f09af3dc77ed4232efdd069798c4ec193",
        licence="Apache-2.0",
        purpose="pitch detector RMVPE: the one that RVC voices are usually used with",
        addresses=_on_hub(
            "lj1995/VoiceConversionWebUI/resolve/main/rmvpe.pt", "IAHispano/Applio/resolve/main/Resources/predictors/rmvpe.pt"
        ),
    ),
    PublishedFile(
        name="rmvpe.onnx",
        model=RMVPE,
        kind="pitch",
        file_name="rmvpe.onnx",
        n_bytes=361_688_443,
        sha256="5370e71ac80af8b4b7c793d27efd51fd8bf962de3a7ede0766dac0befa3660fd",
        licence="Apache-2.0",
        purpose="the same pitch detector as a graph, used as it is",
        addresses=_on_hub("lj1995/VoiceConversionWebUI/resolve/main/rmvpe.onnx"),
    ),
)

# Encoders that voices ask for by these names (Applio's `embedder_model`); only the first is in the catalogue.
KNOWN_ENCODERS = (CONTENTVEC, "chinese-hubert-base", "japanese-hubert-base", "korean-hubert-base", "spin-v2", "spin")
_OTHER_NAMES = {"content-vec": CONTENTVEC, "hubert-base": CONTENTVEC}
_ALIASES = (*_OTHER_NAMES, "contentvec-base", "content-vec-best", "hubert")


def models_in(catalogue: Sequence[PublishedFile] = CATALOGUE) -> tuple[str, ...]:
    """The names of the models that can be made from the catalogue's files."""
    return tuple(dict.fromkeys(file.model for file in catalogue))


def with_sha256(sha256: str, catalogue: Sequence[PublishedFile] = CATALOGUE) -> PublishedFile | None:
    """The published file with these bytes."""
    return next((file for file in catalogue if file.sha256 == sha256), None)


def model_id(text: str) -> str:
    """A model's name as a folder name: lower case, words joined by hyphens; "" if nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def model_of(name: str) -> str:
    """The model that a voice or a user means by `name`: RVC's `hubert_base` is ContentVec."""
    found = model_id(name)
    return CONTENTVEC if found in _ALIASES else found


def encoder_named_in(text: str) -> str:
    """The known encoder that a file or folder name speaks of, as whole words; "" where it speaks of none, or of several."""
    words = f"-{model_id(text)}-"
    for name in KNOWN_ENCODERS[1:]:
        if f"-{name}-" in words:
            return name
    found = {model for name, model in {CONTENTVEC: CONTENTVEC, **_OTHER_NAMES}.items() if f"-{name}-" in words}
    return found.pop() if len(found) == 1 else ""
