# fa-jwt: Issue access tokens, and verify their signature, expiry, issuer and type
# stops: acme, Acme
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

import jwt
from pydantic import BaseModel, ValidationError

from acme.settings import Settings

ALGORITHM = "HS256"
ISSUER = "Acme"


class TokenError(Exception):
    """The token is forged, expired, incomplete or not an access token."""


class AccessClaims(BaseModel):
    sub: UUID
    type: Literal["access"]  # a refresh token must not open the API


def issue_access_token(user_id: UUID, settings: Settings) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "sub": str(user_id),  # PyJWT refuses to read a subject that is not a string
        "type": "access",
        "iat": now,
        "exp": now + timedelta(minutes=settings.access_token_minutes),
        "jti": str(uuid4()),
    }
    key = settings.secret_key.get_secret_value()
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def verify_access_token(token: str, settings: Settings) -> AccessClaims:
    """Raises TokenError."""
    try:
        claims = jwt.decode(
            token,
            settings.secret_key.get_secret_value(),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            # Without this, a token that has no expiry would be valid for ever.
            options={"require": ["exp", "iat", "iss", "sub"]},
        )
        return AccessClaims.model_validate(claims)
    except (jwt.InvalidTokenError, ValidationError) as error:
        raise TokenError from error
