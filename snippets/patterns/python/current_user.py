# fa-current-user: The user whom the bearer token names, or 401
# stops: acme, User
from typing import Annotated

from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from acme.models import User
from acme.session import SessionDep
from acme.settings import SettingsDep
from acme.tokens import TokenError, verify_access_token

bearer = HTTPBearer()


async def get_current_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
    settings: SettingsDep,
    session: SessionDep,
) -> User:
    # One answer for every cause: it must not tell which users exist.
    unauthorized = HTTPException(
        status.HTTP_401_UNAUTHORIZED,
        "Could not validate credentials",
        headers={"WWW-Authenticate": "Bearer"},
    )
    try:
        claims = verify_access_token(credentials.credentials, settings)
    except TokenError as error:
        raise unauthorized from error
    user = await session.get(User, claims.sub)
    if user is None or not user.is_active:
        raise unauthorized
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
