"""What reads foreign bytes, one target each: sound inputs to begin with, and the reader.

A target may read its input or refuse it with a code. Anything else is a find: another exception, a hang, memory out of proportion.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import websocket

from app.control.messages import parse, parse_auth
from app.obs.bridge import Listener, ObsBridge
from app.obs.client import NONSENSE, Connection, ObsAddress, ObsEvent, Receiver
from app.obs.setup import ObsSetup
from app.settings.codec import BrokenSettings, FutureSettings, encode
from app.settings.codec import decode as decode_settings
from app.settings.record import Settings
from engine.audio.files import AudioFileReader
from engine.link.codec import decode_command, decode_event
from engine.link.codec import encode as encode_message
from engine.link.messages import LatencyPart, Notice, SetParams, Start, Telemetry
from jobs.errors import CodedError
from models.importers.index import read_index
from models.importers.onnx_forms import read_onnx
from models.importers.rvc import read_rvc
from models.package import read_package

HOSTILE = Path(__file__).parents[2] / "tests" / "data" / "hostile"
REFUSALS = (CodedError, BrokenSettings, FutureSettings)
MAX_SECONDS = 60
"""Of the sound of a file that lies about its length."""
HELLO = {"op": 0, "d": {"obsWebSocketVersion": "5.5.2", "rpcVersion": 1, "authentication": {"challenge": "a", "salt": "b"}}}
IDENTIFIED = {"op": 2, "d": {"negotiatedRpcVersion": 1}}
OBS_EVENTS: tuple[tuple[str, object], ...] = (
    ("InputVolumeMeters", {"inputs": [{"inputName": "", "inputLevelsMul": [[0.1, 0.2, 0.3]]}]}),
    ("CurrentProgramSceneChanged", {"sceneName": "Live"}),
    ("SceneNameChanged", {"oldSceneName": "Live", "sceneName": "Late"}),
    ("SceneListChanged", {"scenes": [{"sceneName": "Live", "sceneIndex": 0}]}),
    ("InputNameChanged", {"oldInputName": "a", "inputName": "b"}),
    ("InputRemoved", {"inputName": "a"}),
    ("StreamStateChanged", {"outputActive": True}),
)


@dataclass(frozen=True, slots=True)
class Target:
    """`seeds` are sound inputs; `read` takes any bytes."""

    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes], object]


def survives(target: Target, data: bytes) -> bool:
    """Whether `data` was read; False where it was refused with a code. Raises whatever else came."""
    try:
        target.read(data)
    except REFUSALS:
        return False
    return True


def _from_file(ending: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """`read`, given the bytes as a file."""

    def from_bytes(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"x{ending}"
            path.write_bytes(data)
            return read(path)

    return from_bytes


def _files(*names: str) -> Callable[[], list[bytes]]:
    return lambda: [(HOSTILE / name).read_bytes() for name in names]


def _checkpoint(legacy: bool) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        from tests.models.voice_files import minimal_voice, save, with_tensors

        with tempfile.TemporaryDirectory() as folder:
            return [save(Path(folder) / "x.pth", with_tensors(minimal_voice()), legacy).read_bytes()]

    return seeds


def _safetensors() -> list[bytes]:
    from tests.models.voice_files import minimal_voice, voice_safetensors

    return [voice_safetensors(minimal_voice())]


def _audio_files(path: Path) -> None:
    with AudioFileReader(path) as reader:
        n = 0
        for block in reader:
            n += block.shape[0]
            if n > MAX_SECONDS * 48_000:
                return


def _flac() -> list[bytes]:
    import io

    import numpy as np
    import soundfile

    out = io.BytesIO()
    soundfile.write(out, np.sin(np.arange(4800) / 9).astype(np.float32), 48_000, format="FLAC")
    return [out.getvalue()]


def _commands() -> list[bytes]:
    messages = (Start(voice="robot", config={"input": "mic", "hop_ms": 20}, record_output="a.wav"), SetParams(params={"pitch_st": 3.0}))
    return [encode_message(message).encode() for message in messages]


def _events() -> list[bytes]:
    parts = [LatencyPart(name="output ring", ms=9.0)]
    figures: dict[str, Any] = dict.fromkeys(("seconds", "input_db", "output_db", "f0_hz", "load", "latency_ms"), 1.0)
    telemetry = Telemetry(**figures, latency=parts, stage_ms={"pitch": 1.0}, counters={"underruns": 1})
    notice = Notice(code="device.lost", subject="mic", facts={"reason": "gone"})
    return [encode_message(message).encode() for message in (notice, telemetry)]


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """Lines come as text with marks in the place of what is none."""
    return lambda data: read(data.decode("utf-8", errors="replace"))


def _control(text: str) -> None:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):  # answered by the channel itself (app/control/routes.py)
        return
    parse(values)


def _manifest(data: bytes) -> object:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "plain-v2"
        folder.mkdir()
        (folder / "voice.json").write_bytes(data)
        for name in ("latent.onnx", "decoder.onnx"):
            (folder / name).touch()
        return read_package(folder)


class _Script:
    """A connection to an OBS that says these lines and then hangs up."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = iter(lines)

    def recv(self) -> str:
        for line in self._lines:
            return line
        raise websocket.WebSocketTimeoutException("it said no more")

    def send(self, text: str) -> None:
        pass

    def settimeout(self, seconds: float | None) -> None:
        pass

    def shutdown(self) -> None:
        pass


