from fastapi import APIRouter

from app.mail import send_receipt

router = APIRouter(prefix="/orders")


@router.post("/{order_id}/receipt")
async def send_order_receipt(order_id: int, address: str) -> dict[str, int]:
    send_receipt(address)
    return {"order_id": order_id}
