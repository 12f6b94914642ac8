"""From settings and the machine's profile to the place where graphs run."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import cast

from engine.config import AUTO, EngineConfig
from engine.inference.placement import CPU, Placement, Precision
from engine.inference.profile import Profile, n_cores
from engine.inference.runtime import DeviceFound
from engine.kinds.devices import full_name, runtime_for
from engine.kinds.runtimes import quickest_on, runtime_kind


def placement_of(config: EngineConfig, profile: Profile | None) -> Placement:
    """What is set wins; what is left to us comes from the profile; without one, what is exact and quick on most processors."""
    base = profile.placement if profile is not None else uncalibrated()
    changed = (config.runtime, config.device, config.precision) != (AUTO, AUTO, AUTO)
    runtime = base.runtime if config.runtime == AUTO else config.runtime
    if config.runtime == AUTO and config.device != AUTO:
        runtime = runtime_for(config.device) or runtime  # a card asked for must not end on another library's processor
    device = base.device if config.device == AUTO else full_name(config.device)
    if config.precision != AUTO:
        precision = cast(Precision, config.precision)
    else:
        # A precision that was measured for one runtime and device says nothing about another.
        precision = "float32" if changed and (runtime, device) != (base.runtime, base.device) else base.precision
    return Placement(runtime, device, precision, config.threads or base.n_threads)


def uncalibrated() -> Placement:
    """The runtime with the quickest kernels for the processor; exact."""
    return Placement(quickest_on(platform.machine()).name, n_threads=n_cores())


def candidates(found: Sequence[DeviceFound]) -> tuple[Placement, ...]:
    """What calibration tries, most promising first: every device, and of a processor's precisions those that it is fast at."""
    gpus = [one for one in found if one.device != CPU]
    processors = [one for one in found if one.device == CPU]
    wishes = [Placement(one.runtime, one.device, precision) for one in gpus for precision in reversed(one.precisions)]
    for one in sorted(processors, key=lambda one: not runtime_kind(one.runtime).quickest_on):
        wishes += [Placement(one.runtime, CPU, precision, n_cores()) for precision in reversed(one.precisions)]
    return tuple(wishes)
