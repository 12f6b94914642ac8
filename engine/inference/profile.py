"""What calibration has found best for this machine, kept between runs; `docs/speed.md` says how it is found."""

from __future__ import annotations

import logging
import os
import platform
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from engine.inference.placement import Placement, Precision, RuntimeName
from engine.kinds.runtimes import RUNTIME_NAMES
from models.places import data_dir
from models.whole_file import read_small, write_whole

log = logging.getLogger(__name__)

FILE = "calibration.json"
_MAX_BYTES = 1 << 16


def _known(runtime: RuntimeName) -> RuntimeName:
    if runtime not in RUNTIME_NAMES:
        raise ValueError(f"no runtime {runtime}")
    return runtime


class Measured(BaseModel):
    """One way that was tried. `rtf`: seconds of computing per second of audio at `hop_ms`; `decoder_db`: against float32."""

    model_config = ConfigDict(frozen=True)

    provider: str
    hop_ms: int
    context_s: float
    detector: str
    rtf: float = Field(ge=0.0)
    decoder_db: float | None = None
    refused: str = ""


class Profile(BaseModel):
    """The choice. `machine` is what it was made on: another processor, another count of cores or another version of the runtimes makes it
    void. `delay_ms` is expected from the microphone to the output, on a quiet machine."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    machine: str
    runtime: Annotated[RuntimeName, AfterValidator(_known)]
    device: str
    precision: Precision
    pitch_precision: Precision = "float32"
    n_threads: int = Field(ge=0)
    hop_ms: int = Field(ge=20, le=500)
    lookahead_ms: int = Field(ge=0, le=300)
    context_s: float = Field(ge=0.3, le=4.0)
    detector: str
    rtf: float = Field(ge=0.0)
    delay_ms: float
    tried: tuple[Measured, ...] = ()

    @property
    def placement(self) -> Placement:
        return Placement(self.runtime, self.device, self.precision, self.n_threads)


def n_cores() -> int:
    """Cores that this process may use: a container, or `taskset`, may leave it fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine() -> str:
    """What a calibration depends on, in a line."""
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA", "")
    runtimes = [f"onnxruntime {_onnxruntime()}", _openvino()]
    words = [platform.system(), platform.machine(), _processor(), f"{n_cores()} cores", *runtimes, limit]
    return ", ".join(word for word in words if word)


def profile_path() -> Path:
    return data_dir() / FILE


def read_profile(path: Path | None = None) -> Profile | None:
    """The profile of this machine; None where there is none, it was made on another one, or it cannot be read (said in the log)."""
    path = path or profile_path()
    try:
        profile = Profile.model_validate_json(read_small(path, _MAX_BYTES))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        log.warning("the calibration is not used: %s", error)
        return None
    return profile if profile.machine == machine() else None


def write_profile(profile: Profile, path: Path | None = None) -> Path:
    """Writes it whole or not at all. Raises OSError."""
    path = path or profile_path()
    write_whole(path, profile.model_dump_json(indent=1).encode())
    return path


def _onnxruntime() -> str:
    """Its version, without loading the library where a package tells it: the window asks too."""
    for package in ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml"):
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(package)
    import onnxruntime

    return str(onnxruntime.__version__)


def _openvino() -> str:
    """Its version, "" where it is not installed; the library itself is loaded on first use only."""
    with suppress(metadata.PackageNotFoundError):
        return f"openvino {metadata.version('openvino')}"
    return ""


def _processor() -> str:
    """The processor's name, as the system knows it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
