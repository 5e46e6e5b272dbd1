"""Which of the paths of requests Starlette's compiled paths match: reads both as JSON, gives a list for each path, or null where Starlette refuses it."""

import json
import sys

from starlette.routing import compile_path


def matched(path: str, requests: list[str]) -> list[bool] | None:
    try:
        regex, _, _ = compile_path(path)
    except (AssertionError, ValueError):
        return None
    return [regex.match(request) is not None for request in requests]


paths, requests = json.load(sys.stdin)
json.dump([matched(path, requests) for path in paths], sys.stdout)
