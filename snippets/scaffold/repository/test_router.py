from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from acme.routers.widget import router
from acme.session import get_session
from acme.widgets import Widget

pytestmark = pytest.mark.asyncio
Json = dict[str, Any]

# region samples
CREATE: Json = {"name": "name"}
UPDATE: Json = {"name": "changed"}
NULL: Json = {"name": None}
MISSING = "0"
# endregion


@pytest_asyncio.fixture
async def client() -> AsyncGenerator[AsyncClient]:
    engine = create_async_engine("sqlite+aiosqlite://")
    sessions = async_sessionmaker(engine)
    async with engine.begin() as connection:
        await connection.run_sync(Widget.metadata.create_all)

    async def get_test_session() -> AsyncGenerator[AsyncSession]:
        async with sessions() as session:
            yield session

    app = FastAPI()
    app.include_router(router)
    app.dependency_overrides[get_session] = get_test_session
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
    await engine.dispose()


@pytest_asyncio.fixture
async def stored(client: AsyncClient) -> Json:
    response = await client.post("/widgets", json=CREATE)
    assert response.status_code == 201, response.text
    created: Json = response.json()
    return created


def url(stored: Json) -> str:
    key = stored["id"]
    return f"/widgets/{key}"


async def test_create(stored: Json) -> None:
    assert stored["id"] is not None
    # region created
    for name in ["name"]:
        assert stored[name] == CREATE[name]
    # endregion


# region conflict
async def test_create_again(client: AsyncClient, stored: Json) -> None:
    response = await client.post("/widgets", json=CREATE)
    assert response.status_code == 409


# endregion
async def test_create_with_unknown_field(client: AsyncClient) -> None:
    response = await client.post("/widgets", json=CREATE | {"unknown_field": 1})
    assert response.status_code == 422


async def test_read(client: AsyncClient, stored: Json) -> None:
    response = await client.get(url(stored))
    assert response.status_code == 200
    assert response.json() == stored


async def test_list(client: AsyncClient, stored: Json) -> None:
    assert (await client.get("/widgets")).json() == [stored]
    assert (await client.get("/widgets?offset=1")).json() == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1"])
async def test_list_out_of_bounds(client: AsyncClient, query: str) -> None:
    assert (await client.get(f"/widgets?{query}")).status_code == 422


async def test_update(client: AsyncClient, stored: Json) -> None:
    response = await client.patch(url(stored), json=UPDATE)
    assert response.status_code == 200
    assert response.json().items() >= UPDATE.items()
    assert (await client.get(url(stored))).json() == response.json()


# region null
async def test_update_to_null(client: AsyncClient, stored: Json) -> None:
    response = await client.patch(url(stored), json=NULL)
    assert response.status_code == 422


# endregion
async def test_delete(client: AsyncClient, stored: Json) -> None:
    assert (await client.delete(url(stored))).status_code == 204
    assert (await client.get(url(stored))).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_missing(client: AsyncClient, method: str) -> None:
    response = await client.request(method, f"/widgets/{MISSING}", json={})
    assert response.status_code == 404
