from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.audit = []
    try:
        yield
    finally:
        app.state.audit.clear()


admin = FastAPI(title="Bookshop back office", lifespan=lifespan)
admin.add_middleware(CORSMiddleware, allow_origins="https://office.example.com")


@admin.on_event("startup")
async def load_permissions() -> None:
    admin.state.permissions = {"orders": ["read", "refund"]}
