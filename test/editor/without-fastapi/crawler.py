import asyncio
import time

from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/pages")


async def crawl() -> None:
    time.sleep(1)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(crawl())
