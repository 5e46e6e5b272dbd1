import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx2 import AsyncClient

from acme.database import Database
from acme.main import create_app
from acme.settings import Settings


@pytest.mark.asyncio
async def test_the_lifespan_opens_and_closes_the_database(settings: Settings) -> None:
    app = create_app(settings)
    assert not hasattr(app.state, "database")
    async with LifespanManager(app):
        database: Database = app.state.database
        async with database.engine.connect():
            assert database.engine.pool.status().count("Checked out connections: 1")
        open_pool = database.engine.pool
    assert database.engine.pool is not open_pool, "dispose() puts a new pool in place"


@pytest.mark.asyncio
async def test_the_lifespan_closes_the_database_when_the_application_fails(
    settings: Settings,
) -> None:
    app = create_app(settings)
    with pytest.raises(ZeroDivisionError):
        async with app.router.lifespan_context(app):
            database: Database = app.state.database
            open_pool = database.engine.pool
            raise ZeroDivisionError
    assert database.engine.pool is not open_pool


@pytest.mark.asyncio
async def test_applications_share_nothing(app: FastAPI, settings: Settings) -> None:
    other = create_app(settings)
    async with LifespanManager(other):
        assert other.state.database is not app.state.database


@pytest.mark.asyncio
async def test_documentation_is_open_outside_production(client: AsyncClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await client.get(path)).status_code == 200


@pytest.mark.asyncio
async def test_documentation_is_closed_in_production(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"environment": "production"}))
    assert {route.path for route in app.routes if hasattr(route, "path")} == set()


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("PROJECT_NAME", "Orders")
    monkeypatch.setenv("SECRET_KEY", settings.secret_key.get_secret_value())
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    assert create_app().title == "Orders"
