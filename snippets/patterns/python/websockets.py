# fa-websocket: Broadcast to WebSockets; a dead or slow one does not hold up the others
import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket, status
from fastapi.requests import HTTPConnection

SEND_TIMEOUT = 2.0  # seconds
logger = logging.getLogger(__name__)


class ConnectionManager:
    """The sockets of this process. Several processes need a broker between them."""

    def __init__(self) -> None:
        self._sockets: set[WebSocket] = set()

    @asynccontextmanager
    async def connected(self, websocket: WebSocket) -> AsyncGenerator[None]:
        await websocket.accept()
        self._sockets.add(websocket)
        try:
            yield
        finally:
            self._sockets.discard(websocket)

    async def broadcast(self, message: str) -> None:
        sockets = list(self._sockets)  # clients come and go while others are sent to
        await asyncio.gather(*(self._send(socket, message) for socket in sockets))

    async def _send(self, websocket: WebSocket, message: str) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await websocket.send_text(message)
        except Exception as error:
            logger.info("Dropped a WebSocket: %r", error)
            self._sockets.discard(websocket)
            await self._close(websocket)

    async def _close(self, websocket: WebSocket) -> None:
        with suppress(Exception):  # it may be closed already
            async with asyncio.timeout(SEND_TIMEOUT):
                await websocket.close(status.WS_1013_TRY_AGAIN_LATER)


async def get_connections(connection: HTTPConnection) -> ConnectionManager:
    """create_app() sets `app.state.connections = ConnectionManager()`."""
    connections: ConnectionManager = connection.app.state.connections
    return connections


ConnectionsDep = Annotated[ConnectionManager, Depends(get_connections)]
router = APIRouter()


@router.websocket("/ws")
async def exchange_messages(websocket: WebSocket, connections: ConnectionsDep) -> None:
    async with connections.connected(websocket):
        async for message in websocket.iter_text():
            await connections.broadcast(message)
