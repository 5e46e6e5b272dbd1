"""Runs a command and prints what it cost as JSON: measure.py FOLDER COMMAND…

CPU is user and system time in seconds, of the command and of all it started; memory is the peak in bytes of its largest process.
"""

import json
import resource
import subprocess
import sys
import time

folder, *command = sys.argv[1:]
started = time.monotonic()
code = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {
            "code": code,
            "cpu": usage.ru_utime + usage.ru_stime,
            "elapsed": time.monotonic() - started,
            "memory": usage.ru_maxrss * unit,
        }
    )
)
