"""Judges names that are said to give a coroutine by the packages themselves. Nothing connects to anything.

Standard input: a list of names. Standard output: a list of sentences, one a fault.
"""

import contextlib
import inspect
import json
import sys
from collections.abc import Callable
from typing import Any

from catalogue import Thing, resolve

# What annotations do not tell of a result.
RESULTS = {
    "redis.asyncio.Redis().pipeline()": "redis.asyncio.client.Pipeline",
    "redis.asyncio.Redis().pubsub()": "redis.asyncio.client.PubSub",
    "redis.asyncio.Redis().lock()": "redis.asyncio.lock.Lock",
    "sqlalchemy.ext.asyncio.AsyncSession().begin()": "sqlalchemy.ext.asyncio.AsyncSessionTransaction",
    "sqlalchemy.ext.asyncio.AsyncSession().begin_nested()": "sqlalchemy.ext.asyncio.AsyncSessionTransaction",
    "psycopg.AsyncConnection.connect()": "psycopg.AsyncConnection",
    "pymongo.AsyncMongoClient()": "pymongo.AsyncMongoClient",
}

# What only a subclass has that goes by the canonical name.
SPELLINGS = {"sqlalchemy.ext.asyncio.AsyncSession().exec": "sqlmodel.ext.asyncio.session.AsyncSession().exec"}


def thing_of(name: str) -> Thing:
    owner, _, word = name.rpartition(".")
    if owner in RESULTS:
        class_ = resolve(RESULTS[owner]).value
        return Thing(getattr(class_, word), owner=class_)
    return resolve(SPELLINGS.get(name, name))


def gives_coroutine(name: str) -> bool:
    function = thing_of(name).value
    if inspect.iscoroutinefunction(inspect.unwrap(function)):
        return True
    # A plain method that hands on what an inner coroutine function gives.
    result = called(function) if inspect.ismethod(function) else None
    is_coroutine = inspect.iscoroutine(result)
    if is_coroutine:
        result.close()
    return is_coroutine


def called(method: Callable[..., Any]) -> Any:
    """With whatever arguments it wants."""
    for arguments in ((), ("x",), ("x", 1), ("x", 1, 1), ("x", 1, 1, 1), ({"x": 1},), ("x", {"x": 1}), ("x", "x", {"x": 1})):
        with contextlib.suppress(Exception):
            return method(*arguments)
    raise TypeError(f"no arguments suit {method}")


def main() -> None:
    faults = []
    for name in json.load(sys.stdin):
        try:
            if not gives_coroutine(name):
                faults.append(f"{name} gives no coroutine")
        except Exception as error:
            faults.append(f"{name}: {type(error).__name__}: {error}")
    print(json.dumps(faults))


if __name__ == "__main__":
    main()
