from app.clients.warehouse import warehouse


def reserve_copies(isbn: str, quantity: int) -> str:
    if quantity < 1:
        raise ValueError("quantity must be at least 1")
    return warehouse.reserve(isbn, quantity)
