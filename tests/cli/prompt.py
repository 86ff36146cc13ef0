"""prompt.py SCEPWIZ DRAFT: exports a draft whose secret is asked for, on a terminal of its own; the
secret must arrive in the profile and must not be echoed."""
import os
import plistlib
import sys

from terminal import converse

SECRET = "correct-horse"


def export(typed):
    arguments = [sys.argv[1], "export", sys.argv[2], "-o", "prompted"]
    return converse(arguments, [(b"Challenge (not shown): ", typed)])


shown, status = export(SECRET.encode() + b"\n")
assert status == 0, (status, shown)
assert SECRET.encode() not in shown, shown
with open("prompted", "rb") as file:
    payloads = plistlib.load(file)["PayloadContent"]
assert payloads[0]["PayloadContent"]["Challenge"] == SECRET

os.unlink("prompted")
shown, status = export(b"\x03")  # ^C
assert status == -2, (status, shown)
assert not os.path.exists("prompted")

shown, status = export(b"\n")
assert status == 3 and b"no secret was typed" in shown, (status, shown)
