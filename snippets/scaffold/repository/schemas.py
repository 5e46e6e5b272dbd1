from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

# region integers
Int32 = Annotated[int, Field(ge=-(2**31), lt=2**31)]
# endregion


class WidgetCreate(BaseModel):
    """What a client sends. Columns that have a default are not up to the client."""

    model_config = ConfigDict(extra="forbid")

    # region create
    name: str = Field(max_length=100)
    # endregion


class WidgetUpdate(BaseModel):
    """What a client changes. A field that it leaves out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    # region update
    name: str | None = Field(default=None, max_length=100)

    @field_validator("name")
    @classmethod
    def is_not_null(cls, value: object) -> object:
        if value is None:
            raise ValueError("may be left out, but not null")
        return value

    # endregion


class WidgetOut(BaseModel):
    """What a client sees."""

    model_config = ConfigDict(from_attributes=True)

    # region out
    id: int
    name: str
    is_hidden: bool
    # endregion
