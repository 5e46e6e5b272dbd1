"""Makes engines by the calls on standard input, one a line, and tells the error of each, or null. Nothing is connected to."""

import json
import sys

from sqlalchemy import create_engine, pool
from sqlalchemy.ext.asyncio import create_async_engine

NAMES = {**vars(pool), "create_engine": create_engine, "create_async_engine": create_async_engine}


def error_of(call):
    try:
        eval(call, NAMES)
    except Exception as error:
        return type(error).__name__
    return None


print(json.dumps([error_of(line) for line in sys.stdin.read().splitlines()]))
