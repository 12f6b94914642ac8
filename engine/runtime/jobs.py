"""Work beside the live stream, each in a thread of its own: converting a file, measuring the delay."""

from __future__ import annotations

import logging
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.assemble import assemble, params_of
from engine.audio.backends import choose_backend
from engine.audio.devices import find_device
from engine.audio.measure import Loop, find_loop, measure_latency
from engine.config import with_values
from engine.errors import AudioFileError, EngineError
from engine.link.failures import failed
from engine.link.messages import Cancelled, Convert, Converted, Event, LatencyMeasured, LatencyPart, MeasureLatency, Progress
from engine.offline import ConversionCancelled, convert_file
from engine.runtime.session import Session
from engine.synth.rvc_open import check_speaker
from engine.tuning import file_config
from models.errors import ModelError
from models.shelf import find_voice

log = logging.getLogger(__name__)

Emit = Callable[[Event], None]
PROGRESS_EVERY_S = 0.1


class Job(threading.Thread):
    """Runs `work` once; an expected fault becomes a `failed` event that answers the command of id `reply_to`."""

    def __init__(self, reply_to: int, emit: Emit) -> None:
        super().__init__(name=f"urvc-job-{reply_to}")
        self._reply_to, self._emit = reply_to, emit
        self._asked_to_stop = threading.Event()

    def cancel(self) -> None:
        """Asks the job to stop; it answers `cancelled` when it has. Any thread."""
        self._asked_to_stop.set()

    def run(self) -> None:
        try:
            self.work()
        except (EngineError, ModelError) as error:
            self._emit(failed(error, self._reply_to))
        except Exception as error:
            log.exception("job failed")
            self._emit(failed(error, self._reply_to, "finish a job"))

    @abstractmethod
    def work(self) -> None:
        """What the job does; raises EngineError or ModelError."""


class ConvertJob(Job):
    """`convert`: a file through the pipeline."""

    def __init__(self, command: Convert, emit: Emit) -> None:
        super().__init__(command.id, emit)
        self._command = command
        self._told_at = 0.0

    def work(self) -> None:
        command = self._command
        source, target = Path(command.input), Path(command.output)
        if source.resolve() == target.resolve():
            raise AudioFileError("file.same", "convert", command.output)
        voice = find_voice(command.voice)
        config = with_values(file_config(voice), command.config)
        params = check_speaker(voice, with_values(params_of(voice), command.params))
        try:
            report = convert_file(source, target, assemble(config, voice), params, self._tell, self._asked_to_stop.is_set)
        except ConversionCancelled:
            self._emit(Cancelled(reply_to=command.id))
            return
        self._emit(Converted(reply_to=command.id, output=str(target), seconds=report.seconds, rtf=report.rtf, repaired=report.repaired))

    def _tell(self, done: float) -> None:
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_EVERY_S:
            self._told_at = now
            self._emit(Progress(reply_to=self._command.id, done=done))


class MeasureJob(Job):
    """`measure_latency`: test sounds through the running stream."""

    def __init__(self, command: MeasureLatency, session: Session, emit: Emit) -> None:
        super().__init__(command.id, emit)
        self._command, self._session = command, session

    def work(self) -> None:
        command, rig = self._command, self._session.rig
        backend = choose_backend(rig.input_device.backend)
        devices = backend.list_devices()
        if command.play and command.listen:
            play, listen = find_device(devices, command.play, "output"), find_device(devices, command.listen, "input")
            loop = Loop(play, rig.input_device, listen)
        else:
            loop = find_loop(devices, rig.input_device, rig.output_device)
        with self._session.telling_latency() as told:
            report = measure_latency(backend, loop, command.repeats)
        claimed = sorted(told, key=total_ms)
        usual = claimed[len(claimed) // 2]
        self._emit(
            LatencyMeasured(
                reply_to=command.id,
                median_ms=report.median_ms,
                lowest_ms=report.min_ms,
                highest_ms=report.max_ms,
                heard=len(report.delays_ms),
                engine_ms=total_ms(usual),
                latency=usual,
            )
        )


def total_ms(parts: Sequence[LatencyPart]) -> float:
    """The whole of a delay given step by step."""
    return sum(part.ms for part in parts)
