import pytest
from httpx import AsyncClient

from app.main import app


@pytest.mark.asyncio
async def test_register() -> None:
    async with AsyncClient(app=app, base_url="http://test") as client:
        answer = await client.post(
            "/api/v1/customers/",
            json={"email": "ada@example.com", "password": "correct horse"},
        )
    assert answer.status_code == 201
