"""`calibrate`: the machine's own best, found and kept."""

from __future__ import annotations

from engine.calibration.calibrate import Calibration
from engine.errors import EngineError
from engine.inference.profile import Profile, write_profile
from engine.kinds.voices import voice_kind
from engine.link.messages import Calibrate, Calibrated, TriedPlacement
from jobs.context import JobContext
from jobs.kind import JobKind
from models.foundation import FoundationLibrary
from models.voice import Voice
from models.voices import all_voices, find_voice


def calibrate(command: Calibrate, context: JobContext) -> Calibrated:
    """Runs a Calibration and keeps what it chose. While it runs nothing else should compute: a stream beside it makes the machine look
    slower than it is. Raises EngineError, ModelError, WorkCancelled; nothing is kept then."""
    voice = calibration_voice(command.voice)
    profile = Calibration(voice, FoundationLibrary(), context.about(voice.name)).run()
    try:
        write_profile(profile)
    except OSError as error:
        raise EngineError("calibration.unwritable", "keep the calibration", str(error.filename or ""), reason=str(error)) from error
    return calibrated(profile, voice)


def calibration_voice(name: str) -> Voice:
    """The voice of that name, or the first that needs calibrating. Raises VoiceNotFound, EngineError `calibration.no_voice`."""
    if name:
        return find_voice(name)
    for voice in all_voices():
        if voice_kind(voice).calibrates:
            return voice
    raise EngineError("calibration.no_voice", "calibrate", "")


def calibrated(profile: Profile, voice: Voice) -> Calibrated:
    """The choice as the link tells it."""
    return Calibrated(
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


CALIBRATE = JobKind("calibrate", Calibrate, Calibrated, calibrate)
