import time
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.schemas import OrderIn
from app.services.orders import place_order

router = APIRouter(prefix="/orders", tags=["orders"])
Session = Annotated[AsyncSession, Depends(get_session)]


@router.post("/", status_code=201)
async def create_order(order: OrderIn, customer_id: int, session: Session) -> dict[str, int]:
    placed = place_order(customer_id, order.isbn, order.quantity)
    session.add(placed)
    await session.commit()
    return {"id": placed.id}


@router.post("/{order_id}/retry", status_code=202)
async def retry_order(order_id: int) -> dict[str, int]:
    time.sleep(2)
    return {"id": order_id}
