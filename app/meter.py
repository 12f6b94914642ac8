"""The meter line of the command line, and the table of the delay."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from app.console import console
from app.live.status import n_dropouts
from engine.link.messages import LatencyPart, Telemetry

BAR_CELLS = 16
BAR_FLOOR_DB = -60.0
CLIP_DB = -0.5


def meter_line(now: Telemetry) -> Text:
    """One line: levels, pitch, load, delay, dropouts."""
    line = Text()
    for label, level_db in (("in", now.input_db), ("out", now.output_db)):
        cells = round(BAR_CELLS * min(1.0, max(0.0, 1.0 - level_db / BAR_FLOOR_DB)))
        line.append(f"{label} ")
        line.append("█" * cells + "·" * (BAR_CELLS - cells), style="red" if level_db > CLIP_DB else "green")
        line.append(f" {level_db:6.1f} dB  ")
    line.append(f"pitch {now.f0_hz:5.0f} Hz  " if now.f0_hz else "pitch   --  Hz  ")
    line.append(f"load {100 * now.load:3.0f} %  ", style="red" if now.load > 0.8 else "")
    line.append(f"delay {now.latency_ms:5.1f} ms  ")
    dropouts = n_dropouts(now.counters)
    line.append(f"dropouts {dropouts}", style="red" if dropouts else "")
    return line


def show_latency(parts: Sequence[LatencyPart], title: str) -> None:
    """The delay, step by step."""
    table = Table(
        title=f"{title}: {sum(part.ms for part in parts):.1f} ms", box=None, pad_edge=False, show_header=False, title_justify="left"
    )
    for part in parts:
        table.add_row(f"  {part.name}", f"{part.ms:6.1f} ms")
    console.print(table)
