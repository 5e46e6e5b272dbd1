from collections.abc import Sequence

import pytest
from fastapi import APIRouter, FastAPI, HTTPException
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import AsyncAdaptedQueuePool

from acme.database import Base, Database
from acme.models import User
from acme.session import SessionDep

router = APIRouter()


@router.post("/users/{email}", status_code=201)
async def add_user(email: str, session: SessionDep, refuse: bool = False) -> None:
    session.add(User(email=email, password_hash="-"))
    if refuse:
        await session.flush()
        raise HTTPException(409)


@pytest.fixture
def client(app: FastAPI) -> AsyncClient:
    app.include_router(router)
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
def database(app: FastAPI) -> Database:
    database: Database = app.state.database
    return database


async def make_tables(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def stored_emails(session: AsyncSession) -> Sequence[str]:
    return (await session.scalars(select(User.email).order_by(User.email))).all()


@pytest.mark.asyncio
async def test_the_pool_has_the_size_of_the_settings(database: Database) -> None:
    pool = database.engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    assert (pool.size(), pool.timeout()) == (10, 10)


@pytest.mark.asyncio
async def test_a_connection_that_died_in_the_pool_is_replaced(
    database: Database,
) -> None:
    async with database.engine.connect() as connection:
        driver_connection = (await connection.get_raw_connection()).driver_connection
    assert driver_connection is not None
    await driver_connection.close()
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1


@pytest.mark.asyncio
async def test_attributes_can_be_read_after_a_commit(database: Database) -> None:
    await make_tables(database)
    user = User(email="ann@example.com", password_hash="-")
    async with database.sessions() as session:
        session.add(user)
        await session.commit()
        assert user.email == "ann@example.com"


@pytest.mark.asyncio
async def test_a_request_commits(client: AsyncClient, database: Database) -> None:
    await make_tables(database)
    assert (await client.post("/users/ann@example.com")).status_code == 201
    async with database.sessions() as session:
        assert await stored_emails(session) == ["ann@example.com"]


@pytest.mark.asyncio
async def test_a_request_that_raises_rolls_back(
    client: AsyncClient, database: Database
) -> None:
    await make_tables(database)
    response = await client.post("/users/ann@example.com?refuse=true")
    assert response.status_code == 409
    async with database.sessions() as session:
        assert await stored_emails(session) == []


@pytest.mark.asyncio
async def test_a_commit_that_fails_is_not_answered_with_success(
    client: AsyncClient, session: AsyncSession
) -> None:
    assert (await client.post("/users/ann@example.com")).status_code == 201
    assert (await client.post("/users/ann@example.com")).status_code == 500
    assert await stored_emails(session) == ["ann@example.com"]


@pytest.mark.asyncio
async def test_the_test_and_the_application_share_a_transaction(
    client: AsyncClient, session: AsyncSession
) -> None:
    session.add(User(email="bob@example.com", password_hash="-"))
    await session.commit()
    await client.post("/users/ann@example.com")
    assert await stored_emails(session) == ["ann@example.com", "bob@example.com"]
    await client.post("/users/cid@example.com?refuse=true")
    assert await stored_emails(session) == ["ann@example.com", "bob@example.com"]
