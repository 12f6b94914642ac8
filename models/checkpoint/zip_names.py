"""Names in zip archives that do not say how they are written: Windows packs them in the encoding of its country."""

from __future__ import annotations

from collections.abc import Callable, Sequence

ALPHABETS = ("cp932", "cp949", "gbk", "cp437", "cp1252")
"""Japan, Korea, China, what the format means where it says nothing, and what some programs write in Europe."""

_HANGUL = range(0xAC00, 0xD7A4)
_KANA = range(0x3041, 0x30FF)
_IDEOGRAPHS = range(0x4E00, 0xA000)


def encoding_of(names: Sequence[bytes]) -> str:
    """The encoding in which `names`, which are not UTF-8, read most like words. They come from one archive, and so from one machine."""
    text = b"\n".join(names)
    return max(ALPHABETS, key=lambda encoding: _likeness(text, encoding))


def _likeness(text: bytes, encoding: str) -> float:
    """How much of what is not ASCII is common in the writing, 0 to 1 a byte; below 0 where it is none."""
    try:
        letters = [letter for letter in text.decode(encoding) if ord(letter) >= 0x80]
    except UnicodeDecodeError:
        return -1.0
    marks = [_LIKENESS[encoding](letter, letter.encode(encoding)) for letter in letters]
    return sum(marks) / max(1, len(marks))


def _japanese(letter: str, raw: bytes) -> float:
    if ord(letter) in _KANA:
        return 1.0
    if ord(letter) in _IDEOGRAPHS:
        return (0.8 if raw[0] <= 0x97 else 0.3) if raw[1] >= 0x80 else 0.35
    return 0.0 if len(raw) == 2 else -0.2


def _korean(letter: str, raw: bytes) -> float:
    """Syllables of KS X 1001; those that were added later, and Chinese characters, are rare in names of files."""
    if ord(letter) in _HANGUL:
        return 0.9 if min(raw) >= 0xA1 else 0.1
    return 0.1 if ord(letter) in _IDEOGRAPHS else -0.5


def _chinese(letter: str, raw: bytes) -> float:
    """The 3,755 common characters of GB 2312 stand before D8."""
    if ord(letter) in _IDEOGRAPHS and min(raw) >= 0xA1:
        return 0.8 if raw[0] < 0xD8 else 0.4
    return -0.2


def _western(letter: str, raw: bytes) -> float:
    """Letters with accents; boxes and Greek of the same table are no names."""
    return 0.6 if letter.isalpha() and ord(letter) < 0x180 and len(raw) == 1 else -0.5


_LIKENESS: dict[str, Callable[[str, bytes], float]] = {
    "cp932": _japanese,
    "cp949": _korean,
    "gbk": _chinese,
    "cp437": _western,
    "cp1252": _western,
}
