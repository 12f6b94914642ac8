"""What the jobs of training are asked with, what they tell and what they end with. Loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

_STRICT: dict[str, Any] = {"extra": "forbid"}
Ending = Literal["finished", "stopped", "overtrained"]
PREPARED = 0.1
"""How far a training is when its first step begins, in the progress that its job tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user wants of a voice; "" and 0 leave it to the program.

    size      "full" is RVC's own widths, "small" what a processor trains in hours
    detector  "" takes RMVPE where it is, else SwiftF0
    epochs    0 takes 200
    """

    version: Literal["v1", "v2"] = "v2"
    rate_hz: Literal[32_000, 40_000, 48_000] = 40_000
    has_f0: bool = True
    size: Literal["full", "small"] = "full"
    encoder: str = "contentvec"
    detector: str = ""
    epochs: int = 0
    batch_size: int = 8
    precision: Literal["float32", "bfloat16", "float16"] = "float32"
    gradient_clip: float = 0.0
    schedule: Literal["exponential", "cosine"] = "exponential"
    overtraining_epochs: int = 0
    bucketed: bool = False
    ema_decay: float = 0.0
    seed: int = 1234
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDataSet:
    """Listen to every recording in `folder`."""

    folder: str
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTraining:
    """Say how long `wishes` take with the recordings in `folder`."""

    folder: str
    wishes: Wishes = field(default_factory=Wishes)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = 0
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What lies ahead. `seconds_a_step` was measured on this machine, with the networks of the size that was wished for.

    has_start     whether RVC's published pair of networks is here to start from
    start_files   how the pair is called and where it belongs; empty where the size has no published pair
    """

    n_recordings: int
    seconds: float
    n_speakers: int
    n_steps: int
    n_epochs: int
    seconds_a_step: float
    device: str
    has_start: bool
    start_files: list[str]
    detector: str

    @property
    def hours(self) -> float:
        """Of computing, with the machine to itself."""
        return self.n_steps * self.seconds_a_step / 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainVoice:
    """Train a voice called `name` from the recordings in `folder`, in the run folder `run`; one that was left goes on."""

    name: str
    folder: str
    run: str
    wishes: Wishes = field(default_factory=Wishes)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = 0
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingNews:
    """Where a run is. `losses` of the newest step by name; `paused` while it was told to wait; `preview`: a file of what it sounds like."""

    step: int
    n_steps: int
    epoch: int
    n_epochs: int
    losses: dict[str, float]
    seconds_a_step: float
    best_epoch: int
    paused: bool = False
    preview: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """The voice: its id on the shelf, its files in the run folder, how the run ended and which epoch was kept."""

    voice: str
    voice_file: str
    index_file: str
    ending: Ending
    epoch: int
