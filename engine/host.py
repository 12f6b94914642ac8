"""Obeys commands: owns the live session and the jobs, and answers with events.

Thread: the main thread of the engine. Commands are carried out one after the other; only conversions and measurements run beside, and the
loading of the first voice: what else is asked of the session meanwhile is carried out after it, but a stop at once.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from importlib.metadata import version

from engine.audio.backends import choose_backend
from engine.audio.virtual_mic.choose import virtual_microphones
from engine.audio.virtual_mic.contract import VirtualMicrophone
from engine.errors import DeviceError, EngineError, LinkError
from engine.jobs.registry import engine_jobs
from engine.link.codec import decode_command
from engine.link.failures import failed
from engine.link.job_events import link_event
from engine.link.messages import (
    AnyCommand,
    AskCosts,
    Cancel,
    Command,
    DeviceInfo,
    Devices,
    Event,
    KeepReady,
    ListDevices,
    MeasureLatency,
    MicrophoneReady,
    PlayFile,
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
    Stopped,
    StopRecording,
    Watch,
)
from engine.runtime.costs import costs
from engine.runtime.errands import Errands
from engine.runtime.recordings import Recordings
from engine.runtime.session import Session
from engine.runtime.starting import Starting
from jobs.errors import CodedError
from jobs.events import JobEvent
from jobs.running import RunningJob

log = logging.getLogger(__name__)

Emit = Callable[[Event], None]
ERRANDS_S = 1.0
"""A sound server that takes longer at the end hangs."""
FINISH_RECORDINGS_S = 4.0
"""A disk that takes longer at the end is not waited for: what is there is found at the next start."""
_OF_SESSION = (Start, Stop, SetParams, SetVoice, SetConfig, KeepReady, Record, StopRecording, SetMonitor, PlayFile, MeasureLatency)


class Host:
    """One engine. `run` returns when the input ends or `shutdown` is asked."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._session: Session | None = None
        self._kinds = engine_jobs(self._running)
        self._jobs: dict[int, RunningJob] = {}
        self._microphone = virtual_microphones(lambda: choose_backend().list_devices())
        self._watch_per_s = 0
        self._obeying = threading.Lock()  # this thread, and that of a start for what has waited for it
        self._starting: Starting | None = None
        self._errands = Errands("urvc-devices")
        self._unfinished: list[Recordings] = []  # of sessions that have ended

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
        if (starting := self._starting) is not None:
            starting.give_up()
            starting.join()
        if self._session is not None:
            self._end(self._session)
        self._errands.end()
        self._errands.join(ERRANDS_S)
        self._microphone.close()
        for recordings in self._unfinished:
            recordings.join(FINISH_RECORDINGS_S)

    def _line(self, line: str) -> bool:
        """Whether to go on after this command."""
        try:
            command = decode_command(line)
        except CodedError as error:
            self._emit(failed(error))
            return True
        with self._obeying:
            return self._obey_and_answer(command)

    def _obey_and_answer(self, command: AnyCommand) -> bool:
        """Whether to go on; a fault becomes a `failed` event. `_obeying` is held."""
        try:
            return self._obey(command)
        except Exception as error:  # noqa: BLE001 - the loop goes on whatever one command does
            self._say(error, command.id, command.type)
        return True

    def _say(self, error: Exception, reply_to: int, subject: str) -> None:
        if not isinstance(error, CodedError):
            log.error("command failed", exc_info=error)
        self._emit(failed(error, reply_to, "obey a command", subject))

    def _obey(self, command: AnyCommand) -> bool:
        if self._starting is not None and isinstance(command, _OF_SESSION):
            self._wait_for_start(command, self._starting)
            return True
        match command:
            case ListDevices():
                self._beside(command, lambda: self._emit(Devices(reply_to=command.id, devices=device_infos())))
            case ProvideMicrophone():
                self._beside(command, lambda: self._emit(microphone_ready(self._microphone.ensure(), command.id)))
            case Start():
                self._start(command)
            case Watch():
                self._watch(command)
            case AskCosts():
                self._emit(costs(command, self._session.changes if self._session is not None and not self._session.ended else None))
            case Cancel():
                if job := self._jobs.get(command.job):
                    job.cancel()
            case Shutdown():
                return False
            case _ if self._kinds.runs(command):
                self._begin(command)
            case _:
                self._obey_live(command, self._running())
        return True

    def _obey_live(self, command: AnyCommand, session: Session) -> None:
        match command:
            case Stop():
                self._end(session, command.id)
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
                self._beside(command, lambda: session.set_monitor(command))
            case PlayFile():
                session.play_file(command)
            case _:
                raise LinkError("link.malformed", "obey a command", command.type, reason="nobody does this")

    def _start(self, command: Start) -> None:
        if self._session is not None and not self._session.ended:
            raise EngineError("live.running", "start", command.voice)
        if self._session is not None:
            self._end(self._session)
        self._starting = Starting(command, Session(command, self._emit, self._microphone), self._started)
        self._starting.start()

    def _end(self, session: Session, reply_to: int = 0) -> None:
        session.close("asked", reply_to)
        self._unfinished = [one for one in (*self._unfinished, session.recordings) if one.unfinished]
        self._session = None

    @staticmethod
    def _wait_for_start(command: AnyCommand, starting: Starting) -> None:
        if isinstance(command, Stop) and not starting.stop_id:
            starting.stop_id = command.id
            starting.give_up()
        else:
            starting.later.append(command)

    def _started(self, starting: Starting, error: Exception | None) -> None:
        """The start's own thread: what has waited for it is carried out now."""
        with self._obeying:
            self._starting = None
            session, stop_id = starting.session, starting.stop_id
            if error is None:
                self._session = session
                if self._watch_per_s:
                    session.watch(self._watch_per_s)
                starting.later[:0] = [Stop(id=stop_id)] if stop_id else []
            elif stop_id:
                self._emit(Stopped(reply_to=stop_id, reason="asked", seconds=0.0))
            else:
                self._say(error, starting.command.id, starting.command.voice)
            for command in starting.later:
                self._obey_and_answer(command)

    def _watch(self, command: Watch) -> None:
        self._watch_per_s = command.per_s
        if self._session is not None and not self._session.ended:
            self._session.watch(command.per_s)

    def _beside(self, command: AnyCommand, work: Callable[[], None]) -> None:
        """A sound server may hang: nothing else waits for it."""

        def do() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - told to whoever asked, as every command's
                self._say(error, command.id, command.type)

        self._errands.do(do)

    def _running(self) -> Session:
        if self._session is None or self._session.ended:
            raise EngineError("live.not_running", "change what is heard")
        return self._session

    def _begin(self, command: Command) -> None:
        self._jobs = {number: old for number, old in self._jobs.items() if old.is_alive()}
        self._jobs[command.id] = job = RunningJob(command.id, self._kinds.asked_with(command), command, self._tell)
        job.start()

    def _tell(self, event: JobEvent) -> None:
        told = link_event(event)
        if told is not None:
            self._emit(told)


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
