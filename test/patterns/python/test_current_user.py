from uuid import uuid4

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from acme.current_user import CurrentUser
from acme.models import User
from acme.settings import Settings
from acme.tokens import issue_access_token


@pytest_asyncio.fixture
async def user(app: FastAPI, session: AsyncSession) -> User:
    @app.get("/me")
    async def read_me(user: CurrentUser) -> str:
        return user.email

    user = User(email="ann@example.com", password_hash="-")
    session.add(user)
    await session.commit()
    return user


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.asyncio
async def test_the_user_of_the_token(
    client: AsyncClient, user: User, settings: Settings
) -> None:
    headers = bearer(issue_access_token(user.id, settings))
    response = await client.get("/me", headers=headers)
    assert (response.status_code, response.json()) == (200, "ann@example.com")


@pytest.mark.asyncio
async def test_refusals_tell_nothing(
    client: AsyncClient, user: User, settings: Settings, session: AsyncSession
) -> None:
    valid = bearer(issue_access_token(user.id, settings))
    unknown = bearer(issue_access_token(uuid4(), settings))
    answers = [
        await client.get("/me", headers=headers) for headers in (bearer("x"), unknown)
    ]
    user.is_active = False
    await session.commit()
    answers.append(await client.get("/me", headers=valid))
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.asyncio
async def test_no_token(client: AsyncClient, user: User) -> None:
    response = await client.get("/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
