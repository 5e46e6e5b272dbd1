# fa-database: Async engine whose pool is bounded and checked, and the base of models
# stops: acme
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import (
    AsyncAttrs,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

from acme.settings import Settings


class Base(AsyncAttrs, DeclarativeBase):
    # Migrations can only drop constraints that have a name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One engine for each process. The lifespan makes it and closes it."""

    def __init__(self, settings: Settings) -> None:
        self.engine = create_async_engine(
            settings.database_url.get_secret_value(),
            # Times the number of workers, both together must fit the server's limit.
            pool_size=settings.database_pool_size,
            max_overflow=settings.database_max_overflow,
            pool_timeout=10,  # seconds that a request waits for a free connection
            pool_pre_ping=True,  # replaces a connection that the server has closed
            pool_recycle=1800,  # seconds; below the idle timeout of most firewalls
        )
        # Without expire_on_commit=False, reading an attribute after a commit fails.
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()
