"""What graphics card is there, what it can do here, and what its libraries would take: the same for the terminal and the window.

`code` is one of app/error_text.py, so that both say it in their words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jobs.errors import CodedError
from models.gpu.addon import MB, AddonState, GpuAddon
from models.gpu.cards import Cards, look
from models.gpu.pins import pinned


@dataclass(frozen=True, slots=True)
class GpuReport:
    """code, facts: the sentence. state: of the add-on; offered: `add` would help. Sizes in megabytes: on the disk now, to download, and on
    the disk at most until it is ready."""

    code: str
    subject: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    driver: str = ""
    state: AddonState = "missing"
    offered: bool = False
    here_mb: int = 0
    download_mb: int = 0
    needed_mb: int = 0


def report_of(cards: Cards | None = None, make: Callable[[], GpuAddon] | None = None) -> GpuReport:
    """Looks at this computer and the user's folder; nothing is loaded and nothing is printed. cards, make: other than these, for tests."""
    found = look() if cards is None else cards
    names = tuple(card.name or card.vendor.upper() for card in found.cards)
    try:
        addon = make() if make else GpuAddon(pinned())
    except CodedError as error:
        return GpuReport("gpu.apple" if sys.platform == "darwin" else error.code, "", error.facts, names, found.driver)
    status = addon.status()
    code, subject, facts = _verdict(found, addon, status.state)
    return GpuReport(
        code,
        subject,
        facts,
        names,
        found.driver,
        status.state,
        offered=code in ("gpu.offer", "gpu.other_version"),
        here_mb=round(status.n_bytes / MB),
        download_mb=round(status.to_fetch_bytes / MB),
        needed_mb=round(status.needed_bytes / MB),
    )


def _verdict(cards: Cards, addon: GpuAddon, state: AddonState) -> tuple[str, str, Mapping[str, object]]:
    """(code, subject, facts)."""
    try:
        addon.check(cards)
    except CodedError as error:
        if cards.of("nvidia"):
            return ("gpu.old_driver" if error.code == "gpu.old_driver" else "gpu.no_driver", error.subject or "NVIDIA", error.facts)
        return _without_nvidia(cards)
    name = cards.of("nvidia")[0].name
    return {"ready": "gpu.ready", "other_version": "gpu.other_version"}.get(state, "gpu.offer"), name, {}


def _without_nvidia(cards: Cards) -> tuple[str, str, Mapping[str, object]]:
    for vendor, code in (("amd", "gpu.amd"), ("intel", "gpu.intel")):
        for card in cards.cards:
            if card.vendor == vendor:
                return code, card.name or vendor.upper(), {}
    return "gpu.none", "", {}
