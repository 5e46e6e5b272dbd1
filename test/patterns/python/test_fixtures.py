from pathlib import Path
from secrets import token_urlsafe

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from acme.database import Base, Database
from acme.models import User
from acme.settings import Settings


@pytest.fixture(scope="module")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared") / "test.db"


@pytest.fixture
def settings(database_file: Path) -> Settings:
    """As with a database server: every test of this module has the same database."""
    return Settings(
        secret_key=SecretStr(token_urlsafe(32)),
        database_url=SecretStr(f"sqlite+aiosqlite:///{database_file}"),
    )


@pytest.mark.asyncio
async def test_the_client_reaches_an_application_whose_lifespan_has_run(
    client: AsyncClient, app: FastAPI
) -> None:
    assert (await client.get("/missing")).status_code == 404
    assert isinstance(app.state.database, Database)


@pytest.mark.asyncio
@pytest.mark.parametrize("_run", [1, 2])
async def test_no_test_sees_the_rows_of_another(
    session: AsyncSession, _run: int
) -> None:
    count = select(func.count()).select_from(User)
    assert await session.scalar(count) == 0
    session.add(User(email="ann@example.com", password_hash="-"))
    await session.commit()
    assert await session.scalar(count) == 1


@pytest.mark.asyncio
async def test_the_session_has_every_table(session: AsyncSession) -> None:
    for table in Base.metadata.sorted_tables:
        assert await session.scalar(select(func.count()).select_from(table)) == 0
