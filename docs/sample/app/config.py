from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str = "postgresql+asyncpg://localhost/bookshop"
    reports_url: str = "postgresql+psycopg://localhost/reports"
    cors_origins: list[str] = ["*"]
    cors_credentials: bool = True


@lru_cache
def get_settings() -> Settings:
    return Settings()


settings = get_settings()
