# fa-password: Hash and verify passwords in the thread pool; old hashes are renewed
from functools import cache
from secrets import token_urlsafe

from fastapi.concurrency import run_in_threadpool
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher


class OldBcryptHasher(BcryptHasher):
    """Verifies hashes that bcrypt made before version 5, from the first 72 bytes."""

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        secret = password.encode() if isinstance(password, str) else password
        return super().verify(secret[:72], hash)


# The first one makes new hashes; the others only verify old ones.
_hasher = PasswordHash((Argon2Hasher(), OldBcryptHasher()))


async def hash_password(password: str) -> str:
    # It takes a tenth of a second of pure computing: never on the event loop.
    return await run_in_threadpool(_hasher.hash, password)


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Returns whether the password is right, and a new hash where `stored` is old.

    Pass None for a user who does not exist. It takes as long as a wrong password does,
    so that the time does not tell which users exist.
    """
    return await run_in_threadpool(_verify, password, stored)


def _verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    if stored is None:
        _hasher.verify(password, _unknown_user_hash())
        return False, None
    return _hasher.verify_and_update(password, stored)


@cache
def _unknown_user_hash() -> str:
    return _hasher.hash(token_urlsafe())
