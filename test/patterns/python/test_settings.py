from pathlib import Path

import pytest
from pydantic import ValidationError

from acme.settings import Settings, load_settings

SECRET = "correct-horse-battery-staple-and-more"
URL = "postgresql+asyncpg://acme:hunter2@database/acme"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", URL)


def test_values_and_defaults() -> None:
    settings = load_settings()
    assert settings.secret_key.get_secret_value() == SECRET
    assert settings.database_url.get_secret_value() == URL
    assert settings.environment == "production"
    assert (settings.database_pool_size, settings.database_max_overflow) == (10, 20)
    assert settings.cors_origins == []


def test_secrets_do_not_show() -> None:
    shown = repr(load_settings()) + str(load_settings().model_dump())
    assert SECRET not in shown
    assert "hunter2" not in shown


def test_a_short_secret_is_refused_and_not_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "tr0ub4dor")
    with pytest.raises(ValidationError) as refused:
        load_settings()
    assert "secret_key" in str(refused.value)
    assert "tr0ub4dor" not in str(refused.value)


def test_required_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(ValidationError, match="2 validation errors"):
        load_settings()


def test_the_file_may_hold_other_variables(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PROJECT_NAME=Orders\nPOSTGRES_USER=acme\n")
    assert load_settings().project_name == "Orders"


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, http://localhost:3000,")
    assert load_settings().cors_origins == [
        "https://a.example",
        "http://localhost:3000",
    ]


@pytest.mark.parametrize(
    "origin", ["*", "https://a.example/", "https://*.example", "a.example"]
)
def test_origins_that_never_match_are_refused(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setenv("CORS_ORIGINS", origin)
    with pytest.raises(ValidationError, match="cors_origins"):
        load_settings()


def test_settings_can_be_given() -> None:
    settings = Settings.model_validate({"secret_key": "s" * 32, "database_url": URL})
    assert settings.secret_key.get_secret_value() == "s" * 32
