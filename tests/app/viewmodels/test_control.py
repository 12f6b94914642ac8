"""The control channel beside the settings, with the real server; what is said over it is in test_steering.py."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.control.place import find_place
from app.live.steering import LiveSteering
from app.settings.record import Preferences, Settings
from app.viewmodels.control_vm import ControlVM
from app.viewmodels.gui_thread import GuiThread
from tests.app.threads import left_of
from tests.app.viewmodels.parts import Live, SignalLog, until

pytestmark = pytest.mark.usefixtures("own_library")


@contextmanager
def channel(settings: Settings | None = None) -> Iterator[tuple[Live, ControlVM, SignalLog]]:
    """The channel of a window whose engine has not been started, and what it tells of itself."""
    live = Live(settings)
    control = ControlVM(LiveSteering(live.session.live, GuiThread().run), live.keeper)
    try:
        yield live, control, SignalLog(control.opened)
    finally:
        control.close()
        live.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether the channel is there: without the token it refuses."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/status", timeout=5)
    except urllib.error.HTTPError as refused:
        code = refused.code
        refused.close()
        return code == 401
    except OSError:
        return False
    return False


def threads() -> list[threading.Thread]:
    """Those of the channel."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("urvc-control")]


def allowed(port: int) -> dict[str, object]:
    return {"control_enabled": True, "control_port": port}


def test_it_is_closed_until_it_is_allowed_and_open_again_after_a_restart(qtbot: QtBot) -> None:
    with channel() as (_, _, opened):
        assert opened.values == []
        assert find_place() is None
    port = free_port()
    with channel(Settings(preferences=Preferences(control_enabled=True, control_port=port))) as (live, control, opened):
        until(qtbot, lambda: opened.values)
        assert opened.values == [port]
        live.keeper.set_preferences({"theme": "dark"})  # is nothing to it
        assert opened.values == [port]
        assert answers(port)
        control.close()
        assert not answers(port)
        live.keeper.set_preferences({"control_port": free_port()})  # the program ends: nothing opens any more
        assert not left_of(threads())


def test_a_port_that_is_taken_is_said_and_another_one_opens(qtbot: QtBot) -> None:
    port = free_port()
    with channel() as (live, control, opened), socket.create_server(("127.0.0.1", 0)) as taken:
        said = SignalLog(control.message)
        live.keeper.set_preferences(allowed(taken.getsockname()[1]))
        until(qtbot, lambda: said.values)
        assert said.codes == ["control.port"]
        assert str(taken.getsockname()[1]) in said.texts[0]
        live.keeper.set_preferences({"control_port": port})
        until(qtbot, lambda: opened.values)
        assert opened.values == [port]
        assert answers(port)


def test_another_port_moves_it(qtbot: QtBot) -> None:
    first, second = free_port(), free_port()
    with channel() as (live, _, opened):
        live.keeper.set_preferences(allowed(first))
        until(qtbot, lambda: opened.values)
        live.keeper.set_preferences({"control_port": second})
        until(qtbot, lambda: opened.values[-1] == second)
        assert opened.values == [first, 0, second]
        assert (answers(first), answers(second)) == (False, True)


def test_whoever_changes_his_mind_while_it_opens_gets_what_he_wanted_last(qtbot: QtBot) -> None:
    first, second = free_port(), free_port()
    with channel() as (live, _, opened):
        live.keeper.set_preferences(allowed(first))
        live.keeper.set_preferences({"control_port": second})
        until(qtbot, lambda: second in opened.values)
        assert first not in opened.values
        assert not answers(first)
        live.keeper.set_preferences({"control_port": first})
        live.keeper.set_preferences({"control_enabled": False})
        until(qtbot, lambda: not threads())
        assert first not in opened.values
        assert not answers(first)
        assert not answers(second)
        live.keeper.set_preferences({"control_enabled": True})
        until(qtbot, lambda: opened.values[-1] == first)


def test_a_folder_that_cannot_hold_the_token_is_said(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("URVC_DATA_DIR", str(blocked / "below"))
    port = free_port()
    with channel() as (live, control, opened):
        said = SignalLog(control.message)
        live.keeper.set_preferences(allowed(port))
        until(qtbot, lambda: said.values)
        assert said.codes == ["control.files"]
        assert opened.values == []
        assert not answers(port)
