# fa-settings: Settings from the environment; secrets stay out of logs and errors
# stops: Acme
from typing import Annotated, Literal

from fastapi import Depends
from fastapi.requests import HTTPConnection
from pydantic import Field, SecretStr, StringConstraints, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

# Scheme, host and port. A path, a final slash or a `*` would never match a browser.
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/*\s]+$")]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",  # the file may hold variables of other programs
        hide_input_in_errors=True,  # an error must not print a secret that is too short
    )

    project_name: str = "Acme"
    environment: Literal["development", "test", "production"] = "production"
    secret_key: SecretStr = Field(min_length=32)
    access_token_minutes: int = Field(default=15, ge=1, le=60)
    database_url: SecretStr
    database_pool_size: int = Field(default=10, ge=1)
    database_max_overflow: int = Field(default=20, ge=0)
    # Separated by commas: CORS_ORIGINS=https://app.example.com,https://example.com
    cors_origins: Annotated[list[Origin], NoDecode] = []

    @field_validator("cors_origins", mode="before")
    @classmethod
    def split_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [origin.strip() for origin in value.split(",") if origin.strip()]


def load_settings() -> Settings:
    # Settings() reads the same, but type checkers ask it for every required field.
    return Settings.model_validate({})


async def get_settings(connection: HTTPConnection) -> Settings:
    """Returns the settings that the application was made with."""
    settings: Settings = connection.app.state.settings
    return settings


SettingsDep = Annotated[Settings, Depends(get_settings)]
