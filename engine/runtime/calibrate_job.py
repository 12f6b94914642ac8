"""`calibrate`: the machine's own best, found and kept."""

from __future__ import annotations

from engine.calibration.calibrate import Calibration, Stopped
from engine.errors import EngineError
from engine.inference.profile import Profile, write_profile
from engine.link.messages import Calibrate, Calibrated, Cancelled, Progress, TriedPlacement
from engine.runtime.jobs import Emit, Job
from models.foundation import FoundationShelf
from models.shelf import all_voices, find_voice
from models.voice import Voice


class CalibrateJob(Job):
    """Runs a Calibration. While it runs nothing else should compute: a stream beside it makes the machine look slower than it is."""

    def __init__(self, command: Calibrate, emit: Emit) -> None:
        super().__init__(command.id, emit)
        self._command = command

    def work(self) -> None:
        voice = calibration_voice(self._command.voice)
        try:
            profile = Calibration(voice, FoundationShelf(), self._tell, self._asked_to_stop.is_set).run()
        except Stopped:
            self._emit(Cancelled(reply_to=self._command.id))
            return
        try:
            write_profile(profile)
        except OSError as error:
            raise EngineError("calibration.unwritable", "keep the calibration", str(error.filename or ""), reason=str(error)) from error
        self._emit(calibrated(profile, voice, self._command.id))

    def _tell(self, done: float, what: str) -> None:
        self._emit(Progress(reply_to=self._command.id, done=done))


def calibration_voice(name: str) -> Voice:
    """The voice of that name, or the first that needs calibrating. Raises VoiceNotFound, EngineError `calibration.voice`."""
    if name:
        return find_voice(name)
    for voice in all_voices():
        if voice.kind == "rvc":
            return voice
    raise EngineError("calibration.no_voice", "calibrate", "")


def calibrated(profile: Profile, voice: Voice, reply_to: int) -> Calibrated:
    """The choice as the link tells it."""
    return Calibrated(
        reply_to=reply_to,
        voice=voice.id,
        provider=profile.placement.provider,
        n_threads=profile.n_threads,
        hop_ms=profile.hop_ms,
        lookahead_ms=profile.lookahead_ms,
        context_s=profile.context_s,
        detector=profile.detector,
        rtf=profile.rtf,
        delay_ms=profile.delay_ms,
        tried=[TriedPlacement(**one.model_dump()) for one in profile.tried],
    )
