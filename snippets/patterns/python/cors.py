# fa-cors: CORS for the origins that the settings list, and no others
# stops: acme
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from acme.settings import Settings


def add_cors(app: FastAPI, settings: Settings) -> None:
    """Call it after every other add_middleware().

    The last one added is the outermost, so the answers of the others carry the headers.
    """
    app.add_middleware(
        CORSMiddleware,
        # Never "*" with credentials: any site could then read a user's data.
        allow_origins=settings.cors_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
    )
