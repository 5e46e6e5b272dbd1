from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, status
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from acme.repositories.widget import WidgetRepository
from acme.schemas.widget import Int32, WidgetCreate, WidgetOut, WidgetUpdate
from acme.session import get_session
from acme.widgets import Widget

router = APIRouter(prefix="/widgets", tags=["widgets"])
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_or_404(widget_id: Int32, session: SessionDep) -> Widget:
    widget = await WidgetRepository(session).get(widget_id)
    if widget is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Widget not found")
    return widget


@contextmanager
def conflicts_as_409() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        detail = "Widget conflicts with what is stored"
        raise HTTPException(status.HTTP_409_CONFLICT, detail) from error


@router.get("", response_model=list[WidgetOut])
async def list_widgets(
    session: SessionDep,
    offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Sequence[Widget]:
    return await WidgetRepository(session).list(offset=offset, limit=limit)


@router.get("/{widget_id}", response_model=WidgetOut)
async def read_widget(
    widget: Annotated[Widget, Depends(get_or_404)],
) -> Widget:
    return widget


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_widget(
    values: WidgetCreate,
    session: SessionDep,
) -> WidgetOut:
    # region new
    widget = Widget(**values.model_dump())
    # endregion
    with conflicts_as_409():
        await WidgetRepository(session).add(widget)
        # Before the commit: a session may expire its objects then.
        created = WidgetOut.model_validate(widget)
        await session.commit()
    return created


@router.patch("/{widget_id}")
async def update_widget(
    widget: Annotated[Widget, Depends(get_or_404)],
    values: WidgetUpdate,
    session: SessionDep,
) -> WidgetOut:
    changes = values.model_dump(exclude_unset=True)
    with conflicts_as_409():
        await WidgetRepository(session).update(widget, changes)
        updated = WidgetOut.model_validate(widget)
        await session.commit()
    return updated


@router.delete("/{widget_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_widget(
    widget: Annotated[Widget, Depends(get_or_404)],
    session: SessionDep,
) -> None:
    with conflicts_as_409():
        await WidgetRepository(session).delete(widget)
        await session.commit()
