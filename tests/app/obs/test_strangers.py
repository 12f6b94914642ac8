"""Somebody else at OBS's port: nothing they do keeps the program from ending, or ends the bridge without a word."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable

import pytest

from app.obs.bridge import BridgeState, Listener, ObsBridge
from app.obs.client import ObsAddress, ObsClient
from app.obs.errors import ObsError
from app.obs.setup import ObsSetup
from tests.app.obs.test_client import HELLO, IDENTIFIED, Peer, server

LIMIT_S = 20.0


def trickle(peer: Peer) -> None:
    """A header without an end, a byte at a time."""
    for byte in itertools.cycle(b"HTTP/1.1 101 X: y "):
        peer.connection.sendall(bytes([byte]))
        ended.wait(0.05)


ended = threading.Event()
"""Never set: a pause that a test need not sleep for."""


def flood(peer: Peer) -> None:
    """Greets, and then events without an end, answers never."""
    peer.greet()
    peer.send(HELLO)
    peer.receive()
    peer.send(IDENTIFIED)
    while True:
        peer.send({"op": 5, "d": {"eventType": "InputVolumeMeters", "eventData": {"inputs": []}}})


def greeted_with(*messages: object) -> Callable[[Peer], None]:
    """Says these in the place of OBS's, then listens."""

    def talk(peer: Peer) -> None:
        peer.greet()
        for message in messages:
            peer.send(message)
        while True:
            peer.receive()

    return talk


@pytest.mark.parametrize("talk", [trickle, flood], ids=["trickle", "flood"])
def test_connecting_has_a_limit(talk: Callable[[Peer], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.obs.client.GREETING_S", 1.0)
    with server(talk) as address, pytest.raises(ObsError):
        ObsClient(address).connect()


@pytest.mark.parametrize("talk", [trickle, flood], ids=["trickle", "flood"])
def test_ending_has_a_limit(talk: Callable[[Peer], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.obs.client.GREETING_S", 3600.0)
    monkeypatch.setattr("app.obs.bridge.END_S", 0.5)
    with server(talk) as address:
        made, _ = bridge(address)
        made.start()
        closing = threading.Thread(target=made.close)
        closing.start()
        closing.join(LIMIT_S)
        assert not closing.is_alive()
        assert not made._thread.is_alive()


@pytest.mark.parametrize("word", [[], None, 7, "x", {"op": 0}, {"op": 0, "d": None}])
def test_a_greeting_that_is_none_is_said(word: object) -> None:
    with server(greeted_with(word)) as address:
        made, states = bridge(address)
        made.start()
        try:
            state = states.get(timeout=LIMIT_S)
            assert state.problem is not None
            assert state.problem.code == "obs.wrong_port"
        finally:
            made.close()


@pytest.mark.parametrize("word", [[], None, 7, {"op": 5, "d": []}, {"op": 5}])
def test_words_that_are_none_end_the_connection_and_it_is_tried_again(word: object) -> None:
    connections: queue.SimpleQueue[int] = queue.SimpleQueue()

    def talk(peer: Peer) -> None:
        connections.put(1)
        peer.greet()
        peer.send(HELLO)
        peer.receive()
        peer.send(IDENTIFIED)
        peer.receive()
        peer.send(IDENTIFIED)
        peer.send(word)
        while True:
            peer.receive()

    with server(talk) as address:
        made, _ = bridge(address)
        made.start()
        try:
            for _ in range(3):
                connections.get(timeout=LIMIT_S)
        finally:
            made.close()


def bridge(address: ObsAddress) -> tuple[ObsBridge, queue.SimpleQueue[BridgeState]]:
    """One that has not begun, and what it tells."""
    states: queue.SimpleQueue[BridgeState] = queue.SimpleQueue()
    return ObsBridge(address, lambda: "", ObsSetup("URVC Microphone"), Listener(state=states.put)), states
