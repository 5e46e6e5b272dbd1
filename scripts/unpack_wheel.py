"""Takes the sources out of a wheel: unpack_wheel.py WHEEL FOLDER."""

import sys
import zipfile
from pathlib import PurePosixPath

KEPT = (".py", ".toml", ".cfg", ".txt", ".ini", "METADATA", ".yml", ".yaml", ".json", ".ts", ".tsx")
LARGEST = 3_000_000


def is_wanted(item: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(item.filename)
    is_inside = not path.is_absolute() and ".." not in path.parts and "\\" not in item.filename
    return is_inside and not item.is_dir() and item.filename.endswith(KEPT) and item.file_size < LARGEST


wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for item in archive.infolist():
        if is_wanted(item):
            archive.extract(item, folder)
