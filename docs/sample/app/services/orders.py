from app.models import Order
from app.services.stock import reserve_copies


def place_order(customer_id: int, isbn: str, quantity: int) -> Order:
    reserve_copies(isbn, quantity)
    return Order(customer_id=customer_id, isbn=isbn, quantity=quantity)
