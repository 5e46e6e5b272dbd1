import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocket

from acme import websockets
from acme.websockets import ConnectionManager


class Client:
    """The far end of a socket. It takes messages, hangs, or is gone."""

    def __init__(self, behaviour: str = "well") -> None:
        self.behaviour = behaviour
        self.received: list[str] = []
        self.close_code: int | None = None
        self.socket = WebSocket({"type": "websocket"}, self._connect, self._take)

    async def _connect(self) -> Message:
        return {"type": "websocket.connect"}

    async def _take(self, message: Message) -> None:
        if message["type"] == "websocket.accept":
            return
        if message["type"] == "websocket.close":
            self.close_code = message["code"]
        elif self.behaviour == "gone":
            raise OSError("broken pipe")
        elif self.behaviour == "slow":
            await asyncio.Event().wait()
        else:
            self.received.append(message["text"])


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websockets, "SEND_TIMEOUT", 0.05)


@pytest.mark.asyncio
async def test_dead_and_slow_sockets_keep_nothing_from_the_others() -> None:
    manager = ConnectionManager()
    clients = [Client(), Client("gone"), Client("slow"), Client()]
    async with AsyncExitStack() as stack:
        for client in clients:
            await stack.enter_async_context(manager.connected(client.socket))
        await manager.broadcast("first")
        await manager.broadcast("second")
    assert [client.received for client in clients] == [
        ["first", "second"],
        [],
        [],
        ["first", "second"],
    ]


@pytest.mark.asyncio
async def test_a_slow_socket_is_closed_and_not_tried_again() -> None:
    manager = ConnectionManager()
    slow = Client("slow")
    async with manager.connected(slow.socket):
        await manager.broadcast("first")
        assert slow.close_code == 1013
        slow.behaviour = "well"
        await manager.broadcast("second")
    assert slow.received == []


@pytest.mark.asyncio
async def test_sockets_that_left_are_not_sent_to() -> None:
    manager = ConnectionManager()
    client = Client()
    async with manager.connected(client.socket):
        await manager.broadcast("first")
    await manager.broadcast("second")
    assert client.received == ["first"]


@pytest.mark.asyncio
async def test_sockets_may_leave_during_a_broadcast() -> None:
    manager = ConnectionManager()
    slow, others = Client("slow"), [Client() for _ in range(20)]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(manager.connected(slow.socket))
        leaving = AsyncExitStack()
        for client in others:
            await leaving.enter_async_context(manager.connected(client.socket))
        broadcast = asyncio.create_task(manager.broadcast("first"))
        await asyncio.sleep(0)
        await leaving.aclose()
        await broadcast
    assert all(client.received == ["first"] for client in others)


@pytest.fixture
def test_client() -> Iterator[TestClient]:
    app = FastAPI()
    app.state.connections = ConnectionManager()
    app.include_router(websockets.router)
    with TestClient(app) as client:
        yield client


def test_the_route(test_client: TestClient) -> None:
    with (
        test_client.websocket_connect("/ws") as first,
        test_client.websocket_connect("/ws") as second,
    ):
        first.send_text("hello")
        assert (first.receive_text(), second.receive_text()) == ("hello", "hello")
        first.close()
        second.send_text("bye")
        assert second.receive_text() == "bye"
