"""What was asked for and not obtained, for whoever asked: never silently another device."""

from __future__ import annotations

from engine.config import AUTO, EngineConfig
from engine.kinds.devices import CPU, full_name
from engine.kinds.runtimes import runtime_kind

CODE = "inference.not_as_asked"


def not_as_asked(config: EngineConfig, provider: str, built_in: bool) -> dict[str, str]:
    """{} where the voice is computed as `config` asks; else what was asked for, what computes it, and why.

    provider: what the pipeline says of itself, "ONNX Runtime CPU (reason)". built_in: the voice has no networks.
    """
    obtained, _, reason = provider.partition(" (")
    asked = [] if config.device in (AUTO, CPU) else [full_name(config.device).upper()]
    asked += [] if config.runtime == AUTO or built_in else [runtime_kind(config.runtime).title]
    missed = [one for one in asked if one not in obtained]
    if not missed:
        return {}
    if built_in:
        reason = "built-in voices have no networks; the processor is quick enough for them"
    return {"asked": " ".join(missed), "provider": obtained, "reason": reason.removesuffix(")") or "it is not on this machine"}
