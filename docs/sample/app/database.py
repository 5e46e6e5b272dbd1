from collections.abc import AsyncIterator

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import QueuePool

from app.config import settings

engine = create_async_engine(
    settings.database_url,
    poolclass=QueuePool,
    pool_size=50,
    max_overflow=20,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)

reports_engine = create_engine(settings.reports_url, pool_recycle=1800)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session
