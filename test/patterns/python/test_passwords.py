import asyncio

import pytest
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.bcrypt import BcryptHasher

from acme.passwords import hash_password, verify_password

PASSWORD = "correct horse battery staple"
LONG = "p" * 100


@pytest.mark.asyncio
async def test_round_trip() -> None:
    stored = await hash_password(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert await verify_password(PASSWORD, stored) == (True, None)
    assert await verify_password(PASSWORD + "!", stored) == (False, None)


@pytest.mark.asyncio
async def test_long_passwords_count_to_the_end() -> None:
    stored = await hash_password(LONG)
    assert await verify_password(LONG, stored) == (True, None)
    assert await verify_password(LONG + "!", stored) == (False, None)


@pytest.mark.asyncio
async def test_unknown_users_are_refused() -> None:
    assert await verify_password(PASSWORD, None) == (False, None)


@pytest.mark.asyncio
@pytest.mark.parametrize("password", [PASSWORD, LONG])
async def test_bcrypt_hashes_are_renewed(password: str) -> None:
    old = BcryptHasher(rounds=4).hash(password.encode()[:72])
    valid, renewed = await verify_password(password, old)
    assert valid
    assert renewed is not None
    assert await verify_password(password, renewed) == (True, None)
    assert await verify_password("wrong", old) == (False, None)


@pytest.mark.asyncio
async def test_what_is_no_hash_raises() -> None:
    with pytest.raises(UnknownHashError):
        await verify_password(PASSWORD, PASSWORD)


@pytest.mark.asyncio
async def test_the_event_loop_runs_on_meanwhile() -> None:
    hashing = asyncio.create_task(hash_password(PASSWORD))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
