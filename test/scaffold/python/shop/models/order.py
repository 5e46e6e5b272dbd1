import datetime as dt
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base
from ..enums import Priority

if TYPE_CHECKING:
    from .customer import Customer

Key = Annotated[int, mapped_column(primary_key=True)]
Tags = list[str]


class Status(StrEnum):
    OPEN = "open"
    PAID = "paid"


class Channel(Enum):
    WEB = "web"
    STORE = 1


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"), index=True)
    number: Mapped[int] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(String(12))
    status: Mapped[Status]
    channel: Mapped[Channel | None]
    priority: Mapped[Priority]
    state: Mapped[Status] = mapped_column(default=Status.OPEN, server_default="OPEN")
    currency: Mapped[Literal["EUR", "USD"]] = mapped_column(String(3))
    total: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    rate: Mapped[Decimal | None] = mapped_column(Numeric(asdecimal=True))
    weight: Mapped[float]
    is_gift: Mapped[bool]
    due_on: Mapped[dt.date]
    ordered_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    packed_at: Mapped[dt.datetime | None] = mapped_column(DateTime)
    opens_at: Mapped[dt.time]
    duration: Mapped[dt.timedelta]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    labels: Mapped[Tags] = mapped_column(JSON, default=list)
    photo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    customer: Mapped["Customer"] = relationship(back_populates="orders")

    def is_open(self) -> bool:
        return self.status is Status.OPEN
