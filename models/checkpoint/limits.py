"""What a file may cost. Real files stay far below: hubert_base.pt has 190 MB, a training checkpoint up to 900 MB."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one read; the defaults fit every file of the RVC family."""

    max_file_bytes: int = 4096 * MIB
    max_entries: int = 20_000
    max_directory_bytes: int = 8 * MIB
    max_name_bytes: int = 1024
    max_inflated_bytes: int = 1024 * MIB
    max_inflate_ratio: int = 200
    max_pickle_bytes: int = 32 * MIB
    max_opcodes: int = 1_000_000
    max_marks: int = 256
    max_copied_items: int = 1_000_000
    max_dims: int = 8
    max_header_bytes: int = 8 * MIB


DEFAULT_LIMITS = Limits()
