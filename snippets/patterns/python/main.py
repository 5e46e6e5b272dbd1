# fa-app: Application factory whose lifespan opens and closes what the application owns
# stops: acme
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from acme.cors import add_cors
from acme.database import Database
from acme.settings import Settings, load_settings


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    settings: Settings = app.state.settings
    database = Database(settings)
    app.state.database = database
    try:
        yield
    finally:
        await database.close()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Run it with `uvicorn --factory acme.main:create_app`."""
    settings = settings or load_settings()
    is_production = settings.environment == "production"
    app = FastAPI(
        title=settings.project_name,
        lifespan=lifespan,
        # Closes /docs and /redoc too; docs_url=None alone would leave the others open.
        openapi_url=None if is_production else "/openapi.json",
    )
    app.state.settings = settings
    add_cors(app, settings)
    return app
