from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from acme.database import Base


class Widget(Base):
    """The example in whose name the other files of this folder are written."""

    __tablename__ = "widgets"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    is_hidden: Mapped[bool] = mapped_column(default=False)
