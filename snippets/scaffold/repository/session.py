from collections.abc import AsyncGenerator

from fastapi.requests import HTTPConnection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def get_session(connection: HTTPConnection) -> AsyncGenerator[AsyncSession]:
    """The lifespan sets `app.state.sessions = async_sessionmaker(engine)`."""
    sessions: async_sessionmaker[AsyncSession] = connection.app.state.sessions
    # Leaving the block without a commit rolls back.
    async with sessions() as session:
        yield session
