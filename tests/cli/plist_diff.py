"""plist_diff.py A B: what differs between two property lists, types and the order of keys included; the
parser is Python's, not libplist. Values are told by their type alone: a line may be kept."""
import plistlib
import sys


def load(path):
    with open(path, "rb") as f:
        data = f.read()
    if data.startswith(b"<!DOCTYPE"):
        data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + data
    return plistlib.loads(data)


def diff(a, b, path):
    if type(a) is not type(b):
        yield f"{path}: {type(a).__name__} became {type(b).__name__}"
    elif isinstance(a, dict):
        if [k for k in a if k in b] != [k for k in b if k in a]:
            yield f"{path}: other order of keys"
        for key in a:
            if key not in b:
                yield f"{path}/{key}: gone"
            else:
                yield from diff(a[key], b[key], f"{path}/{key}")
        for key in b:
            if key not in a:
                yield f"{path}/{key}: new, {type(b[key]).__name__}"
    elif isinstance(a, list):
        if len(a) != len(b):
            yield f"{path}: {len(a)} items became {len(b)}"
        else:
            for i, (x, y) in enumerate(zip(a, b)):
                yield from diff(x, y, f"{path}/{i}")
    elif a != b:
        yield f"{path}: changed"


lines = list(diff(load(sys.argv[1]), load(sys.argv[2]), ""))
print("\n".join(lines) if lines else "equal")
