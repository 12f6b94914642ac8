"""Every message of the link as a JSON schema: `python -m tests.engine.link.schema` writes the one that tests compare with.

Whoever changes it changes what other versions of the program can read: new fields need a default, and nothing may go.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from engine.link.messages import AnyCommand, AnyEvent

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "link_schema.json"


def schema() -> dict[str, Any]:
    """Commands and events, without what says nothing about the wire: descriptions, and the order of alternatives."""
    whole = {"commands": TypeAdapter(AnyCommand).json_schema(), "events": TypeAdapter(AnyEvent).json_schema()}
    plain: dict[str, Any] = _plain(whole)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in sorted(value.items()) if not (key == "description" and isinstance(one, str))}
    if isinstance(value, list):
        items = [_plain(one) for one in value]
        return sorted(items, key=lambda one: json.dumps(one, sort_keys=True))
    return value


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
