"""A second service of the same code base: it mails the sales figures every night."""

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import FastAPI

from app.database import reports_engine

scheduler = AsyncIOScheduler()
scheduler.start()

app = FastAPI(title="Bookshop reports")


@app.get("/health")
def health() -> dict[str, int]:
    return {"connections": reports_engine.pool.checkedout()}
