"""Tells of URL schemes by which driver SQLAlchemy refuses them in an async engine; null where it does not."""

import json
import sys

from sqlalchemy import make_url
from sqlalchemy.exc import NoSuchModuleError


def refusing_driver(scheme):
    url = make_url(f"{scheme}://host/name")
    try:
        dialect = url._get_entrypoint().get_async_dialect_cls(url)
    except NoSuchModuleError:
        return ""
    return None if dialect.is_async else dialect.driver


print(json.dumps([refusing_driver(scheme) for scheme in json.load(sys.stdin)]))
