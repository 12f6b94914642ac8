"""What settings cost. How it is answered: engine/runtime/costs.py."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from engine.link.messages.base import Command, Event, LinkMessage, Values


class AskCosts(Command):
    """What each of the values in `settings` (name -> values) would cost `voice` in the place of what is in force: while that voice is live
    the settings it is live with, else those it would start with under `config`, which holds what differs from the defaults.

    Answered by `costs`, or `failed`.
    """

    type: Literal["ask_costs"] = "ask_costs"
    voice: str
    config: Values = Field(default_factory=dict)
    settings: dict[str, list[JsonValue]]


class SettingCost(LinkMessage):
    """`delay_ms`: by how much the delay would grow, computing aside. `load_ratio`: how much the load would be of what it is, null where
    nobody has measured that."""

    value: JsonValue
    delay_ms: float
    load_ratio: float | None = None


class Costs(Event):
    """For every setting asked for, the costs in the order of its values."""

    type: Literal["costs"] = "costs"
    settings: dict[str, list[SettingCost]]


CostsCommand = AskCosts
CostsEvent = Costs
