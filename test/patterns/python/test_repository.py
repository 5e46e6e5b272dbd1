from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from acme.database import Base
from acme.models import User
from acme.repository import MAX_PAGE, Repository


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    revised: Mapped[str | None] = mapped_column(onupdate=func.lower("YES"))


@pytest.fixture
def users(session: AsyncSession) -> Repository[User]:
    return Repository(User, session)


def user(email: str) -> User:
    return User(email=email, password_hash="-")


@pytest.mark.asyncio
async def test_add_reads_what_the_database_set(users: Repository[User]) -> None:
    added = await users.add(user("ann@example.com"))
    assert isinstance(added.id, UUID)
    assert isinstance(added.created_at, datetime)


@pytest.mark.asyncio
async def test_get(users: Repository[User]) -> None:
    added = await users.add(user("ann@example.com"))
    assert await users.get(added.id) is added
    assert await users.get(uuid4()) is None


@pytest.mark.asyncio
async def test_pages_are_stable_and_complete(users: Repository[User]) -> None:
    for number in range(5):
        await users.add(user(f"{number}@example.com"))
    pages = [await users.list(offset=offset, limit=2) for offset in (0, 2, 4)]
    ids = [found.id for page in pages for found in page]
    assert ids == sorted(ids, key=lambda key: key.hex)
    assert len(set(ids)) == await users.count() == 5


@pytest.mark.asyncio
async def test_pages_are_bounded(users: Repository[User]) -> None:
    for number in range(MAX_PAGE + 1):
        await users.add(user(f"{number}@example.com"))
    assert len(await users.list(limit=1_000_000)) == MAX_PAGE
    assert len(await users.list(offset=-5, limit=-1)) == 1


@pytest.mark.asyncio
async def test_update(users: Repository[User], session: AsyncSession) -> None:
    added = await users.add(user("ann@example.com"))
    await users.update(added, {"email": "bob@example.com", "is_active": False})
    session.expunge_all()
    found = await users.get(added.id)
    assert found is not None
    assert (found.email, found.is_active) == ("bob@example.com", False)


@pytest.mark.asyncio
async def test_update_reads_what_the_database_set(session: AsyncSession) -> None:
    notes = Repository(Note, session)
    note = await notes.add(Note(text="first"))
    await notes.update(note, {"text": "second"})
    assert note.revised == "yes"


@pytest.mark.asyncio
async def test_update_refuses_what_is_no_column(users: Repository[User]) -> None:
    added = await users.add(user("ann@example.com"))
    with pytest.raises(ValueError, match="User has no column 'metadata'"):
        await users.update(added, {"metadata": None})


@pytest.mark.asyncio
async def test_delete(users: Repository[User]) -> None:
    added = await users.add(user("ann@example.com"))
    await users.delete(added)
    assert await users.get(added.id) is None
    assert await users.count() == 0


@pytest.mark.asyncio
async def test_a_conflict_shows_at_once(users: Repository[User]) -> None:
    await users.add(user("ann@example.com"))
    with pytest.raises(IntegrityError):
        await users.add(user("ann@example.com"))
