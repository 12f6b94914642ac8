"""`listen`: a meter on a microphone, without a voice, for some seconds or until it is cancelled.

A job in a thread of its own, so a meter can run while another device is tried.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, nullcontext

from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.files import AudioFileWriter
from engine.audio.input_levels import InputLevels
from engine.audio.streams import CaptureStream, StreamOptions, Wakeup
from engine.contracts import SAMPLE_RATE_HZ
from engine.errors import DeviceError
from engine.link.messages import InputLevel, Listen, Listened
from engine.pitch import detector
from engine.runtime.device_buffers import CaptureBuffer
from engine.runtime.recorder import exact
from jobs.context import JobContext
from jobs.kind import JobKind

LEVEL_EVERY_FRAMES = 5
FOR_EVER = 2**62
WAIT_S = 0.02
RING_MS = 2000.0


def listen(command: Listen, context: JobContext) -> Listened:
    """What was heard in all; its level is told meanwhile. Raises DeviceError, AudioFileError, WorkCancelled; no recording is left then."""
    backend = choose_backend(command.backend)
    device = find_device(backend.list_devices(), command.device, "input")
    wakeup = Wakeup()
    levels = InputLevels(detector("swiftf0"))
    capture = backend.open_capture(device, StreamOptions(wakeup=wakeup, ring_ms=RING_MS))
    with closing(capture), _writer(command.record) as writer:
        capture.start()
        _follow(command, capture, wakeup, levels, writer, context.about(device.name))
    summary = levels.summary()
    return Listened(
        device=device.name,
        seconds=summary.seconds,
        noise_db=summary.noise_db,
        speech_db=summary.speech_db,
        peak_db=summary.peak_db,
        f0_hz=summary.f0_hz,
        clipped=summary.clipped,
        recorded=command.record,
    )


def _follow(
    command: Listen, capture: CaptureStream, wakeup: Wakeup, levels: InputLevels, writer: AudioFileWriter | None, context: JobContext
) -> None:
    """Takes in what comes until there is enough. Raises DeviceError `device.lost`, WorkCancelled."""
    source, told, mixer = CaptureBuffer(capture), 0, getattr(capture, "mixer", None)
    left = round(command.seconds * SAMPLE_RATE_HZ) or FOR_EVER
    while left:
        context.check()
        wakeup.wait(WAIT_S)
        if mixer is not None:
            mixer.choose()
        if capture.lost:
            raise DeviceError("device.lost", "listen", capture.device.name)
        block = source.pull(min(source.available, left))
        left -= len(block)
        levels.take(block)
        if writer is not None:
            writer.write(block)
        if levels.n_frames - told >= LEVEL_EVERY_FRAMES:
            context.update(_level(levels, told))
            told = levels.n_frames
            if command.quiet_s and levels.has_ended(command.quiet_s, command.noise_db):
                return


def _level(levels: InputLevels, first_frame: int) -> InputLevel:
    peak_db, rms_db = levels.newest(first_frame)
    return InputLevel(seconds=levels.seconds, peak_db=peak_db, rms_db=rms_db, f0_hz=levels.f0_hz)


def _writer(path: str) -> AbstractContextManager[AudioFileWriter | None]:
    return AudioFileWriter(path, SAMPLE_RATE_HZ, exact(path)) if path else nullcontext()


LISTEN = JobKind("listen", Listen, Listened, listen, InputLevel)
