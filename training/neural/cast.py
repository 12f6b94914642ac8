"""The voices that the decoder learns: which timbre of Kokoro each is, and where its pitch lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CastMember:
    """One voice to be learnt: its name on the shelf, the Kokoro voice whose timbre it has, its usual median pitch."""

    name: str
    timbre: str
    pitch_hz: float


CAST = (
    CastMember("clara", "af_heart", 195.0),
    CastMember("emma", "bf_emma", 190.0),
    CastMember("jessie", "af_jessica", 225.0),
    CastMember("sky", "af_sky", 215.0),
    CastMember("isabel", "bf_isabella", 180.0),
    CastMember("michael", "am_michael", 115.0),
    CastMember("toby", "am_puck", 130.0),
    CastMember("otto", "am_onyx", 90.0),
    CastMember("george", "bm_george", 110.0),
    CastMember("claus", "am_santa", 100.0),
)
"""The order is the order of the rows of the trained table of voices: append, never reorder."""
