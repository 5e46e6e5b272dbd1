from sqlalchemy import BigInteger, ForeignKey, Identity, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base


class Country(Base):
    __tablename__ = "countries"

    code: Mapped[str] = mapped_column("iso_code", String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(length=50))


class WarehouseTransaction(Base):
    __tablename__ = "warehouse_transactions"

    warehouse_transaction_id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    quantity_of_items_before_the_transaction: Mapped[int] = mapped_column(SmallInteger)
    quantity_of_items_after_the_transaction: Mapped[int] = mapped_column(BigInteger)
    country_code: Mapped[str] = mapped_column(ForeignKey("countries.iso_code"))


class Tag(Base):
    """Everything about it is up to the server."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    uses: Mapped[int] = mapped_column(default=0)


class Session(Base):
    """Its variable cannot be called `session`."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str]
    widget_id: Mapped[int]
