import requests

WAREHOUSE = "https://warehouse.internal"


class Warehouse:
    def __init__(self, timeout: float = 5) -> None:
        self.http = requests.Session()
        self.timeout = timeout

    def reserve(self, isbn: str, quantity: int) -> str:
        answer = self.http.post(
            f"{WAREHOUSE}/reservations",
            json={"isbn": isbn, "quantity": quantity},
            timeout=self.timeout,
        )
        answer.raise_for_status()
        return answer.json()["reservation"]


warehouse = Warehouse()
