from uuid import UUID, uuid4

from sqlalchemy import Text
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(AsyncAttrs, DeclarativeBase):
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Post(Base):
    __tablename__ = "posts"

    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    hashed_password: Mapped[str | None]
