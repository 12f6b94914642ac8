"""Obeys commands: owns the live session and the jobs, and answers with events.

Thread: the main thread of the engine. Commands are carried out one after the other; only conversions and measurements run beside.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from importlib.metadata import version

from engine.audio.backends import choose_backend
from engine.audio.virtual_mic.choose import virtual_microphones
from engine.audio.virtual_mic.contract import VirtualMicrophone
from engine.errors import DeviceError, EngineError
from engine.link.codec import decode_command
from engine.link.failures import failed
from engine.link.messages import (
    AnyCommand,
    Calibrate,
    Cancel,
    Convert,
    DeviceInfo,
    Devices,
    Event,
    KeepReady,
    ListDevices,
    Listen,
    MeasureLatency,
    MicrophoneReady,
    PlayFile,
    PlaySound,
    ProvideMicrophone,
    Ready,
    Record,
    SetConfig,
    SetMonitor,
    SetParams,
    SetVoice,
    Shutdown,
    Start,
    Stop,
    StopRecording,
    Watch,
)
from engine.runtime.calibrate_job import CalibrateJob
from engine.runtime.jobs import ConvertJob, Job, MeasureJob
from engine.runtime.listen import ListenJob, PlayJob
from engine.runtime.session import Session
from models.errors import ModelError

log = logging.getLogger(__name__)

Emit = Callable[[Event], None]
JobCommand = Convert | MeasureLatency | Calibrate | Listen | PlaySound
LiveCommand = Stop | SetParams | SetVoice | SetConfig | KeepReady | Record | StopRecording | SetMonitor | PlayFile


class Host:
    """One engine. `run` returns when the input ends or `shutdown` is asked."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._session: Session | None = None
        self._jobs: dict[int, Job] = {}
        self._microphone = virtual_microphones(lambda: choose_backend().list_devices())
        self._watch_per_s = 0

    def run(self, lines: Iterable[str]) -> None:
        """Carries out every line; each fault becomes a `failed` event, and the loop goes on."""
        self._emit(Ready(version=version("urvc"), pid=os.getpid()))
        try:
            for line in lines:
                if line.strip() and not self._line(line):
                    return
        finally:
            self.close()

    def close(self) -> None:
        """Ends session and jobs."""
        for job in self._jobs.values():
            job.cancel()
        for job in self._jobs.values():
            job.join()
        if self._session is not None:
            self._session.close("asked")
            self._session = None
        self._microphone.close()

    def _line(self, line: str) -> bool:
        """Whether to go on after this command."""
        reply_to = 0
        try:
            command = decode_command(line)
            reply_to = command.id
            return self._obey(command)
        except (EngineError, ModelError) as error:
            self._emit(failed(error, reply_to))
        except Exception as error:
            log.exception("command failed")
            self._emit(failed(error, reply_to, "obey a command", line[:80]))
        return True

    def _obey(self, command: AnyCommand) -> bool:
        match command:
            case ListDevices():
                self._emit(Devices(reply_to=command.id, devices=device_infos()))
            case ProvideMicrophone():
                self._emit(microphone_ready(self._microphone.ensure(), command.id))
            case Start():
                self._start(command)
            case Watch():
                self._watch(command)
            case Convert() | MeasureLatency() | Calibrate() | Listen() | PlaySound():
                self._begin(command.id, self._job(command))
            case Cancel():
                if job := self._jobs.get(command.job):
                    job.cancel()
            case Shutdown():
                return False
            case _:
                self._obey_live(command, self._running())
        return True

    def _job(self, command: JobCommand) -> Job:
        match command:
            case Convert():
                return ConvertJob(command, self._emit)
            case MeasureLatency():
                return MeasureJob(command, self._running(), self._emit)
            case Calibrate():
                return CalibrateJob(command, self._emit)
            case Listen():
                return ListenJob(command, self._emit)
            case PlaySound():
                return PlayJob(command, self._emit)

    def _obey_live(self, command: LiveCommand, session: Session) -> None:
        match command:
            case Stop():
                session.close("asked", command.id)
                self._session = None
            case SetParams():
                session.changes.set_params(command)
            case SetVoice():
                session.changes.set_voice(command)
            case SetConfig():
                session.changes.set_config(command)
            case KeepReady():
                session.changes.keep_ready(command.voices)
            case Record():
                session.record(command)
            case StopRecording():
                session.stop_recording(command.id)
            case SetMonitor():
                session.set_monitor(command)
            case PlayFile():
                session.play_file(command)

    def _start(self, command: Start) -> None:
        if self._session is not None and not self._session.ended:
            raise EngineError("live.running", "start", command.voice)
        if self._session is not None:
            self._session.close("asked")
        session = Session(command, self._emit, self._microphone)
        session.start()
        self._session = session
        if self._watch_per_s:
            session.watch(self._watch_per_s)

    def _watch(self, command: Watch) -> None:
        self._watch_per_s = command.per_s
        if self._session is not None and not self._session.ended:
            self._session.watch(command.per_s)

    def _running(self) -> Session:
        if self._session is None or self._session.ended:
            raise EngineError("live.not_running", "change what is heard")
        return self._session

    def _begin(self, number: int, job: Job) -> None:
        self._jobs = {n: old for n, old in self._jobs.items() if old.is_alive()}
        self._jobs[number] = job
        job.start()


def microphone_ready(microphone: VirtualMicrophone, reply_to: int) -> MicrophoneReady:
    """The microphone as the link tells it."""
    return MicrophoneReady(
        reply_to=reply_to,
        name=microphone.name,
        input=microphone.input_id,
        output=microphone.output_id,
        product=microphone.product,
        made=microphone.made,
    )


def device_infos() -> list[DeviceInfo]:
    """The devices of the audio system that would be used; an empty list where there is none."""
    try:
        found = choose_backend().list_devices()
    except DeviceError as error:
        log.info("no devices: %s", error)
        return []
    return [
        DeviceInfo(
            id=device.id,
            name=device.name,
            backend=device.backend,
            direction=device.direction,
            channels=device.channels,
            rate_hz=device.default_rate_hz,
            is_default=device.is_default,
            is_monitor=device.is_monitor,
            hears=device.hears,
        )
        for device in found
    ]
