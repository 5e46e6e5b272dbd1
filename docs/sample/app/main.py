import logging

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.admin import admin
from app.api import customers, orders
from app.config import settings
from app.database import engine

logger = logging.getLogger(__name__)

app = FastAPI(title="Bookshop")
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.cors_origins,
    allow_credentials=settings.cors_credentials,
    allow_methods=["*"],
    allow_headers=["*"],
)
app.include_router(customers.router, prefix="/api/v1")
app.include_router(orders.router, prefix="/api/v1")
app.mount("/admin", admin)


@app.on_event("startup")
async def announce() -> None:
    logger.info("The bookshop is open")


@app.on_event("shutdown")
async def close_engine() -> None:
    await engine.dispose()
