import pytest
from httpx2 import ASGITransport, AsyncClient, Response

from acme.main import create_app
from acme.settings import Settings

OURS = "https://app.example.com"


async def preflight(settings: Settings, origin: str, method: str = "PUT") -> Response:
    app = create_app(settings.model_copy(update={"cors_origins": [OURS]}))
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.options("/", headers=headers)


@pytest.mark.asyncio
async def test_a_listed_origin_is_allowed(settings: Settings) -> None:
    response = await preflight(settings, OURS)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == OURS
    assert response.headers["Access-Control-Allow-Credentials"] == "true"


@pytest.mark.asyncio
@pytest.mark.parametrize("origin", ["https://evil.example", "null", OURS + ".evil.org"])
async def test_other_origins_are_not(settings: Settings, origin: str) -> None:
    response = await preflight(settings, origin)
    assert response.status_code == 400
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.asyncio
async def test_answers_from_below_carry_the_headers(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"cors_origins": [OURS]}))
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/missing", headers={"Origin": OURS})
    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == OURS
