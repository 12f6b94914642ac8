"""The one table of actions: what must hold for every row, and what each does."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.actions import ACTIONS, BY_NAME, REMOTE, Action, Value, perform
from app.commands.ctl import _parser
from app.errors import AppError
from app.live.status import Status
from app.settings.record import HOTKEY, Preferences
from tests.app.control.conftest import Open
from tests.app.control.remembering import START, Remembering

DOCS = Path(__file__).resolve().parents[3] / "docs" / "control.md"
GIVEN = {"nothing": [], "switch": ["on"], "hold": ["on"], "voice": ["robot"]}


def test_names_and_keys_stand_once() -> None:
    for values in ([one.name for one in ACTIONS], [one.key for one in ACTIONS if one.key], [one.hotkey for one in ACTIONS if one.hotkey]):
        assert len(values) == len(set(values))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.name)
def test_a_switch_turns_a_field_of_the_status(action: Action) -> None:
    fields = {one.name for one in dataclasses.fields(Status)}
    assert (action.field in fields) == (action.takes == "switch")


@pytest.mark.parametrize("action", REMOTE, ids=lambda one: one.name)
def test_every_row_is_a_verb_of_the_command_line_and_documented(action: Action) -> None:
    words = [] if action.off else GIVEN[action.takes]
    assert _parser().parse_args([action.name, *words]).what == action.name
    assert f"/v1/{action.name}`" in DOCS.read_text(encoding="utf-8")


def test_every_global_key_has_its_setting() -> None:
    names = {one.name for one in dataclasses.fields(Preferences) if one.name.startswith(HOTKEY)}
    assert names == {HOTKEY + one.hotkey for one in ACTIONS if one.hotkey}


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("on", None, {"on": False}),
        ("on", "toggle", {"on": False}),
        ("on", True, {}),
        ("bypass", True, {"bypass": True}),
        ("mute", "toggle", {"muted": True}),
        ("monitor", "toggle", {"monitor": True}),
        ("talk", False, {"muted": True}),
        ("talk", True, {"muted": False}),
        ("change", False, {"bypass": True}),
        ("change", True, {"bypass": False}),
        ("voice", "Giant", {"voice_id": "giant", "voice_name": "Giant"}),
        ("next", None, {"voice_id": "giant", "voice_name": "Giant"}),
        ("previous", None, {"voice_id": "giant", "voice_name": "Giant"}),  # the third lacks a model: there are two
    ],
)
def test_what_each_does(name: str, value: Value, changed: dict[str, object]) -> None:
    live = Remembering()
    perform(BY_NAME[name], live, value)
    assert live.status() == dataclasses.replace(START, **changed)  # type: ignore[arg-type]


def test_what_only_some_programs_can_do_is_refused_by_the_others() -> None:
    live = Remembering()
    perform(BY_NAME["undo"], live)
    assert live.done == ["undo"]
    with pytest.raises(AppError) as caught:
        perform(BY_NAME["record"], live, True)
    assert caught.value.code == "control.not_here"


def test_over_the_channel(channel: Open) -> None:
    rows = {row["name"]: row for row in channel.get("actions").json["actions"]}
    assert set(rows) == {one.name for one in REMOTE}
    assert (rows["undo"]["possible"], rows["record"]["possible"], rows["bypass"]["takes"]) == (True, False, "switch")
    assert channel.post("next", {}).json["status"]["voice"]["id"] == "giant"
    assert channel.post("talk", {"value": False}).json["status"]["muted"] is True
    assert channel.post("talk", {"value": True}).json["status"]["muted"] is False
    assert channel.post("undo", {}).status == 200
    refusals: tuple[tuple[str, dict[str, object], int, str], ...] = (
        ("record", {"value": True}, 409, "control.not_here"),
        ("talk", {"value": "toggle"}, 400, "control.malformed"),
        ("talk", {}, 400, "control.malformed"),
        ("next", {"value": True}, 400, "control.malformed"),
        ("search", {}, 404, "control.no_route"),
    )
    for what, body, status, code in refusals:
        refused = channel.post(what, body)
        assert (refused.status, refused.code) == (status, code), what
