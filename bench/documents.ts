/** Python files of a wanted length that look like a FastAPI application, the same at every run. */

const HEAD = `"""Orders of the shop."""

import time
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("postgresql+asyncpg://db/shop", pool_pre_ping=True)
sessions = async_sessionmaker(engine, expire_on_commit=False)
router = APIRouter(prefix="/orders", tags=["orders"])


async def get_session():
    async with sessions() as session:
        yield session


SessionDependency = Annotated[AsyncSession, Depends(get_session)]
`;

/** Some 40 lines: a schema, a repository and two routes. Every tenth sleeps on the event loop, so that there is something to report. */
function block(number: number): string {
  const pause = number % 10 === 0 ? "    time.sleep(0.1)\n" : "";
  return `

class Order${number}(BaseModel):
    """What a customer ordered."""

    id: int
    customer: str = Field(min_length=1, max_length=80)
    price: Decimal
    quantity: int = 1
    created_at: datetime | None = None


class Orders${number}:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find(self, order_id: int) -> Order${number} | None:
        result = await self.session.execute(select(Order${number}).where(Order${number}.id == order_id))
        return result.scalar_one_or_none()

    async def total(self, orders: list[Order${number}]) -> Decimal:
        subtotal = Decimal(0)
        for order in orders:
            subtotal += order.price * order.quantity
        return subtotal if subtotal > 0 else Decimal("0.00")


@router.get("/${number}/{order_id}", response_model=Order${number})
async def read_order_${number}(order_id: int, session: SessionDependency) -> Order${number}:
    order = await Orders${number}(session).find(order_id)
    if order is None:
        raise HTTPException(status_code=404, detail=f"Order {order_id} does not exist")
${pause}    return order


@router.get("/${number}")
async def list_orders_${number}(
    session: SessionDependency, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> dict[str, object]:
    rows = (await session.execute(select(Order${number}).limit(limit))).scalars().all()
    return {"items": [row for row in rows], "count": len(rows)}
`;
}

/** The number of lines is met to within a block. */
export function documentOf(lines: number): string {
  let text = HEAD;
  for (let number = 0, count = text.split("\n").length; count < lines; number++) {
    const next = block(number);
    count += next.split("\n").length - 1;
    text += next;
  }
  return text;
}

/** Where to type in the middle of a text: inside the name of a local variable. Line and character from 0. */
export function placeToType(text: string): { readonly line: number; readonly character: number } {
  const lines = text.split("\n");
  const middle = lines.findIndex(
    (line, index) => index >= lines.length / 2 && /^\s+subtotal = /.test(line),
  );
  return { line: middle, character: (lines[middle]?.indexOf("subtotal") ?? 0) + 3 };
}
