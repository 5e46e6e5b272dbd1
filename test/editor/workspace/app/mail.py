import requests


def send_receipt(address: str) -> None:
    requests.post("https://mail.example.com/messages", json={"to": address}, timeout=5)
