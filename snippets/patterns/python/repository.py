# fa-repository: Generic repository: get, list in a stable order, add, update, delete
# stops: acme
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from sqlalchemy import func, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from acme.database import Base

MAX_PAGE = 100
ModelT = TypeVar("ModelT", bound=Base)


class Repository(Generic[ModelT]):
    """Reads and writes one model. The owner of the session commits."""

    def __init__(self, model: type[ModelT], session: AsyncSession) -> None:
        self.model = model
        self.session = session

    async def get(self, key: object) -> ModelT | None:
        return await self.session.get(self.model, key)

    async def list(self, *, offset: int = 0, limit: int = MAX_PAGE) -> Sequence[ModelT]:
        statement = (
            select(self.model)
            # Without an order the database may repeat or skip rows between two pages.
            .order_by(*inspect(self.model).primary_key)
            .offset(max(offset, 0))
            .limit(min(max(limit, 1), MAX_PAGE))
        )
        return (await self.session.scalars(statement)).all()

    async def count(self) -> int:
        statement = select(func.count()).select_from(self.model)
        return await self.session.scalar(statement) or 0

    async def add(self, entity: ModelT) -> ModelT:
        self.session.add(entity)
        await self._flush(entity)
        return entity

    async def update(self, entity: ModelT, changes: Mapping[str, object]) -> ModelT:
        columns = inspect(self.model).column_attrs.keys()
        for name, value in changes.items():
            if name not in columns:
                raise ValueError(f"{self.model.__name__} has no column {name!r}")
            setattr(entity, name, value)
        await self._flush(entity)
        return entity

    async def delete(self, entity: ModelT) -> None:
        await self.session.delete(entity)
        await self.session.flush()

    async def _flush(self, entity: ModelT) -> None:
        await self.session.flush()
        # Reads what the database set. Loading it later, on access, fails in async code.
        await self.session.refresh(entity)