class _Scripted(Connection):
    """The real connection, from the greeting on."""

    def __init__(self, lines: list[str], on_event: Callable[[ObsEvent], None]) -> None:
        super().__init__(ObsAddress(), "password", on_event)
        self.ws = _Script(lines)

    def _open(self) -> None:
        self.introduce()
        self.ended = False


def _obs(text: str) -> None:
    """Greets, then receives; the bridge hears every event."""
    bridge = ObsBridge(ObsAddress(), lambda: "", ObsSetup("URVC Microphone"), Listener())
    events: list[ObsEvent] = []
    connection = _Scripted(text.split("\n"), events.append)
    connection.connect()
    Receiver(connection).run()
    for event in events:
        with suppress(*NONSENSE):  # said as "something else than OBS answers"
            bridge._hear(event)


def _obs_lines() -> list[bytes]:
    greeting: list[object] = [HELLO, IDENTIFIED, IDENTIFIED]
    events: list[object] = [{"op": 5, "d": {"eventType": name, "eventIntent": 1, "eventData": data}} for name, data in OBS_EVENTS]
    answer: object = {"op": 7, "d": {"requestId": "1", "requestStatus": {"result": True, "code": 100}, "responseData": {}}}
    return ["\n".join(json.dumps(line) for line in [*greeting, *events, answer]).encode()]


def _settings() -> list[bytes]:
    from dataclasses import replace

    full = replace(Settings(), favourites=("robot",), voice_params={"robot": {"pitch_st": 2.0}}, scene_voices={"Live": "robot"})
    return [encode(full).encode()]


def _manifests() -> list[bytes]:
    from models.importers.job import import_voice
    from models.importers.rvc_graphs import write_rvc_graphs
    from models.library import Library

    with tempfile.TemporaryDirectory() as folder:
        package = import_voice(HOSTILE / "plain_v2.pth", Library(Path(folder) / "library"), write_rvc_graphs).package
        return [(package.folder / "voice.json").read_bytes()]


def _json(*values: Any) -> Callable[[], list[bytes]]:
    return lambda: [json.dumps(value).encode() for value in values]


TARGETS = {
    "checkpoint-zip": Target(_checkpoint(legacy=False), _from_file(".pth", read_rvc)),
    "checkpoint-legacy": Target(_checkpoint(legacy=True), _from_file(".pth", read_rvc)),
    "safetensors": Target(_safetensors, _from_file(".safetensors", read_rvc)),
    "index": Target(_files("added_flat.index", "added_ivf_hnsw.index", "added_ivf_pq_rflat.index"), _from_file(".index", read_index)),
    "onnx": Target(_files("onnx_ok.onnx"), _from_file(".onnx", read_onnx)),
    "wav": Target(_files("zoom_list_zeros.wav", "size0_crashed.wav"), _from_file(".wav", _audio_files)),
    "flac": Target(_flac, _from_file(".flac", _audio_files)),
    "settings": Target(_settings, _text(decode_settings)),
    "control": Target(_json({"do": "params", "values": {"pitch_st": 1}}, {"do": "voice", "voice": "robot"}), _text(_control)),
    "control-greeting": Target(_json({"do": "auth", "token": "x"}), _text(parse_auth)),
    "commands": Target(_commands, _text(decode_command)),
    "events": Target(_events, _text(decode_event)),
    "obs": Target(_obs_lines, _text(_obs)),
    "manifest": Target(_manifests, _manifest),
}
