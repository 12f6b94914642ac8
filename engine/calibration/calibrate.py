"""Finds what suits this machine: where voices run, in which precision, and the shortest hop that leaves time to spare.

Every way that the machine offers is tried with the voice itself on the demo recording, in two steps: the quickest way that is true to
float32 (a reduced precision must hold 30 dB on the decoder and 5 cents on the pitch), then, with that way, the shortest hop that leaves
time to spare, first with the usual context and detector, then with less of both.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from engine.assemble import assemble, params_of, prepare_int8
from engine.audio.demo import demo_speech
from engine.calibration.fidelity import LEAST_DECODER_DB, MOST_PITCH_CENTS, Kept, decoder_db, pitch_cents
from engine.calibration.trial import Timing, time_pipeline
from engine.config import EngineConfig
from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import EngineError, InferenceError
from engine.inference.choice import candidates
from engine.inference.opening import Placed
from engine.inference.placement import CPU, EXACT, Placement, Precision
from engine.inference.profile import Measured, Profile, machine, n_cores
from engine.inference.sessions import devices, why_not
from engine.kinds.detectors import RECOMMENDED, detector_kind
from engine.kinds.runtimes import runtime_kind
from engine.kinds.voices import voice_kind
from engine.pitch import detector as open_detector
from engine.reserve import Reserve
from jobs.context import JobContext
from models.foundation import FoundationLibrary
from models.package import read_package
from models.voice import Voice

log = logging.getLogger(__name__)

HOPS_MS = (40, 60, 80, 100, 120, 160, 200, 240, 300, 400, 500)
TRIAL_HOP_MS, LONG_TRIAL_HOP_MS = 100, 300
MOST_LOAD = 0.7
"""The rest is for everything else that the machine does; a game beside it takes more, and the engine then steps down by itself."""
FEW_CORES, MOST_LOAD_ON_FEW = 2, 0.5
"""Where computing takes every core there is, whatever the sound system takes of one of them stops all: a load of 0.55 became 0.8 live."""
USUAL_CONTEXT_S, SHORT_CONTEXT_S = 1.0, 0.5
TRIAL_S = 2.4
OTHER_STEPS = 6
REDUCED_LOOKAHEAD_MS = 30
"""60 dB from the whole (`python -m bench.lookahead`), where a reduced precision is 50 dB from float32; and a frame less to compute."""
DEVICES_MS = 20.0
"""What two sound devices add, with the blocks of 10 ms that long hops have (measured with PulseAudio)."""


def lookahead_ms(precision: Precision) -> int:
    """The look-ahead that suits it."""
    return EngineConfig().lookahead_ms if precision == "float32" else REDUCED_LOOKAHEAD_MS


@dataclass(slots=True)
class Calibration:
    """One run. `context` hears of every way that is tried.

    Raises InferenceError `calibration.voice` for a voice that has no networks, `inference.missing`; WorkCancelled. Nothing is kept then.
    """

    voice: Voice
    foundation: FoundationLibrary
    context: JobContext = field(default_factory=JobContext)
    tried: list[Measured] = field(default_factory=list)
    lookahead_ms: int = EngineConfig().lookahead_ms
    n_steps: int = 1

    def run(self) -> Profile:
        """The choice, not yet kept."""
        if not voice_kind(self.voice).calibrates:
            raise InferenceError("calibration.voice", "calibrate with", self.voice.id, kind=self.voice.kind)
        wishes = [wish for wish in candidates(devices()) if self._starts(wish)]
        self.n_steps = len(wishes) + OTHER_STEPS
        best: tuple[Placement, Kept, Timing] | None = None
        for i, wish in enumerate(wishes):
            self._say(i, wish.provider)
            found = self._try_placement(wish)
            if found is not None and (best is None or found[1].compute_ms < best[2].compute_ms):
                best = (wish, *found)
            if best is not None and wish.precision == "float32" and wish.device == CPU and runtime_kind(wish.runtime).quickest_on:
                break  # the other processor kernels come after these, and have nowhere been quicker
        if best is None:
            raise InferenceError("inference.runtime", "calibrate with", self.voice.id, reason="no runtime ran the voice")
        return self._choose(best[0], best[1], len(wishes))

    def _starts(self, wish: Placement) -> bool:
        """Whether the device answers at all."""
        reason = why_not(wish)
        if reason:
            self._refuse(wish, reason)
        return not reason

    def _say(self, step: int, what: str) -> None:
        self.context.step(min(0.99, step / self.n_steps), what)

    def _config(self, hop_ms: int, context_s: float, detector: str) -> EngineConfig:
        return replace(EngineConfig(), hop_ms=hop_ms, lookahead_ms=self.lookahead_ms, context_s=context_s, detector=detector)

    def _detector(self) -> str:
        return RECOMMENDED.name if self.foundation.get(RECOMMENDED.foundation) is not None else RECOMMENDED.lighter

    def _try_placement(self, wish: Placement) -> tuple[Kept, Timing] | None:
        """The voice on `wish`, timed at TRIAL_HOP_MS; None where it does not run there, or is not true enough."""
        try:
            if wish.precision == "int8":
                prepare_int8(self.voice, self.foundation, wish.n_threads)
            opening = Kept(Placed(wish), specialises=False)
            timing = self._time(opening, TRIAL_HOP_MS, USUAL_CONTEXT_S, self._detector())
            decoder = opening.sessions[self._decoder_graph()]
            if decoder.obtained.placement != wish:
                self._refuse(wish, decoder.obtained.reason)
                return None
            fidelity_db = None if wish.precision == "float32" else self._fidelity(opening)
        except (EngineError, OSError) as error:
            self._refuse(wish, str(getattr(error, "facts", {}).get("reason", error)))
            return None
        true = fidelity_db is None or fidelity_db >= LEAST_DECODER_DB
        self._note(wish, timing, USUAL_CONTEXT_S, self._detector(), fidelity_db, "" if true else f"{fidelity_db:.0f} dB only")
        return (opening, timing) if true else None

    def _decoder_graph(self) -> Any:
        assert self.voice.rvc is not None
        return read_package(self.voice.rvc.folder).graph("decoder")

    def _fidelity(self, opening: Kept) -> float:
        graph = self._decoder_graph()
        reduced = opening.sessions[graph]
        exact = Placed(replace(EXACT, n_threads=n_cores())).open(graph)
        return decoder_db(reduced, exact, reduced.fed or [])

    def _time(self, opening: Kept, hop_ms: int, context_s: float, detector: str) -> Timing:
        pipeline = assemble(self._config(hop_ms, context_s, detector), self.voice, self.foundation, opening)
        for session in opening.sessions.values():
            session.start()
        return time_pipeline(pipeline, demo_speech(TRIAL_S), params_of(self.voice), self.context)

    def _choose(self, wish: Placement, opening: Kept, step: int) -> Profile:
        """The first rung that holds; the last one of all where none does."""
        timing: Timing | None = None
        opening.specialises = True
        self.lookahead_ms = lookahead_ms(wish.precision)
        most_load = MOST_LOAD_ON_FEW if wish.device == CPU and n_cores() <= FEW_CORES else MOST_LOAD
        chosen = (HOPS_MS[-1], SHORT_CONTEXT_S, RECOMMENDED.lighter)
        for i, (context_s, detector, longest_ms) in enumerate(self._rungs()):
            self._say(step + 2 * i, f"{context_s} s, {detector}")
            expected_ms = self._shortest_hop(opening, context_s, detector, most_load)
            for hop_ms in HOPS_MS:
                if expected_ms <= hop_ms <= longest_ms:
                    timing = self._time(opening, hop_ms, context_s, detector)
                    self._note(wish, timing, context_s, detector)
                    if timing.rtf <= most_load:
                        return self._profile(wish, (hop_ms, context_s, detector), timing)
        return self._profile(wish, chosen, timing or self._time(opening, *chosen))

    def _rungs(self) -> Iterator[tuple[float, str, int]]:
        """(context, detector, longest hop worth it), what is wanted most first."""
        yield USUAL_CONTEXT_S, self._detector(), 200
        yield SHORT_CONTEXT_S, self._detector(), HOPS_MS[-1]
        yield SHORT_CONTEXT_S, RECOMMENDED.lighter, HOPS_MS[-1]

    def _shortest_hop(self, opening: Kept, context_s: float, detector: str, most_load: float) -> float:
        """In ms, by a straight line through two hops: part of the cost is the same for every hop, part grows with it."""
        short, long = (self._time(opening, hop_ms, context_s, detector) for hop_ms in (TRIAL_HOP_MS, LONG_TRIAL_HOP_MS))
        slope = (long.compute_ms - short.compute_ms) / (long.hop_ms - short.hop_ms)
        fixed_ms = max(0.0, short.compute_ms - slope * short.hop_ms)
        return fixed_ms / (most_load - slope) if slope < most_load else float("inf")

    def _profile(self, wish: Placement, chosen: tuple[int, float, str], timing: Timing) -> Profile:
        hop_ms, context_s, detector = chosen
        return Profile(
            machine=machine(),
            runtime=wish.runtime,
            device=wish.device,
            precision=wish.precision,
            pitch_precision=self._pitch_precision(wish, detector),
            n_threads=wish.n_threads,
            hop_ms=hop_ms,
            lookahead_ms=self.lookahead_ms,
            context_s=context_s,
            detector=detector,
            rtf=timing.rtf,
            delay_ms=_delay_ms(timing),
            tried=tuple(self.tried),
        )

    def _pitch_precision(self, wish: Placement, detector: str) -> Any:
        """The wish's, if the detector hears the same pitch in it."""
        if not detector_kind(detector).placed or wish.precision == "float32":
            return wish.precision
        speech = demo_speech(TRIAL_S)
        reduced = open_detector(detector, self.foundation, opening=Placed(wish))
        exact = open_detector(detector, self.foundation, opening=Placed(replace(EXACT, n_threads=wish.n_threads)))
        cents = pitch_cents(reduced, exact, speech)
        log.info("pitch in %s: %.1f cents from float32", wish.precision, cents)
        return wish.precision if cents <= MOST_PITCH_CENTS else "float32"

    def _note(
        self, wish: Placement, timing: Timing, context_s: float, detector: str, fidelity_db: float | None = None, refused: str = ""
    ) -> None:
        self.tried.append(
            Measured(
                provider=wish.provider,
                hop_ms=timing.hop_ms,
                context_s=context_s,
                detector=detector,
                rtf=timing.rtf,
                decoder_db=fidelity_db,
                refused=refused,
            )
        )

    def _refuse(self, wish: Placement, reason: str) -> None:
        log.info("%s does not run here: %s", wish.provider, reason)
        self.tried.append(
            Measured(
                provider=wish.provider, hop_ms=TRIAL_HOP_MS, context_s=USUAL_CONTEXT_S, detector="", rtf=0.0, refused=reason or "other"
            )
        )


def _delay_ms(timing: Timing) -> float:
    """From the microphone to the output, as the engine will keep it where nothing gets in its way."""
    reserve_ms = 1000 * Reserve().samples(timing.compute_ms * SAMPLE_RATE_HZ / 1000) / SAMPLE_RATE_HZ
    return timing.hop_ms + timing.waiting_ms + timing.compute_ms + EngineConfig().margin_ms + reserve_ms + DEVICES_MS
