"""What pip reads of a requirements file, includes and constraints followed: a list of name, extras, specifier, marker, whether a constraint."""

import json
import sys

from packaging.requirements import InvalidRequirement, Requirement
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

found = []
for parsed in parse_requirements(sys.argv[1], session=PipSession()):
    try:
        requirement = Requirement(parsed.requirement)
    except InvalidRequirement:
        continue
    marker = str(requirement.marker or "")
    found.append(
        [requirement.name, sorted(requirement.extras), str(requirement.specifier), marker, parsed.constraint]
    )
json.dump(found, sys.stdout)
