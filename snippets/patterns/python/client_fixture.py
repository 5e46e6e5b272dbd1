# fa-test-client: Async test client for an application of its own, with its lifespan run
# stops: acme
from collections.abc import AsyncGenerator
from pathlib import Path
from secrets import token_urlsafe

import pytest
import pytest_asyncio
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr

from acme.main import create_app
from acme.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        environment="test",
        secret_key=SecretStr(token_urlsafe(32)),
        database_url=SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"),
    )


@pytest_asyncio.fixture
async def app(settings: Settings) -> AsyncGenerator[FastAPI]:
    application = create_app(settings)
    async with LifespanManager(application):  # ASGITransport does not run the lifespan
        yield application


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
