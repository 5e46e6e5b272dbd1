from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
import pytest
from pydantic import SecretStr

from acme.settings import Settings
from acme.tokens import ISSUER, TokenError, issue_access_token, verify_access_token

USER = UUID("5b8f1f6e-6f6c-4a6e-9a3f-2f1f4a0f9f01")


def claims(**changes: object) -> dict[str, object]:
    now = datetime.now(UTC)
    complete: dict[str, object] = {
        "iss": ISSUER,
        "sub": str(USER),
        "type": "access",
        "iat": now,
        "exp": now + timedelta(minutes=5),
    }
    return {
        name: value for name, value in (complete | changes).items() if value is not None
    }


def signed(settings: Settings, **changes: object) -> str:
    return jwt.encode(claims(**changes), settings.secret_key.get_secret_value())


def test_round_trip(settings: Settings) -> None:
    token = issue_access_token(USER, settings)
    assert verify_access_token(token, settings).sub == USER
    assert issue_access_token(USER, settings) != token


def test_the_lifetime_is_that_of_the_settings(settings: Settings) -> None:
    token = issue_access_token(USER, settings)
    payload = jwt.decode(token, options={"verify_signature": False})
    assert payload["exp"] - payload["iat"] == settings.access_token_minutes * 60


def test_a_complete_token_is_accepted(settings: Settings) -> None:
    assert verify_access_token(signed(settings), settings).sub == USER


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"iat": None},
        {"iat": datetime(2999, 1, 1, tzinfo=UTC)},
        {"iss": None},
        {"iss": "another service"},
        {"sub": None},
        {"sub": "not a user id"},
        {"type": None},
        {"type": "refresh"},
    ],
    ids=str,
)
def test_refused_claims(settings: Settings, changes: dict[str, object]) -> None:
    with pytest.raises(TokenError):
        verify_access_token(signed(settings, **changes), settings)


def test_another_key_is_refused(settings: Settings) -> None:
    other = settings.model_copy(update={"secret_key": SecretStr("k" * 32)})
    with pytest.raises(TokenError):
        verify_access_token(issue_access_token(USER, other), settings)


def test_other_algorithms_are_refused(settings: Settings) -> None:
    key = settings.secret_key.get_secret_value() * 2
    for token in (
        jwt.encode(claims(), None, algorithm="none"),
        jwt.encode(claims(), key, algorithm="HS512"),
    ):
        with pytest.raises(TokenError):
            verify_access_token(token, settings)


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c"])
def test_garbage_is_refused(settings: Settings, token: str) -> None:
    with pytest.raises(TokenError):
        verify_access_token(token, settings)


def test_a_changed_token_is_refused(settings: Settings) -> None:
    header, _, signature = issue_access_token(USER, settings).split(".")
    _, payload, _ = issue_access_token(uuid4(), settings).split(".")
    with pytest.raises(TokenError):
        verify_access_token(f"{header}.{payload}.{signature}", settings)
