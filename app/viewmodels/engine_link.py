"""The engine as signals: a child process whose events arrive on the GUI thread, and that is started again when it dies.

Nothing here waits: commands are queued until the child has started. An engine that dies again and again is left alone until `start`.

Thread: GUI.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app.roles import program_command
from engine.errors import LinkError
from engine.link.codec import decode_event, encode
from engine.link.messages import AnyCommand, AnyEvent, Failed, InterimEvent, Ready, Shutdown, Started, Telemetry, Values

END_TIMEOUT_MS = 5000
TICK_MS = 250
QUIET_TICKS = 8
"""Two seconds: a running stream speaks 20 times a second."""
KEPT_LINES = 200
STORM_DEATHS = 3
STORM_S = 60.0

Answer = Callable[[AnyEvent], None]


class EngineLink(QObject):
    """One engine process at a time.

    event_received(AnyEvent)          everything the engine says
    ready(Ready)            an engine is up, for the first time or again
    died(int)               it ended by itself, with this status; another is on its way
    given_up(int)           it has died STORM_DEATHS times within STORM_S: nothing more happens until `start`
    quiet(float)            an engine that had begun a stream says nothing, for so many seconds by now; 0 when it speaks again
    """

    event_received = Signal(object)
    ready = Signal(object)
    died = Signal(int)
    given_up = Signal(int)
    quiet = Signal(float)

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command or program_command("engine")
        self._process: QProcess | None = None
        self._rest = b""
        self._log: deque[str] = deque(maxlen=KEPT_LINES)
        self._next_id = 0
        self._closed = False
        self._waiting: dict[int, Answer] = {}
        self._deaths: list[float] = []
        self._tells = False  # a stream has begun, which speaks all the time, so it can be missed
        self._quiet_ticks = 0
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        return int(self._process.processId()) if self._process is not None else 0

    @property
    def log(self) -> list[str]:
        """The engine's newest messages."""
        return list(self._log)

    def start(self) -> None:
        """Starts an engine if none runs; `ready` follows."""
        self._closed = False
        if self._process is not None:
            return
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_log)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed_to_start)
        self._process, self._rest, self._tells, self._quiet_ticks = process, b"", False, 0
        self._ticks.start()
        process.start(self._command[0], self._command[1:])

    def send(self, command: AnyCommand) -> int:
        """Sends `command` (starting an engine if there is none) under a new id, which is returned. After `close` it goes nowhere."""
        self._next_id += 1
        if self._closed:
            return self._next_id
        self.start()
        assert self._process is not None
        self._process.write((encode(command.model_copy(update={"id": self._next_id})) + "\n").encode("utf-8"))
        return self._next_id

    def ask(self, command: AnyCommand, answer: Answer) -> int:
        """`send`, and calls `answer` once with the event that answers it; with `failed` (`engine.died`) where none will come."""
        number = self.send(command)
        if not self._closed:
            self._waiting[number] = answer
        return number

    def end(self) -> None:
        """Kills an engine that does not listen; `died` follows, and another is started."""
        if self._process is not None:
            self._log.append("it said nothing any more and was ended")
            self._process.kill()

    def close(self) -> None:
        """Ends the engine: asks, closes its input, and after END_TIMEOUT_MS kills it. No signal comes any more, until `start`."""
        self._closed = True
        process, self._process = self._process, None
        self._ticks.stop()
        self._waiting.clear()
        if process is None:
            return
        process.blockSignals(True)
        if process.state() == QProcess.ProcessState.Starting:
            process.waitForStarted(END_TIMEOUT_MS)
        process.write((encode(Shutdown()) + "\n").encode("utf-8"))
        process.waitForBytesWritten(100)
        process.closeWriteChannel()
        if not process.waitForFinished(END_TIMEOUT_MS):
            process.kill()
            process.waitForFinished(END_TIMEOUT_MS)
        process.deleteLater()

    # --- what the process does ----------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if self._process is None:
            return
        lines = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        self._rest = lines.pop()
        self._speaks()
        for line in lines:
            try:
                event = decode_event(line.decode("utf-8", "replace"))
            except LinkError as error:
                self._log.append(str(error))
                continue
            self._tell(event)

    def _tell(self, event: AnyEvent) -> None:
        self._tells = self._tells or isinstance(event, (Started, Telemetry))
        if isinstance(event, Ready):
            self.ready.emit(event)
        self.event_received.emit(event)
        if event.reply_to in self._waiting and not isinstance(event, InterimEvent):
            self._waiting.pop(event.reply_to)(event)

    def _speaks(self) -> None:
        was_quiet, self._quiet_ticks = self._quiet_ticks >= QUIET_TICKS, 0
        if was_quiet:
            self.quiet.emit(0.0)

    def _tick(self) -> None:
        """Ticks, not the clock: a program that was held up itself, or a machine that slept, has missed nothing."""
        if self._process is None or not self._tells or self._process.bytesAvailable():
            return
        self._quiet_ticks += 1
        if self._quiet_ticks >= QUIET_TICKS:
            self.quiet.emit(self._quiet_ticks * TICK_MS / 1000.0)

    def _read_log(self) -> None:
        if self._process is not None:
            self._log.extend(_lines(self._process))

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._log.append(self._process.errorString())
            self._ended(-1)

    def _ended(self, status: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._log.extend(_lines(process))
        process.deleteLater()
        waiting, self._waiting = self._waiting, {}
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < STORM_S] + [now]
        if len(self._deaths) >= STORM_DEATHS:
            self._deaths.clear()
            self.given_up.emit(status)
        else:
            self.start()
            self.died.emit(status)
        facts: Values = {"status": status, "log": [*self.log[-5:]]}
        for number, answer in waiting.items():
            answer(Failed(reply_to=number, code="engine.died", doing="talk to the engine", facts=facts))


def _lines(process: QProcess) -> list[str]:
    return bytes(process.readAllStandardError().data()).decode("utf-8", "replace").splitlines()
