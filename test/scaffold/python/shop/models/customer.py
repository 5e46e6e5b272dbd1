import uuid
from typing import TYPE_CHECKING, Optional

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Timestamps

if TYPE_CHECKING:
    from .order import Order


class Customer(Timestamps, Base):
    __tablename__ = "customers"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    api_secret: Mapped[str] = mapped_column(String(64))
    reset_token: Mapped[Optional[str]] = mapped_column(String(64))  # noqa: UP045
    is_active: Mapped[bool] = mapped_column(default=True)
    country_code: Mapped[str | None] = mapped_column(String(2))
    website_url: Mapped[str]
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")
