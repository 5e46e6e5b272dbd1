# fa-test-database: Session for tests that shares one transaction with the application
# stops: acme
from collections.abc import AsyncGenerator

import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from acme.database import Base, Database


@pytest_asyncio.fixture
async def session(app: FastAPI) -> AsyncGenerator[AsyncSession]:
    """What the test and the application write is rolled back in the end."""
    database: Database = app.state.database
    async with database.engine.connect() as connection:
        transaction = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")  # by itself it begins too late
        await connection.run_sync(Base.metadata.create_all)
        # The application commits as always, but each commit only ends a savepoint.
        database.sessions = async_sessionmaker(
            connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )
        async with database.sessions() as session:
            yield session
        await transaction.rollback()
