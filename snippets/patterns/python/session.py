# fa-session: Session for each request, committed before the response is sent
# stops: acme
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection
from sqlalchemy.ext.asyncio import AsyncSession

from acme.database import Database


async def get_session(connection: HTTPConnection) -> AsyncGenerator[AsyncSession]:
    database: Database = connection.app.state.database
    # Leaving the block without a commit rolls back, so errors need no except clause.
    async with database.sessions() as session:
        yield session
        await session.commit()


# With scope="function" a commit that fails is answered with an error. In the default
# scope the response has been sent by then: a 200 for data that is lost.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
