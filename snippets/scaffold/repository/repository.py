from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from acme.widgets import Widget


class WidgetRepository:
    """It does not commit: that is up to whoever knows when the work is complete."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, widget_id: int) -> Widget | None:
        return await self._session.get(Widget, widget_id)

    async def list(self, *, offset: int, limit: int) -> Sequence[Widget]:
        ordered = select(Widget).order_by(Widget.id)
        rows = await self._session.scalars(ordered.offset(offset).limit(limit))
        return rows.all()

    async def add(self, widget: Widget) -> None:
        self._session.add(widget)
        await self._flush(widget)

    async def update(self, widget: Widget, changes: Mapping[str, object]) -> None:
        for name, value in changes.items():
            setattr(widget, name, value)
        await self._flush(widget)

    async def delete(self, widget: Widget) -> None:
        await self._session.delete(widget)
        await self._session.flush()

    async def _flush(self, widget: Widget) -> None:
        await self._session.flush()
        # Reads what the database set: loading it later, on access, fails in async code.
        await self._session.refresh(widget)
