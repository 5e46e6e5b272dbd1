"""Whether markers hold in each of many environments: reads pairs of requires-python and marker as JSON, gives lists of answers."""

import itertools
import json
import sys

from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

PYTHONS = ["2.7.18", *(f"3.{minor}.{patch}" for minor in range(6, 16) for patch in (0, 1, 3, 4, 5, 9))]
SYSTEMS = [("linux", "Linux", "posix"), ("win32", "Windows", "nt")]


def answers(requires: str, text: str) -> list[bool]:
    marker = Marker(text)
    allowed = SpecifierSet(requires)
    found = set()
    for python, (platform, system, name) in itertools.product(PYTHONS, SYSTEMS):
        if not allowed.contains(python):
            continue
        for extra, implementation in (("", "CPython"), ("standard", "CPython"), ("", "PyPy")):
            environment = {
                "python_full_version": python,
                "python_version": python.rpartition(".")[0],
                "sys_platform": platform,
                "platform_system": system,
                "os_name": name,
                "platform_machine": "x86_64",
                "platform_python_implementation": implementation,
                "implementation_name": implementation.lower(),
                "extra": extra,
            }
            found.add(marker.evaluate(environment))
    return sorted(found)


json.dump([answers(requires, marker) for requires, marker in json.load(sys.stdin)], sys.stdout)
