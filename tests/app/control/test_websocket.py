"""The API over a WebSocket: the token first, then requests and news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from app.control import routes
from tests.app.control.conftest import Open

Socket = aiohttp.ClientWebSocketResponse
WAIT_S = 10.0


def talk(channel: Open, conversation: Callable[[aiohttp.ClientSession, str], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            await conversation(session, f"ws://127.0.0.1:{channel.port}/v1/events")

    asyncio.run(run())


def bearer(channel: Open) -> dict[str, str]:
    return {"Authorization": f"Bearer {channel.token}"}


async def news(socket: Socket, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next message that fits."""
    while True:
        message: dict[str, Any] = await socket.receive_json(timeout=WAIT_S)
        if fits(message):
            return message


def test_hello_and_status_come_first_then_every_change(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address, headers=bearer(channel)) as socket:
            hello, status = await socket.receive_json(timeout=WAIT_S), await socket.receive_json(timeout=WAIT_S)
            assert (hello["event"], hello["api"]) == ("hello", 1)
            assert (status["event"], status["status"]["voice"]["id"]) == ("status", "robot")
            await asyncio.to_thread(channel.steering.set_bypass, True)
            assert (await news(socket, lambda m: m.get("event") == "status"))["status"]["bypass"]

    talk(channel, conversation)


def test_requests_are_answered_by_id(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address, headers=bearer(channel)) as socket:
            await socket.send_json({"id": 7, "do": "mute", "value": "toggle"})
            answer = await news(socket, lambda m: m.get("reply_to") == 7)
            assert answer["ok"]
            assert answer["status"]["muted"]
            await socket.send_json({"id": 8, "do": "voices"})
            assert len((await news(socket, lambda m: m.get("reply_to") == 8))["voices"]) == 3
            await socket.send_json({"id": 9, "do": "voice", "voice": "robbot"})
            answer = await news(socket, lambda m: m.get("reply_to") == 9)
            assert (answer["ok"], answer["error"]["code"]) == (False, "voice.not_found")
            for bad in ("nonsense", "[1]", '{"do":"explode"}', "", "\x00"):
                await socket.send_str(bad)
                assert (await news(socket, lambda m: "reply_to" in m))["error"]["code"] == "control.malformed"
            await socket.send_json({"id": 10, "do": "status"})
            assert (await news(socket, lambda m: m.get("reply_to") == 10))["ok"]

    talk(channel, conversation)


def test_the_token_may_come_as_the_first_message(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address) as socket:
            await socket.send_json({"do": "auth", "token": channel.token})
            assert (await socket.receive_json(timeout=WAIT_S))["event"] == "hello"

    talk(channel, conversation)


@pytest.mark.parametrize("first", ['{"do":"auth","token":"x"}', '{"do":"status"}', "nonsense", '{"do":"on","value":false}', ""])
def test_whoever_says_anything_else_first_is_sent_away(channel: Open, first: str) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address) as socket:
            await socket.send_str(first)
            message = await socket.receive(timeout=WAIT_S)
            assert message.type is aiohttp.WSMsgType.CLOSE
            assert message.data == aiohttp.WSCloseCode.POLICY_VIOLATION

    talk(channel, conversation)
    assert channel.steering.status().on


def test_whoever_says_nothing_is_sent_away(channel: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "AUTH_S", 0.1)

    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address) as socket:
            assert (await socket.receive(timeout=WAIT_S)).type is aiohttp.WSMsgType.CLOSE

    talk(channel, conversation)


def test_a_wrong_header_is_refused_before_anything_is_opened(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(address, headers={"Authorization": "Bearer x"})
        assert caught.value.status == 401

    talk(channel, conversation)


def test_a_message_that_is_too_long_ends_the_connection(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address, headers=bearer(channel)) as socket:
            await socket.send_str("x" * 20_000)
            while (message := await socket.receive(timeout=WAIT_S)).type is aiohttp.WSMsgType.TEXT:
                pass
            assert message.data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG

    talk(channel, conversation)


def test_too_many_connections(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with AsyncExitStack() as opened:
            for _ in range(routes.MOST_SOCKETS):
                socket = await opened.enter_async_context(session.ws_connect(address, headers=bearer(channel)))
                await socket.receive_json(timeout=WAIT_S)
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect(address, headers=bearer(channel))
            assert caught.value.status == 503
            async with session.ws_connect(address) as late:
                await late.send_json({"do": "auth", "token": channel.token})
                assert (await late.receive(timeout=WAIT_S)).data == aiohttp.WSCloseCode.TRY_AGAIN_LATER

    talk(channel, conversation)


def test_too_many_requests_at_once(channel: Open) -> None:
    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        channel.steering.released.clear()
        async with session.ws_connect(address, headers=bearer(channel)) as socket:
            for number in range(1, 11):
                await socket.send_json({"id": number, "do": "params", "values": {"pitch": number}})
            refused = await news(socket, lambda m: "reply_to" in m)
            assert refused["error"]["code"] == "control.busy"
            channel.steering.released.set()
            assert (await news(socket, lambda m: m.get("reply_to", 0) > 0))["ok"]

    talk(channel, conversation)


def turn_often(channel: Open) -> None:
    for turn in range(3000):
        channel.steering.set_params({"pitch_st": turn % 24})
    channel.steering.set_params({"pitch_st": 24.0})


def test_a_listener_that_reads_nothing_holds_up_nobody(channel: Open) -> None:
    """Statuses are kept one deep for each listener: the last one arrives, however many were missed."""

    async def conversation(session: aiohttp.ClientSession, address: str) -> None:
        async with session.ws_connect(address, headers=bearer(channel)) as lazy:
            await asyncio.to_thread(turn_often, channel)
            seen = 0
            while (await news(lazy, lambda m: m.get("event") == "status"))["status"]["params"]["pitch_st"] != 24.0:
                seen += 1
            assert seen < 3000

    talk(channel, conversation)
